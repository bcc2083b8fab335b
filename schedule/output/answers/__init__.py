"""What single commands answer: custody, evidence, quality, chain, differences, float paths, collection."""
