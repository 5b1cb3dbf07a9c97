"""What a session leaves of its latencies, read from `latency.json` and held against its form."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from edge.bus.converters import converter
from edge.bus.errors import CodecError
from edge.bus.json_values import INWARD, parse_json
from edge.bus.schema import describe
from edge.report.errors import LatencyReportError

MOST_BYTES: Final = 64 * 2**20
Row = dict[str, float | None]
"""A distribution by the names of its figures; None where there are too few values."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StageFigures:
    """What is shown of one process."""

    jitter: dict[str, Row | None]
    rate_in_hz: dict[str, float]
    rate_out_hz: dict[str, float]
    queue_high_water: int
    drops: dict[str, int]
    cpu_percent: float | None
    memory_mb: float
    wait: Row | None = None
    held: Row | None = None
    work: Row | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delay:
    """A delay by design."""

    name: str
    ms: float | None
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LatencyFigures:
    """What is shown of a session; other fields are left as they are."""

    end_to_end: dict[str, Row | None]
    stages: dict[str, StageFigures]
    histograms: dict[str, str]
    algorithmic_delay: tuple[Delay, ...]
    notes: tuple[str, ...] = ()


_CHECK: Final = converter(describe(LatencyFigures), INWARD)


def read_latency(path: Path) -> dict[str, Any]:
    """Return the figures that a session left in `path`, as they stand there.

    Raises:
        LatencyReportError: there are none, or the file is damaged.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise LatencyReportError(f"{path} is larger than {MOST_BYTES // 2**20} MB")
        figures = parse_json(path.read_bytes())
        _CHECK(figures, {})
    except FileNotFoundError as error:
        raise LatencyReportError(f"{path} is not there: the session left no latencies") from error
    except (CodecError, RecursionError) as error:
        raise LatencyReportError(
            f"{path} holds no latencies of this version's sessions: {error}"
        ) from error
    except OSError as error:
        raise LatencyReportError(f"{path} cannot be read: {error.strerror}") from error
    if not isinstance(figures.get("environment", {}), dict):
        raise LatencyReportError(f"{path} is damaged: its environment is no table")
    return dict(figures)
