"""Filters, orientation, angles and repetitions: pure functions and streaming operators."""
