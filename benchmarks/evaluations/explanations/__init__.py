"""The question of accuracy about explanations of a network's answer."""
