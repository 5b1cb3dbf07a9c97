"""One network in one setting, timed in a process of its own, where its memory is its own too."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from itertools import repeat
from pathlib import Path
from time import perf_counter
from typing import Final

import numpy as np

from benchmarks.distributions import percentiles
from benchmarks.timing import each_call_s
from edge.core.arrays import Floats
from models.inference.catalog import Network
from models.inference.frame import Single

WARM_UP: Final = 10
"""Calls that are not timed: first allocations, and a provider's own compiling."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkSetting:
    """What is timed.

    Attributes:
        network: its name.
        provider: ONNX Runtime's.
        precision: fp32, or one of `benchmarks.networks.eight_bits`.
        threads: that one call may use.
    """

    network: str
    provider: str
    precision: str
    threads: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkTiming(NetworkSetting):
    """A setting, and what it took.

    Attributes:
        file_kb: size of the file.
        load_ms: from the file to a network that is ready, once.
        predict_p50_ms: of one repetition, the median.
        predict_p95_ms: of one repetition, the 95th percentile.
        gradient_p50_ms: the median with gradients; None for a network without them.
        gradient_p95_ms: the 95th percentile with gradients; None for a network without them.
        memory_mb: by how much all this raised the process's memory at most.
    """

    file_kb: float
    load_ms: float
    predict_p50_ms: float
    predict_p95_ms: float
    gradient_p50_ms: float | None
    gradient_p95_ms: float | None
    memory_mb: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class NetworkAnswers:
    """What it answered.

    Attributes:
        scores: (cases, K).
        gradients: (cases, …) of the first score, all inputs' in a row; None without.
    """

    scores: Floats
    gradients: tuple[Floats, ...] | None


def measure(
    setting: NetworkSetting, zoo: Path, cases: Path, calls: int
) -> tuple[NetworkTiming, NetworkAnswers]:
    """Return times and answers of a setting; for a process of its own.

    Args:
        setting: what to time.
        zoo: folder with the network in that precision.
        cases: file that `write_cases` wrote; the first is timed, all are answered.
        calls: how many are timed.

    Raises:
        CatalogError: the network does not run in that setting.
    """
    inputs = read_cases(cases)
    before_kb = _memory_kb("VmRSS")
    with suppress(OSError):  # not every kernel lets the high-water mark be set back
        Path("/proc/self/clear_refs").write_text("5")
    begin = perf_counter()
    network = Network.load(
        setting.network, threads=setting.threads, provider=setting.provider, zoo=zoo
    )
    load_ms = 1e3 * (perf_counter() - begin)
    predict_p50_ms, predict_p95_ms = _percentiles_ms(lambda: network.predict(inputs[0]), calls)
    gradient_p50_ms = gradient_p95_ms = None
    if network.explains:
        select = _first(network)
        gradient_p50_ms, gradient_p95_ms = _percentiles_ms(
            lambda: network.gradients(inputs[0], select), calls
        )
    timing = NetworkTiming(
        **asdict(setting),
        file_kb=(zoo / f"{setting.network}.onnx").stat().st_size / 1e3,
        load_ms=load_ms,
        predict_p50_ms=predict_p50_ms,
        predict_p95_ms=predict_p95_ms,
        gradient_p50_ms=gradient_p50_ms,
        gradient_p95_ms=gradient_p95_ms,
        memory_mb=(_memory_kb("VmHWM") - before_kb) / 1e3,
    )
    return timing, _answers(network, inputs)


def write_cases(path: Path, cases: Sequence[tuple[Single, ...]]) -> None:
    """Write the inputs of each case."""
    arrays = {f"{n}/{k}": x for n, case in enumerate(cases) for k, x in enumerate(case)}
    np.savez(path, **arrays)  # type: ignore[arg-type]  # the stubs take every name for a flag


def read_cases(path: Path) -> list[tuple[Single, ...]]:
    """Return the inputs of each case."""
    cases: dict[str, list[Single]] = {}
    with np.load(path) as arrays:
        for name in arrays.files:
            cases.setdefault(name.split("/")[0], []).append(arrays[name])
    return [tuple(case) for case in cases.values()]


def _answers(network: Network, cases: Sequence[tuple[Single, ...]]) -> NetworkAnswers:
    scores = np.vstack([network.predict(inputs) for inputs in cases]).astype(np.float64)
    if not network.explains:
        return NetworkAnswers(scores=scores, gradients=None)
    select = _first(network)
    found = (network.gradients(inputs, select)[1] for inputs in cases)
    rows = tuple(np.concatenate([g.ravel() for g in row]).astype(np.float64) for row in found)
    return NetworkAnswers(scores=scores, gradients=rows)


def _first(network: Network) -> Single:
    """Return what selects the first score."""
    select: Single = np.eye(int(network.card.outputs[0].shape[1]), dtype=np.float32)[0]
    return select


def _percentiles_ms(call: Callable[[], object], calls: int) -> tuple[float, float]:
    """Return p50 and p95 of a call after its warm-up."""
    for _ in range(WARM_UP):
        call()
    p50_s, p95_s = percentiles(each_call_s(repeat(call, calls))[:, 0], 50, 95)
    return 1e3 * p50_s, 1e3 * p95_s


def _memory_kb(field: str) -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    [line] = [line for line in lines if line.startswith(f"{field}:")]
    return int(line.split()[1])
