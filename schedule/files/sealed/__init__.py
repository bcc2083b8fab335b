"""What is recorded of a plan, as its authors type it: updates, baselines, what zones published, and their seals."""
