"""People with low-back pain who bend before a camera: who they are, how they move, how they look.

All of them are simulated; the differences between the groups are chosen within bounds of the
literature, not measured.
"""
