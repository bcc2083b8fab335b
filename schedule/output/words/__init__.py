"""Words, phrases and sentences in the languages of the readers."""
