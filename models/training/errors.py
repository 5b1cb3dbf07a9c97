"""The one error of this package."""

from models.inference.errors import ModelError


class TrainingError(ModelError):
    """A training or an export cannot start or go on as asked."""

    usual_cause = "cannot_train"
