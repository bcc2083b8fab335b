"""What a plan becomes where its crews do not suffice: an order of their work, beside the plain dates."""
