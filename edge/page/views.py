"""What every live page shows, as plain values that compare by value.

So only what changed is sent to a browser.
"""

from dataclasses import dataclass

from edge.core.messages.status import StageState, StageStatus, Status
from edge.page.picture_views import CameraView
from edge.page.words import figure_words
from edge.wording.language import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class StageLine:
    """One process as a row of the table of processes."""

    name: str
    state: StageState
    restarts: int
    drops: int
    queue: int
    latency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveView:
    """What stands on every live page at one moment.

    Attributes:
        headline: what to do now.
        detail: the sentence that explains it.
        simulated: nobody is measured in truth.
        notices: what became of processes, recording and sensors.
        camera: what it sees; None where there is none.
        stages: the processes.
        spoken: what is told is spoken by a voice too.
    """

    headline: str
    detail: str
    simulated: bool
    notices: tuple[str, ...]
    camera: CameraView | None
    stages: tuple[StageLine, ...]
    spoken: bool


def stage_lines(status: Status | None, language: Language) -> tuple[StageLine, ...]:
    """Return one row for each process."""
    return () if status is None else tuple(_line(stage, language) for stage in status.stages)


def _line(stage: StageStatus, language: Language) -> StageLine:
    p95_ms = None if stage.latency_ms is None else stage.latency_ms[1]
    return StageLine(
        name=stage.name,
        state=stage.state,
        restarts=stage.restarts,
        drops=sum(stage.drops.values()),
        queue=stage.queue,
        latency=figure_words(p95_ms, "fine_ms", language),
    )
