"""Forms and reports as bodies send them back."""
