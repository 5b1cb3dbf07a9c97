"""The one error of this package."""


class PoseError(ValueError):
    """A pose engine or its model cannot be used; the message says why and what to do."""
