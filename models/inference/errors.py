"""The errors of the models: `ModelError` is their base, and says what to do."""


class ModelError(ValueError):
    """Something that a network was given, or a network itself, does not fit."""


class CatalogError(ModelError):
    """A network of the catalogue, its card, or what it was asked about cannot be used."""


class TrainingError(ModelError):
    """A training cannot start or go on as asked."""
