"""Alignment of a repetition with its reference: dynamic time warping, whole and streaming."""
