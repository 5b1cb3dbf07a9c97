"""The question of accuracy about rendered people."""
