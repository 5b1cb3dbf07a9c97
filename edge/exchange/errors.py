"""What can be wrong with what comes from the other side."""

from edge.core.errors import PhysioError


class ExchangeError(PhysioError, ValueError):
    """Bytes are no message or no session record of the exchange, or one cannot be sent.

    Its cause is what the other side is told: `malformed`, `oversized`, `unknown_version`, or, where
    a record does not fit the message that carries it, `mismatch`.
    """

    usual_cause = "malformed"
