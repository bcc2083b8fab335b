"""What statutes fix: the rule file, dated in force, and what of it a plan's own words change."""
