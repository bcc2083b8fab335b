"""A week of forms: what is asked, and the answers merged."""
