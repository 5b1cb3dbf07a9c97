"""The errors of the hub."""

from edge.core.errors import PhysioError


class HubError(PhysioError, ValueError):
    """Something of the hub cannot be read, opened or done; the message says what to do."""

    usual_cause = "bad_hub"


class DatabaseError(HubError):
    """The hub's database cannot be opened, or is not of this version of the program."""

    usual_cause = "bad_database"


class FhirError(HubError):
    """A bundle of FHIR is not right, and was not written."""

    usual_cause = "bad_fhir"


class DeniedError(HubError):
    """The account's role does not allow it, or not with this patient."""

    usual_cause = "denied"


class SignedOutError(HubError):
    """Nobody is signed in any more."""

    usual_cause = "signed_out"


class CohortError(HubError):
    """Tables of a cohort cannot be written or asked."""

    usual_cause = "bad_cohort"
