"""What goes wrong when a patient is to be simulated."""


class BodyError(ValueError):
    """A simulated patient was asked for something that it cannot be or do."""
