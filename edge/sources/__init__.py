"""What brings data in: the watch by radio, from a file, or simulated."""
