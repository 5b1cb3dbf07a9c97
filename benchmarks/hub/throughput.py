"""Records committed a second, ours beside a peer that is given the same records over HTTPS."""

import datetime as dt
import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, TypeVar

import numpy as np
import psutil
import psycopg
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from benchmarks.hub.clinics import KnownMachine
from benchmarks.hub.crowd import Errand, send_all
from benchmarks.hub.drawn_records import drawn_record
from benchmarks.hub.fastapi_peer import INTO_ONE_TABLE, INTO_OUR_TABLES, ONE_TABLE
from benchmarks.hub.load_figures import empty_database, ready_hub
from benchmarks.hub.postgres_server import DURABLE, processor_s, server
from benchmarks.hub.posting import Posts, post_all
from benchmarks.hub.serving import serving
from benchmarks.own_process import in_own_process
from benchmarks.question import Progress

CLIENTS: Final = 64
SERVER_CORE: Final = 0
CLIENT_CORE: Final = 1
PINNED: Final = ("taskset", "-c", str(SERVER_CORE))
OURS, PEER = "postgresql, 1 ingress", "fastapi, one table"
_BEGAN: Final = dt.datetime(2026, 11, 1, 9, tzinfo=dt.UTC)
Argument = TypeVar("Argument")
Outcome = TypeVar("Outcome")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One candidate in one round.

    Attributes:
        records_per_s: committed a second.
        cpu_us: processor time of server and PostgreSQL, a record.
    """

    records_per_s: float
    cpu_us: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ThroughputFigures:
    """Medians over the rounds.

    Attributes:
        records_per_s: by candidate.
        cpu_us: processor time of server and PostgreSQL for a record, by candidate.
        ratios: of records a second, ours on PostgreSQL over the peer, round by round.
    """

    records_per_s: dict[str, float]
    cpu_us: dict[str, float]
    ratios: tuple[float, ...]


class Candidate:
    """Takes records in; each round has machines of its own, since a machine may only send so much.

    Args:
        machines: of all rounds.
        records: of each machine in a round.
        rounds: how many.
        cpu_s: tells the processor time of all that serves.
    """

    def __init__(
        self,
        machines: Sequence[KnownMachine],
        records: int,
        send: Callable[[Sequence[KnownMachine], int], tuple[int, float]],
        cpu_s: Callable[[], float],
    ) -> None:
        self._machines = machines
        self._records = records
        self._send = send
        self._cpu_s = cpu_s

    def sample(self, number: int) -> Sample:
        """Return how a round goes."""
        first = number * CLIENTS
        before_s = self._cpu_s()
        stored, seconds = self._send(self._machines[first : first + CLIENTS], first * self._records)
        cpu_s = self._cpu_s() - before_s
        return Sample(records_per_s=stored / seconds, cpu_us=cpu_s / stored * 1e6)


def measure_throughput(rounds: int, records: int, progress: Progress) -> ThroughputFigures:
    """Return what is committed a second; all candidates take turns.

    Args:
        rounds: after one that warms up.
        records: of each of the 64 clients in a round.
        progress: is told of it.
    """
    with ExitStack() as stack:
        url = stack.enter_context(server(DURABLE, PINNED))
        candidates = {
            "sqlite, 1 ingress": stack.enter_context(_ours("", None, 1, rounds + 1, records)),
        }
        for ingress in (1, 2):
            database = stack.enter_context(empty_database(url))
            made = _ours(database, url, ingress, rounds + 1, records)
            candidates[f"postgresql, {ingress} ingress"] = stack.enter_context(made)
        for name, statement in (
            (PEER, INTO_ONE_TABLE),
            ("fastapi, our tables", INTO_OUR_TABLES),
        ):
            database = stack.enter_context(empty_database(url))
            made = _peer(database, url, statement, rounds + 1, records)
            candidates[name] = stack.enter_context(made)
        samples: dict[str, list[Sample]] = {name: [] for name in candidates}
        rng = np.random.default_rng(0)
        names = list(candidates)
        for number in range(rounds + 1):
            for name in rng.permutation(names):
                samples[name].append(candidates[name].sample(number))
                progress(sum(map(len, samples.values())), (rounds + 1) * len(names))
    return _figures({name: taken[1:] for name, taken in samples.items()})


def _figures(samples: dict[str, list[Sample]]) -> ThroughputFigures:
    pairs = zip(samples[OURS], samples[PEER], strict=True)
    ratios = tuple(ours.records_per_s / peer.records_per_s for ours, peer in pairs)
    return ThroughputFigures(
        records_per_s={
            name: float(np.median([each.records_per_s for each in taken]))
            for name, taken in samples.items()
        },
        cpu_us={
            name: float(np.median([each.cpu_us for each in taken]))
            for name, taken in samples.items()
        },
        ratios=ratios,
    )


@contextmanager
def _ours(
    database: str, server_url: str | None, ingress: int, rounds: int, records: int
) -> Iterator[Candidate]:
    """Yield a hub that is served on the servers' core."""
    with ready_hub(database, CLIENTS * rounds) as (hub, machines), ExitStack() as stack:
        served = [stack.enter_context(serving(hub.folder, around=PINNED)) for _ in range(ingress)]
        endpoints = tuple(endpoint for each in served for endpoint in each.endpoints)

        def send(some: Sequence[KnownMachine], first: int) -> tuple[int, float]:
            errand = Errand(
                endpoints=endpoints,
                hub_key=hub.key,
                machines=tuple(some),
                first=first,
                records=records,
                repeat_every=0,
                together=True,
            )
            tally = in_own_process(_on_the_clients_core, send_all, errand)
            return tally.stored, tally.seconds

        def cpu_s() -> float:
            own = sum(each.cpu_s() for each in served)
            return own + (0.0 if server_url is None else processor_s(server_url))

        yield Candidate(machines, records, send, cpu_s)


