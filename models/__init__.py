"""Networks, their training and their exported files (none yet)."""
