"""The network, the two passes over it, and the paths through it."""
