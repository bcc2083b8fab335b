"""Results as tables: their columns, as text for a screen, as CSV and JSON."""
