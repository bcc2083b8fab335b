"""Workbooks: the deadline table and the forms."""
