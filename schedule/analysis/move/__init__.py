"""Why a forecast moved between two meetings, and whose each day is."""
