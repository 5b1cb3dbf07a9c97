"""What a network may say about a person's movement, when it must not, and why."""
