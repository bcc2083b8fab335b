"""Second engines to check ours against. They share the model with it and not one line of its arithmetic."""
