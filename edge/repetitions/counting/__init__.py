"""Counting the repetitions of any exercise in a recording, with no reference and no training."""
