"""What there is of a plan's money, what it holds, what is missing by when, and what each tranche is worth."""
