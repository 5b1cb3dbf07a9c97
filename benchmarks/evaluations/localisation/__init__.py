"""The question of accuracy about faults that are placed."""
