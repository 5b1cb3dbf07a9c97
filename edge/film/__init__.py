"""A replayed repetition as a short film: patient and reference side by side, with the words."""
