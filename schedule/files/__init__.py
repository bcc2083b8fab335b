"""Text to values: plan files, updates, baselines, and the folder that holds them."""
