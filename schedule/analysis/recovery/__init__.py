"""What keeps a deadline that does not hold: the cheapest lawful measures, with the proof that nothing less does."""
