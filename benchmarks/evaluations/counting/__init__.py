"""The question of accuracy about counted repetitions."""
