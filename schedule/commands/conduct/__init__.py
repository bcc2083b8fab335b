"""What all commands do alike: options, reading, speaking, recording, and how they end."""
