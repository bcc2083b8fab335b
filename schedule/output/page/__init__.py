"""The meeting on one HTML page."""
