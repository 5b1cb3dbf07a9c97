"""Repetitions to learn from: recorded and simulated, with graded edits."""
