"""What can go wrong on the way to the therapist's hub."""

from edge.core.errors import PhysioError


class UplinkError(PhysioError, ConnectionError):
    """The hub cannot be reached, or does not take what is sent; nothing that waits is lost.

    Its cause is `no_answer`, `key_refused`, or why the hub refused the machine.
    """

    usual_cause = "no_answer"
