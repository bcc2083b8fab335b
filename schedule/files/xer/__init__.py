"""Primavera P6's .xer, in and out."""
