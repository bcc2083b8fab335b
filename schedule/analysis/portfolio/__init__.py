"""Several plans at one zone meeting: each in short, and what ties between them make of their dates."""
