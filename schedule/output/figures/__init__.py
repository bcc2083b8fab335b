"""Charts: one function each, drawn on an Axes."""
