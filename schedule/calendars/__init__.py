"""Compiled working time and the calendars it is compiled from."""
