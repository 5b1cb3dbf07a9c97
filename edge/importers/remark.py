"""What a reader says about a recording: a kind and its figures, of which a language makes words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from edge.wording.language import Language
from edge.wording.languages import ENGLISH

RemarkKind = Literal[
    # how the file is written
    "separator",
    "encoding",
    "nul_bytes",
    "last_row_cut",
    "rows_unreadable",
    "rows_missing",
    "rows_repeated",
    "rows_zero",
    "rows_impossible",
    "records_damaged",
    # its times
    "time_unit",
    "time_in_days",
    "time_of_day",
    "newest_first",
    "rows_sorted",
    "rows_out_of_time",
    "clock_forward",
    "clock_back",
    "times_shared",
    "times_jitter",
    "slow",
    "fast",
    "uneven",
    "gaps",
    "streams_in_turn",
    "streams_joined",
    # its units and signs
    "accel_in_g",
    "accel_in_mg",
    "accel_in_counts",
    "gyro_in_degrees",
    "gyro_in_millidegrees",
    "unit_contradicted",
    "raw_counts",
    "sign_reversed",
    "axes_swapped",
    "sign_assumed",
    "gravity_added",
    "turned_from_world",
    "gyro_from_orientation",
    "phone_left_out",
    "files_left_out",
    "gravity_unknown",
    # what its sensors say
    "constant",
    "no_gravity",
    "no_gyroscope",
    "gyroscope_dead",
    "accelerometer_dead",
    "axis_dead",
    "gyroscope_stalls",
    "readings_frozen",
    "gyroscope_clipped",
    "accelerometer_clipped",
    # what was counted in it
    "walking",
]

MISLEADING: Final[frozenset[RemarkKind]] = frozenset(
    {
        *("constant", "no_gravity", "gravity_unknown", "gyroscope_dead", "accelerometer_dead"),
        "axis_dead",
        *("gyroscope_stalls", "readings_frozen", "gyroscope_clipped", "no_gyroscope"),
    }
)
"""What makes an orientation, and with it every angle, wrong."""

CHANGES: Final[frozenset[RemarkKind]] = frozenset(
    {
        *("last_row_cut", "rows_unreadable", "rows_missing", "rows_zero", "rows_impossible"),
        *("rows_repeated", "time_unit", "newest_first", "rows_sorted", "rows_out_of_time"),
        *("clock_forward", "clock_back", "times_shared", "times_jitter", "streams_in_turn"),
        *("streams_joined", "accel_in_g", "accel_in_mg", "accel_in_counts", "gyro_in_degrees"),
        *("gyro_in_millidegrees", "unit_contradicted", "sign_reversed", "gravity_added"),
        *("turned_from_world", "gyro_from_orientation", "nul_bytes", "phone_left_out"),
        *("records_damaged", "time_in_days", "axes_swapped"),
    }
)
"""What is another way in the recording than in its files; the rest is only said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """One thing that was mended or looks wrong.

    Attributes:
        kind: what it is, for programs.
        facts: the figures in its sentence, by name.
    """

    kind: RemarkKind
    facts: Mapping[str, str | float] = field(default_factory=dict)

    def sentence(self, language: Language = ENGLISH) -> str:
        """Return what a person is told, without a full stop."""
        values = dict(self.facts)
        if "by_s" in values:
            values["by"] = span(float(values["by_s"]), language)
        if "sensor" in values:
            values["sensor"] = language.say(f"sensor.{values['sensor']}")
        return language.say(f"remark.{self.kind}", **values)


def span(seconds: float, language: Language) -> str:
    """Return a length of time in the largest unit of which there is at least one."""
    for unit, length_s in (("years", 31_556_952.0), ("days", 86_400.0), ("hours", 3600.0)):
        if seconds >= 0.95 * length_s:
            return language.say(f"span.{unit}", n=round(seconds / length_s, 1))
    return language.say("span.seconds", n=round(seconds, 3))


def rows_of(remarks: Sequence[Remark]) -> list[dict[str, Any]]:
    """Return remarks as the JSON of every command has them: kind, sentence and figures."""
    return [{"kind": one.kind, "sentence": one.sentence(), **one.facts} for one in remarks]
