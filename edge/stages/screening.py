"""The stage that follows somebody who bends, says how far it is, and answers at the end."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import count
from typing import Final, Protocol

from edge.core.exercises.terms import LanguageCode
from edge.core.messages.base import Message
from edge.core.messages.camera import CameraStatus
from edge.core.messages.screening import (
    BodySighting,
    PictureTrouble,
    ScreeningAnswer,
    ScreeningCommand,
    ScreeningEnd,
    ScreeningPhase,
    ScreeningProgress,
    ScreeningResumption,
)
from edge.posture.angle_bins import DIRECTIONS, Direction
from edge.screening.low_back.live import WatchedBends
from edge.screening.low_back.seen import SeenFilm

WANTED: Final = 5
"""Bends each way that are asked for; three are the least that is answered."""
LONGEST_S: Final = 600.0
"""Who has not bent often enough after this long gets an answer to what there is."""
CONSUMED: Final = (BodySighting, CameraStatus, ScreeningCommand, ScreeningResumption)
"""What the stage works on: all of it is recorded, and is what a replay runs on."""
_LOOK_NS: Final = 500_000_000
_COUNT_S: Final = 1.0
_COUNT_SHARE: Final = 1.0 / 120.0
"""Of the time since the beginning, by which two counts lie farther apart: a count looks at all."""


class Answer(Protocol):
    """Asks the networks."""

    def __call__(
        self, film: SeenFilm, *, code: str, language: LanguageCode, end: ScreeningEnd
    ) -> ScreeningAnswer:
        """Return the answer to what was seen of the person with that code."""


class BendScreening:
    """Counts bends from one `begin` on, until there are enough each way and it is answered.

    Before it has begun, nothing that is seen is taken in or passed on.

    Args:
        answer: gives the answer; its numbering and times are the stage's.
        wanted: bends each way.
    """

    def __init__(self, answer: Answer, *, wanted: int = WANTED) -> None:
        self._answer = answer
        self._wanted = wanted
        self._seq = count()
        self._phase: ScreeningPhase = "waiting"
        self._code = ""
        self._language: LanguageCode = "en"
        self._watched = WatchedBends()
        self._troubles: tuple[PictureTrouble, ...] = ()
        self._last_ns = self._began_ns = self._look_ns = self._count_ns = 0

    def process(self, message: Message) -> Iterable[Message]:
        """Yield what is to be recorded of it, then how far it is, where that is due."""
        match message:
            case ScreeningCommand():
                yield message
                yield from self._obey(message)
            case BodySighting() if self._phase == "bending" and message.sensor_ns > self._last_ns:
                yield message
                yield from self._watch(message)
            case BodySighting() if self._phase != "bending" and message.sensor_ns >= self._look_ns:
                self._look_ns = message.sensor_ns + 2 * _LOOK_NS
                yield self._progress(message)
            case CameraStatus() if self._phase == "bending":
                yield message
                yield from self._hear(message)

    def _obey(self, command: ScreeningCommand) -> Iterator[Message]:
        if command.action == "begin" and self._phase == "waiting":
            self._code = command.code
            self._begin(command)
        elif command.action == "restart" and self._phase != "waiting":
            self._begin(command)
        elif command.action == "answer" and self._phase == "bending":
            self._language = command.language
            yield from self._end(command, "asked")
        yield self._progress(command)

    def _begin(self, command: ScreeningCommand) -> None:
        self._phase, self._language = "bending", command.language
        self._watched, self._troubles = WatchedBends(), ()
        self._began_ns = command.sensor_ns
        self._look_ns = self._count_ns = 0

    def _watch(self, sighting: BodySighting) -> Iterator[Message]:
        self._last_ns = sighting.sensor_ns
        self._watched.add(sighting)
        if sighting.sensor_ns < self._look_ns:
            return
        self._look_ns = sighting.sensor_ns + _LOOK_NS
        if sighting.sensor_ns >= self._count_ns:
            wait_s = _COUNT_S + _COUNT_SHARE * self._watched.length_s
            self._count_ns = sighting.sensor_ns + round(wait_s * 1e9)
            self._watched.count()
        self._troubles = self._watched.troubles()
        if self._watched.are_complete(self._wanted):
            yield from self._end(sighting, "complete")
        elif self._lasts_too_long(sighting):
            yield from self._end(sighting, "long")
        yield self._progress(sighting)

    def _hear(self, camera: CameraStatus) -> Iterator[Message]:
        if camera.state == "ended":
            yield from self._end(camera, "over")
            yield self._progress(camera)
        elif self._lasts_too_long(camera):
            yield from self._end(camera, "long")
            yield self._progress(camera)

    def _lasts_too_long(self, message: Message) -> bool:
        return message.host_ns - self._began_ns > LONGEST_S * 1e9

    def _end(self, cause: Message, end: ScreeningEnd) -> Iterator[Message]:
        self._phase = "answering"
        yield self._progress(cause)
        film = self._watched.film()
        answer = self._answer(film, code=self._code, language=self._language, end=end)
        yield replace(answer, seq=next(self._seq), sensor_ns=cause.sensor_ns, host_ns=cause.host_ns)
        self._phase = "answered"

    def _progress(self, cause: Message) -> ScreeningProgress:
        counts = {d: b.count for d, b in self._watched.bends.items()}
        return ScreeningProgress(
            seq=next(self._seq),
            sensor_ns=cause.sensor_ns,
            host_ns=cause.host_ns,
            phase=self._phase,
            code=self._code,
            forward=counts.get("forward", 0),
            backward=counts.get("backward", 0),
            wanted=self._wanted,
            direction=self._next(counts),
            theta_deg=self._watched.theta_deg,
            troubles=self._troubles if self._phase == "bending" else (),
        )

    def _next(self, counts: dict[Direction, int]) -> Direction | None:
        return next((d for d in DIRECTIONS if counts.get(d, 0) < self._wanted), None)


def followed(
    make: Callable[[], BendScreening], consumed: Sequence[Message]
) -> tuple[BendScreening, list[Message]]:
    """Return a stage that has consumed all of this, and what it gave, with no socket in between.

    Args:
        make: a stage that has not begun.
        consumed: in that order, with the marks of its restarts.
    """
    stage, given = make(), list[Message]()
    for at, message in enumerate(consumed):
        if isinstance(message, ScreeningResumption):
            stage, _ = followed(make, consumed[: min(message.known, at)])
        else:
            given += (one for one in stage.process(message) if one is not message)
    return stage, given
