"""The meeting's minutes: what is said in which order, on a screen and as Markdown."""
