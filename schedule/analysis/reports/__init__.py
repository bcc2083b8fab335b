"""What was reported: by whom, with which document, and who holds the file."""
