"""Repetitions in a stream or a recording: the online detector, counting, spotting."""
