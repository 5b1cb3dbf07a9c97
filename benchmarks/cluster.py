"""The same work for each of many people on a Dask cluster, for what is too much for one machine.

A cluster's workers run whatever they are sent. So it must be on this machine alone, or encrypted
and certified on both sides.
"""

import ipaddress
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Final, TypeVar
from urllib.parse import urlsplit

import typer

from benchmarks.errors import EvaluationError, ProcessDiedError
from benchmarks.question import Progress, ignored

Person = TypeVar("Person")
Outcome = TypeVar("Outcome")

LOCAL: Final = "local"
"""The engine that is this machine."""
SCHEME: Final = "dask"
PATIENCE_S: Final = 30
"""For the scheduler, and for its first worker."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificates:
    """Files that prove to the cluster who we are, and to us who it is; all or none are given.

    Attributes:
        ca: of who signed both certificates.
        own: our certificate.
        key: that belongs to it.
    """

    ca: Path | None = None
    own: Path | None = None
    key: Path | None = None

    @property
    def given(self) -> bool:
        """Whether there are any.

        Raises:
            EvaluationError: some of them are missing, or are no files.
        """
        files = [path for path in (self.ca, self.own, self.key) if path is not None]
        if not files:
            return False
        wrong = [str(path) for path in files if not path.is_file()]
        if wrong or len(files) < 3:
            raise EvaluationError(
                f"{', '.join(wrong) or 'a certificate'} is missing",
                remedy="TLS takes the authority's certificate, one's own and its key",
            )
        return True


NO_CERTIFICATES: Final = Certificates()
AuthorityOption = Annotated[
    Path | None,
    typer.Option("--tls-ca", metavar="FILE", help="Of a cluster elsewhere: its authority."),
]
CertificateOption = Annotated[
    Path | None, typer.Option("--tls-cert", metavar="FILE", help="Your certificate for it.")
]
KeyOption = Annotated[
    Path | None, typer.Option("--tls-key", metavar="FILE", help="The certificate's key.")
]


def scheduler_address(engine: str, certificates: Certificates = NO_CERTIFICATES) -> str:
    """Return the address of the scheduler as Dask writes it.

    Args:
        engine: dask://HOST:PORT.
        certificates: for TLS, without which the cluster must be on this machine.

    Raises:
        EvaluationError: it is no such address, or it would send work over a network in the clear.
    """
    parts = urlsplit(engine)
    try:
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if parts.scheme != SCHEME or not host or not port or parts.path or parts.username:
        raise EvaluationError(f"there is no engine {engine!r}", remedy="give dask://HOST:PORT")
    written = f"[{host}]" if ":" in host else host
    if certificates.given:
        return f"tls://{written}:{port}"
    if not _is_loopback(host):
        raise EvaluationError(
            f"{host} is another machine, whose workers would run whatever they are sent",
            remedy="give certificates for TLS, or a cluster on 127.0.0.1",
        )
    return f"tcp://{written}:{port}"


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        # A name may lead anywhere; this one is settled by the standard (RFC 6761).
        return host == "localhost"


def map_people_on_cluster(
    work: Callable[[Person], Outcome],
    people: Sequence[Person],
    *,
    engine: str,
    certificates: Certificates = NO_CERTIFICATES,
    progress: Progress = ignored,
    finished: Callable[[int, Outcome], None],
    died: Callable[[Person], Outcome] | None = None,
) -> None:
    """Hand over what `work` makes of each person as soon as it is there, in any order.

    A person whose worker dies goes to another one.

    Args:
        work: a function of a module that the workers have, too.
        people: what it is called with, one by one.
        engine: dask://HOST:PORT of the scheduler.
        certificates: for TLS.
        progress: called with the people done and those there are.
        finished: called with a person's number and outcome.
        died: the outcome of a person who ends workers; without it that is an error. Several such
            people may have been at one worker: each is tried once more, with nobody beside.

    Raises:
        EvaluationError: Dask is not installed, or the cluster cannot be reached.
        ProcessDiedError: a person ended several workers, and nothing is said of such people.
    """
    address = scheduler_address(engine, certificates)
    distributed = _dask()
    try:
        client = distributed.Client(
            address,
            security=_security(distributed, certificates),
            timeout=PATIENCE_S,
        )
    except OSError as error:
        raise EvaluationError(f"there is no scheduler at {address}: {error}") from error
    with client:
        try:
            client.wait_for_workers(1, timeout=PATIENCE_S)
        except TimeoutError as error:
            raise EvaluationError(f"the scheduler at {address} has no worker") from error
        numbers = {
            client.submit(work, person, pure=False): number for number, person in enumerate(people)
        }
        suspects: list[int] = []
        done = 0
        for future in distributed.as_completed(list(numbers)):
            number = numbers[future]
            try:
                outcome = future.result()
            except distributed.KilledWorker as error:
                if died is None:
                    raise ProcessDiedError(
                        f"person {number} ended several workers", remedy="see their logs"
                    ) from error
                suspects.append(number)
                continue
            finished(number, outcome)
            done += 1
            progress(done, len(people))
        for number in suspects:
            assert died is not None
            try:
                outcome = client.submit(work, people[number], pure=False).result()
            except distributed.KilledWorker:
                outcome = died(people[number])
            finished(number, outcome)
            done += 1
            progress(done, len(people))


def _security(distributed: Any, certificates: Certificates) -> Any:
    if not certificates.given:
        return None
    return distributed.Security(
        tls_ca_file=str(certificates.ca),
        tls_client_cert=str(certificates.own),
        tls_client_key=str(certificates.key),
        require_encryption=True,
    )


def _dask() -> Any:
    try:
        import distributed  # noqa: PLC0415  # an extra, which most people do not install
    except ImportError as error:
        raise EvaluationError(
            "Dask is not installed", remedy="pip install 'physio-edge[cohort]'"
        ) from error
    return distributed
