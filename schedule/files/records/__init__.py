"""A plan's folder on the disk: what is read, how a record is written, and the chain that seals it."""
