"""The question of what survives when everything breaks at random."""
