"""Why a forecast moved, in words, tables and records."""
