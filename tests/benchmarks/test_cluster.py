import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.cluster import Certificates, map_people_on_cluster, scheduler_address
from benchmarks.errors import EvaluationError
from benchmarks.evaluations.recordings.one_recording import (
    Replayed,
    Task,
    died,
    replayed,
    tasks_in,
)
from benchmarks.evaluations.recordings.replays import together
from benchmarks.low_back.filming import Filming, film_cohort, film_person, tasks_of
from benchmarks.low_back.measured import FilmSettings
from edge.simulation.low_back.persons import CohortSettings, draw_cohort
from tests.commands.recorded import write_session

LITTLE = FilmSettings(filmed=1, rate_hz=2.0)


@pytest.mark.parametrize(
    ("engine", "address"),
    [
        ("dask://127.0.0.1:8786", "tcp://127.0.0.1:8786"),
        ("dask://127.1.2.3:1", "tcp://127.1.2.3:1"),
        ("dask://localhost:8786", "tcp://localhost:8786"),
        ("dask://[::1]:8786", "tcp://[::1]:8786"),
    ],
)
def test_a_cluster_on_this_machine_is_reached_as_it_is(engine: str, address: str) -> None:
    assert scheduler_address(engine) == address


@pytest.mark.parametrize(
    "engine",
    ["dask://10.0.0.7:8786", "dask://0.0.0.0:8786", "dask://cluster.example:1", "dask://[::]:1"],
)
def test_a_cluster_elsewhere_takes_certificates(engine: str, tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="TLS"):
        scheduler_address(engine)
    files = [tmp_path / name for name in ("ca", "own", "key")]
    for file in files:
        file.touch()
    whole = Certificates(ca=files[0], own=files[1], key=files[2])
    assert scheduler_address(engine, whole).startswith("tls://")
    for some in (Certificates(ca=files[0]), Certificates(ca=files[0], own=files[1], key=tmp_path)):
        with pytest.raises(EvaluationError, match="missing"):
            scheduler_address(engine, some)


@pytest.mark.parametrize(
    "engine",
    [
        *("", "dask", "dask://", "dask://127.0.0.1", "dask://127.0.0.1:x", "tcp://127.0.0.1:1"),
        *("dask://127.0.0.1:99999", "dask://me@127.0.0.1:1", "dask://127.0.0.1:1/there"),
    ],
)
def test_what_is_no_engine_is_refused_in_a_sentence(engine: str) -> None:
    with pytest.raises(EvaluationError, match="there is no engine"):
        scheduler_address(engine)


class Cluster:
    """A scheduler and two workers, each in a process of its own."""

    def __init__(self, folder: Path, stack: ExitStack, watched: str = "--no-nanny") -> None:
        self._address_file = str(folder / "scheduler.json")
        self._folder = folder
        self._stack = stack
        self._start("dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        self.workers = [
            self._start("dask_worker", "--host", "127.0.0.1", watched, "--nthreads", "1")
            for _ in range(2)
        ]

    def _start(self, module: str, *options: str) -> "subprocess.Popen[bytes]":
        called = ("-m", f"distributed.cli.{module}", *options)
        process = subprocess.Popen(
            [sys.executable, *called, "--scheduler-file", self._address_file],
            cwd=self._folder,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
            stderr=subprocess.DEVNULL,
        )
        self._stack.callback(process.wait)
        self._stack.callback(process.kill)
        return process

    @property
    def engine(self) -> str:
        """Its address, once the scheduler listens."""
        distributed = pytest.importorskip("distributed")
        with distributed.Client(
            scheduler_file=self._address_file, timeout=60, set_as_default=False
        ) as client:
            client.wait_for_workers(2, timeout=60)
            return "dask" + str(client.scheduler.address).removeprefix("tcp")


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    pytest.importorskip("distributed")
    with ExitStack() as stack:
        yield Cluster(tmp_path, stack)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # of Dask about itself
def test_a_killed_worker_loses_nothing(cluster: Cluster, tmp_path: Path) -> None:
    people = draw_cohort(CohortSettings(task="fp-ep", persons=6, seed=2))
    alone: list[Filming] = tasks_of(people, tmp_path / "alone", ("true",), LITTLE)
    assert [film_person(task).error for task in alone] == [None] * 6
    killed: list[int] = []

    def kill_one(_done: int, _total: int | None) -> None:
        if not killed:
            killed.append(cluster.workers[0].pid)
            os.kill(cluster.workers[0].pid, signal.SIGKILL)

    together = tasks_of(people, tmp_path / "together", ("true",), LITTLE)
    outcomes = film_cohort(together, workers=1, engine=cluster.engine, progress=kill_one)
    assert killed
    assert [(one.number, one.error) for one in outcomes] == [(n, None) for n in range(6)]
    for one, other in zip(alone, together, strict=True):
        assert one.path("true").read_bytes() == other.path("true").read_bytes()


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # of Dask about itself
def test_where_no_scheduler_listens_that_is_said(unused_tcp_port: int) -> None:
    pytest.importorskip("distributed")
    with pytest.raises(EvaluationError, match="no scheduler"):
        map_people_on_cluster(
            abs, [1], engine=f"dask://127.0.0.1:{unused_tcp_port}", finished=print
        )


def replayed_or_dies(task: Task) -> Replayed:
    """Replay a recording, or die of one that is poison."""
    if task.name.startswith("poison"):
        os.kill(os.getpid(), signal.SIGKILL)
    return replayed(task)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # of Dask about itself
def test_poison_is_named_a_killed_worker_loses_nothing_and_all_is_as_from_one_machine(
    tmp_path: Path,
) -> None:
    pytest.importorskip("distributed")
    folder = tmp_path / "recordings"
    whole = write_session(folder / "session", network=False)
    for number in range(4):
        shutil.copy(whole, folder / f"copy-{number}.mcap")
    (folder / "broken.mcap").write_bytes(b"nothing")
    alone = [replayed(task) for task in tasks_in(folder)]
    shutil.copy(whole, folder / "poison.mcap")
    tasks = tasks_in(folder)
    found: dict[int, Replayed] = {}
    with ExitStack() as stack:
        # Dask's own watchman starts a worker again that has died.
        cluster = Cluster(tmp_path, stack, watched="--nanny")
        engine = cluster.engine
        map_people_on_cluster(
            replayed_or_dies, tasks, engine=engine, finished=found.__setitem__, died=died
        )
    outcomes = [found[number] for number in range(len(tasks))]
    assert [one.name for one in outcomes if one.poison] == ["poison.mcap"]
    others = together([one for one in outcomes if not one.poison])
    assert replace(others, cpu_s=0.0) == replace(together(alone), cpu_s=0.0)
    assert list(others.errors) == ["broken.mcap"]
