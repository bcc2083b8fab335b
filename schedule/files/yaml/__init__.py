"""YAML, and what a key of it is: nodes that know their line, values, keys declared once, and how text is written."""
