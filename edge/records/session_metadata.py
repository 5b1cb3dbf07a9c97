"""What a recording carries besides its messages, so that it can be replayed by itself.

In the file it is a table of strings, in the form that version 0.1 wrote: `plan` in TOML, `anchors`
as a JSON list of texts, `correction` (the watch's calibration), `simulated` ("yes" or "no"),
`watch`; and, later, `networks`, one a line, `session_id`, and `tolerances`, a JSON list of texts,
"" where an exercise has none, so that what is learnt afterwards changes no replay. The writer adds
`began_at` and `began_ns`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from edge.bus.errors import CodecError
from edge.bus.json_values import parse_json
from edge.records.anchor_store import ANCHOR_CODEC
from edge.records.errors import AnchorError, PlanError, RecordsError, ToleranceError
from edge.records.imu_calibration_store import CALIBRATION_CODEC
from edge.records.plan import Plan
from edge.records.session_plan import SessionPlan
from edge.records.tolerance_store import TOLERANCE_CODEC


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionMetadata:
    """Who did what with which watch.

    Attributes:
        session_plan: what the session is judged by; None in a recording that carries none.
        simulated: the watch was not on a person.
        watch: the source as it was named on the command line; "" where that is not known.
        networks: name and SHA-256 of each that was there to compare repetitions; empty where that
            is not known.
        session_id: UUID, given at the session's start; "" in what version 0.1.0 recorded.
        began_at: when the recording began on the wall clock; None where that is not known.
    """

    session_plan: SessionPlan | None
    simulated: bool
    watch: str
    networks: tuple[str, ...] = ()
    session_id: str = ""
    began_at: datetime | None = None

    @classmethod
    def read(cls, strings: Mapping[str, str]) -> Self:
        """Return what the strings in a recording say.

        Raises:
            PlanError: the plan in it is wrong.
            AnchorError: an anchor in it is damaged.
            ImuCalibrationError: the watch's calibration in it is damaged.
            ToleranceError: learnt tolerances in it are damaged.
        """
        return cls(
            session_plan=_session_plan(strings),
            simulated=strings.get("simulated") == "yes",
            watch=strings.get("watch", ""),
            networks=tuple(strings.get("networks", "").splitlines()),
            session_id=strings.get("session_id", ""),
            began_at=_time(strings.get("began_at", "")),
        )

    def strings(self) -> dict[str, str]:
        """Return what a recording carries; `read` gives it back."""
        found = {"simulated": "yes" if self.simulated else "no", "watch": self.watch}
        if self.networks:
            found["networks"] = "\n".join(self.networks)
        if self.session_id:
            found["session_id"] = self.session_id
        if self.session_plan is None:
            return found
        anchors = [ANCHOR_CODEC.text(anchor) for anchor in self.session_plan.anchors]
        found |= {"plan": self.session_plan.plan.to_toml(), "anchors": json.dumps(anchors)}
        learnt = self.session_plan.learnt
        if any(one is not None for one in learnt):
            texts = ["" if one is None else TOLERANCE_CODEC.text(one) for one in learnt]
            found["tolerances"] = json.dumps(texts)
        if self.session_plan.calibration is not None:
            found["correction"] = CALIBRATION_CODEC.text(self.session_plan.calibration)
        return found

    def required_plan(self) -> SessionPlan:
        """Return what the session is judged by.

        Raises:
            PlanError: there is none.
        """
        if self.session_plan is None:
            raise PlanError("there is no plan in it; only recorded sessions carry one")
        return self.session_plan


def _time(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None  # no session stands or falls with its date


def _session_plan(strings: Mapping[str, str]) -> SessionPlan | None:
    if "plan" not in strings or "anchors" not in strings:
        return None
    calibration = strings.get("correction")
    plan = Plan.from_toml(strings["plan"])
    texts = _texts(strings["anchors"], plan, "references", AnchorError)
    learnt: list[str] = []
    if "tolerances" in strings:
        learnt = _texts(strings["tolerances"], plan, "learnt tolerances", ToleranceError)
    return SessionPlan(
        plan=plan,
        anchors=tuple(ANCHOR_CODEC.value(text) for text in texts),
        calibration=None if calibration is None else CALIBRATION_CODEC.value(calibration),
        tolerances=tuple(TOLERANCE_CODEC.value(text) if text else None for text in learnt),
    )


def _texts(text: str, plan: Plan, noun: str, error: type[RecordsError]) -> list[str]:
    """Return the texts of a JSON list of them, one for each exercise of the plan."""
    try:
        texts = parse_json(text)
    except CodecError as fault:
        raise error(f"the {noun} in it are damaged ({fault})") from fault
    if not isinstance(texts, list) or not all(isinstance(one, str) for one in texts):
        raise error(f"the {noun} in it are damaged: they are no list of texts")
    if len(texts) != len(plan.exercises):
        raise error(
            f"it holds {len(texts)} {noun} for {len(plan.exercises)} exercises",
            remedy="it is damaged",
        )
    return texts
