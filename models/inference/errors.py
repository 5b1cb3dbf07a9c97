"""The errors of the networks at work."""

from edge.core.errors import PhysioError


class ModelError(PhysioError, ValueError):
    """Something that a network was given, or a network itself, does not fit."""

    usual_cause = "does_not_fit"


class CatalogError(ModelError):
    """A network of the catalogue, its card, or what it was asked about cannot be used."""

    usual_cause = "unusable_network"