@contextmanager
def _peer(
    database: str, server_url: str, statement: str, rounds: int, records: int
) -> Iterator[Candidate]:
    """Yield the peer, served on the servers' core."""
    with ready_hub(database, CLIENTS * rounds) as (hub, machines):
        with psycopg.connect(database, autocommit=True) as connection:
            connection.execute(ONE_TABLE.encode())
        port, files = _free_port(), _certificate(hub.folder)
        settings = {
            "database": database,
            "statement": statement,
            "port": port,
            **{name: str(path) for name, path in files.items()},
            "machines": {
                each.public.decode(): [str(each.patient_id), str(each.device_id)]
                for each in machines
            },
        }
        file = hub.folder / "peer.json"
        file.write_text(json.dumps(settings), encoding="utf-8")
        command = [*PINNED, sys.executable, "-m", "benchmarks.hub.fastapi_peer", str(file)]
        process = subprocess.Popen(command)

        def send(some: Sequence[KnownMachine], first: int) -> tuple[int, float]:
            posts = Posts(
                port=port,
                certificate=files["certificate"],
                bodies=tuple(
                    tuple(_as_json(first + machine * records + record) for record in range(records))
                    for machine in range(len(some))
                ),
                tokens=tuple(each.public.decode() for each in some),
            )
            posted = in_own_process(_on_the_clients_core, post_all, posts)
            return posted.stored, posted.seconds

        def cpu_s() -> float:
            return sum(psutil.Process(process.pid).cpu_times()[:2]) + processor_s(server_url)

        try:
            yield Candidate(machines, records, send, cpu_s)
        finally:
            process.terminate()
            process.wait()


def _on_the_clients_core(work: Callable[[Argument], Outcome], argument: Argument) -> Outcome:
    os.sched_setaffinity(0, {CLIENT_CORE})
    return work(argument)


def _as_json(number: int) -> bytes:
    record = drawn_record(number, began=_BEGAN)
    return json.dumps(asdict(record), ensure_ascii=False, separators=(",", ":")).encode()


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def _certificate(folder: Path) -> dict[str, Path]:
    """Return the files of a certificate for this machine, and of its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    files = {"certificate": folder / "peer.crt", "key": folder / "peer.key"}
    files["certificate"].write_bytes(made.public_bytes(pem))
    files["key"].write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return files
