"""What `physio infant` writes for programs: all that the page says, in figures."""

from collections.abc import Sequence
from typing import Any

from edge.core.infant import JOINTS
from edge.report.infant import InfantPage, silence_sentences
from edge.report.infant_movement import outside
from edge.screening.infant.judgement import Explained, InfantJudgement
from edge.screening.infant.risk import told_group
from edge.wording.languages import ENGLISH


def infant_result(page: InfantPage, layout: str, observed: Sequence[bool]) -> dict[str, Any]:
    """Return what the JSON holds; scores are there even where no answer is given, marked so.

    Args:
        page: what the page is about.
        layout: name of the tracker's, in `LAYOUTS`.
        observed: (19,) whether the tracker knows each joint.
    """
    own: InfantJudgement = page.judgement
    windows = iter(own.risk.windows if own.risk else ())
    return {
        "answered": not own.silence,
        "no_answer": silence_sentences(own, ENGLISH),
        "code": page.code,
        "age_weeks": page.age_weeks,
        "preparation": {
            "center": page.preparation.center,
            "align_trunk": page.preparation.align_trunk,
            "scale": page.preparation.scale,
        },
        "group": told_group(own.risk.whole.group, page.networks)
        if own.risk and not own.silence
        else None,
        "risk": own.risk.whole if own.risk else None,
        "prevalence": page.prevalence,
        "corrected": own.risk.at_prevalence(page.facts.trained_share, page.prevalence)
        if own.risk
        else None,
        "spread": own.risk.spread if own.risk else None,
        "threshold": page.facts.threshold,
        "threshold_source": page.facts.threshold_source,
        "windows": [
            {"start_s": start_s, "usable": usable, "risk": next(windows) if usable else None}
            for start_s, usable in zip(own.starts_s, own.usable, strict=True)
        ],
        "joints": [
            {
                "name": name,
                "observed": observed[joint],
                "cam": _joint(own.cam, joint),
                "gradcam": _joint(own.gradcam, joint),
            }
            for joint, name in enumerate(JOINTS)
        ],
        "scaling": ENGLISH.say("infant.scaling"),
        "top_joints": {
            name: explained.top if explained else None
            for name, explained in (("cam", own.cam), ("gradcam", own.gradcam))
        },
        "maps_agree": own.agreement,
        "what_if": [
            {
                "limbs": one.limbs,
                "before": one.before,
                "slower": one.slower,
                "faster": one.faster,
                "direction": one.direction,
            }
            for one in own.what_if
        ],
        "quality": {
            "seconds": own.quality.seconds,
            "rate_hz": page.rate_hz,
            "layout": layout,
            "gaps": own.quality.gaps,
            "swapped": own.quality.swaps,
            "seen_from_above": own.quality.facing,
            "hand_speed": own.hand_speed,
        },
        "movement": [
            {
                "limb": one.limb,
                "figure": one.figure,
                "value": one.value,
                "outside_usual": outside(one, page.facts),
            }
            for one in own.limbs
        ],
        "usual_movement": page.facts.usual,
        "networks": page.networks,
        "demonstration": page.facts.simulated,
    }


def _joint(explained: Explained | None, joint: int) -> dict[str, Any] | None:
    """Return what an explanation says of a joint, None where the tracker does not know it."""
    if explained is None or explained.evidence.groups[joint] == "unseen":
        return None
    return {
        "signed": explained.evidence.signed[joint],
        "value": explained.evidence.value[joint],
        "group": explained.evidence.groups[joint],
        "importance": explained.importance[joint],
    }
