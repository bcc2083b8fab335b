"""plan.yaml and the portfolio, as their authors type them: a module for each part of a plan, read and written."""
