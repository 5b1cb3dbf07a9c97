"""The question of accuracy about physical-therapy exercises of real people."""
