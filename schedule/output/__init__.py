"""Results as a reader sees them: words, tables, figures, papers."""
