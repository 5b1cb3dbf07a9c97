"""What became of processes and recording, told in sentences and for as long as it matters."""

from typing import Final

from edge.core.messages.imu import LinkStatus
from edge.core.messages.status import RecordingStatus, StageStatus, Status
from edge.page.words import recording_words, restart_words, state_words
from edge.wording.language import Language

SHOWN_NS: Final = 20_000_000_000
"""How long a restart is spoken of."""

SPOKEN_OF_S: Final = 60.0
"""A watch that is silent for this long is said to end the session, if it stays so."""


class Notices:
    """Sentences about processes that are down or were restarted, a full disk and a silent watch.

    Args:
        silence_ends_s: a watch that is not heard for this long ends the session; None without a
            watch.
    """

    def __init__(self, silence_ends_s: float | None) -> None:
        self._silence_ends_s = silence_ends_s
        self._heard_ns: int | None = None
        self._is_ending = False
        self._restarts: dict[str, int] = {}
        self._told_ns: dict[str, int] = {}
        self._stages: tuple[StageStatus, ...] = ()
        self._recording: RecordingStatus | None = None
        self._now_ns = self._removed_ns = 0

    def feed(self, status: Status) -> None:
        """Take note of the processes' state.

        What had been restarted before the first status is not spoken of, but for the page
        itself: it cannot have told of its own restart.
        """
        self._now_ns = status.host_ns
        self._is_ending = status.ending
        if self._heard_ns is None:
            self._heard_ns = status.host_ns
        self._stages = status.stages
        for stage in status.stages:
            first = 0 if stage.name == "page" else stage.restarts
            if stage.restarts > self._restarts.get(stage.name, first):
                self._told_ns[stage.name] = status.host_ns
            self._restarts[stage.name] = stage.restarts

    def feed_recording(self, status: RecordingStatus) -> None:
        """Take note of whether the session can be kept."""
        self._recording = status
        if status.problem == "removed":
            self._removed_ns = self._now_ns

    def feed_link(self, link: LinkStatus) -> None:
        """Take note of whether the watch is heard."""
        if link.state == "streaming":
            self._heard_ns = link.host_ns

    def current(self, language: Language) -> tuple[str, ...]:
        """Return the sentences of now: what is not kept or down, then what was restarted lately."""
        kept = recording_words(self._recording, language) if self._recording else ""
        if not kept and self._removed_ns and self._now_ns - self._removed_ns < SHOWN_NS:
            kept = language.say("recording.removed")
        down = (state_words(stage, language) for stage in self._stages)
        lately = (
            restart_words(name, language)
            for name, told_ns in self._told_ns.items()
            if self._now_ns - told_ns < SHOWN_NS
        )
        return (*filter(None, (kept, self._silence(language), *down)), *lately)

    def _silence(self, language: Language) -> str:
        """Return what a silent watch leads to, or has led to; empty while it is heard."""
        silent_s = 0.0 if self._heard_ns is None else (self._now_ns - self._heard_ns) / 1e9
        ends_s = self._silence_ends_s
        if ends_s is None:
            return ""
        if self._is_ending and silent_s >= ends_s:
            return language.say("silence.ended", minutes=ends_s / 60)
        if self._is_ending or silent_s < min(SPOKEN_OF_S, ends_s / 2):
            return ""
        return language.say("silence.ends", minutes=ends_s / 60)
