"""What may be said of an infant's movement."""
