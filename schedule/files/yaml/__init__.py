"""Plans, updates and baselines as their authors type them: YAML, each value with its line."""
