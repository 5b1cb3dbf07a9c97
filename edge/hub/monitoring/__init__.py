"""Remote therapeutic monitoring (RTM): days, minutes and contacts, counted with their evidence."""
