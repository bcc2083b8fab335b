"""Other tools' files through MPXJ, and what a plan's folder accepts of them."""
