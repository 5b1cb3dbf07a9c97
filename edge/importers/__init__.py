"""Recordings of other programs, read as watch recordings."""
