"""The page about an infant's movement for a clinician: film first, then the answer, or why none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Final

import numpy as np

from edge.core.infant import JOINTS
from edge.core.palette import JOINT_GROUPS, css_variables
from edge.explain.infant.joint_maps import RiskGroup
from edge.posture.infant.preparation import PREPARATION, PreparationSettings
from edge.report.infant_drawings import body_map, joint_names, legend, time_line
from edge.report.infant_movement import movement
from edge.report.infant_parts import paragraph, section, table
from edge.report.infant_plots import perturbation_plot
from edge.report.page_frame import framed
from edge.screening.infant.analyses import KINDS, Analysis
from edge.screening.infant.judgement import Explained, InfantJudgement
from edge.screening.infant.risk import told_group
from edge.wording.language import Language
from models.inference.infant_facts import InfantFacts

CONTENT: Final = Path(__file__).with_name("infant.html")
AGES_WEEKS: Final = (9.0, 18.0)
LONG_ENOUGH_S: Final = 180.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class InfantPage:
    """What the page is about.

    Attributes:
        code: of the infant; never a name.
        age_weeks: corrected; None where it was not given.
        rate_hz: of the film.
        rate_source: `rate_given` or `rate_file`.
        layout: title of the tracker's layout.
        judgement: what was found.
        facts: of the ensemble.
        networks: how many.
        names: of their files, with the first letters of their hashes.
        sources: what they were trained on.
        date: of the page.
        prevalence: of the abnormal group, for the corrected figure; None leaves it out.
        preparation: how keypoints were prepared.
        colours: of the joint groups.
        analyses: what changing the joints that matter does; empty leaves that out.
    """

    code: str
    age_weeks: float | None
    rate_hz: float
    rate_source: str
    layout: str
    judgement: InfantJudgement
    facts: InfantFacts
    networks: int
    names: Sequence[str]
    sources: Sequence[str]
    date: str
    prevalence: float | None = None
    preparation: PreparationSettings = PREPARATION
    colours: Mapping[str, str] = field(default_factory=lambda: JOINT_GROUPS)
    analyses: Sequence[Analysis] = ()


def infant_html(page: InfantPage, language: Language) -> str:
    """Return the page, which needs nothing from the outside."""
    say = language.say
    notes = [say("infant.simulated")] * page.facts.simulated
    if page.age_weeks is not None and not AGES_WEEKS[0] <= page.age_weeks <= AGES_WEEKS[1]:
        notes.append(say("infant.age_outside"))
    if not page.preparation.usual:
        notes.append(say("infant.prepared_otherwise"))
    sections = [
        section(say("infant.recording"), _recording(page, language)),
        section(say("infant.answer"), _answer(page, language)),
        section(say("infant.meaning"), paragraph(say("infant.meaning_text"))),
        section(
            say("infant.timeline"),
            time_line(page.judgement, page.facts.threshold)
            + paragraph(say("infant.timeline_note"), "quiet"),
        ),
        *_body(page, language),
        section(say("infant.movement"), movement(page.judgement, page.facts, language)),
        *_what_if(page, language),
        *_perturbed(page, language),
        section(say("infant.hand"), paragraph(say("infant.hand_text"))),
    ]
    weights = say(
        "infant.weights",
        names=", ".join(page.names),
        n=page.networks,
        sources="; ".join(page.sources),
        date=page.date,
    )
    return framed(
        CONTENT,
        language=language.code,
        title=say("infant.title", code=page.code),
        colours=css_variables(),
        notes="\n".join(paragraph(note, "note") for note in notes),
        sections="\n".join(sections),
        footer=paragraph(say("infant.foot")) + paragraph(weights),
    )


def silence_sentences(judgement: InfantJudgement, language: Language) -> list[str]:
    """Return why no answer is given, one sentence for each reason; none where one is given."""
    return [language.say(f"infant.why.{one.kind}", **one.facts) for one in judgement.silence]


def group_words(group: RiskGroup, language: Language) -> str:
    """Return the name of a risk group."""
    return language.say(f"infant.group.{group}")


def _recording(page: InfantPage, language: Language) -> str:
    say, quality = language.say, page.judgement.quality
    lines = [
        say(
            "infant.length",
            seconds=quality.seconds,
            rate=page.rate_hz,
            source=say(f"infant.{page.rate_source}"),
        ),
        say(
            "infant.tracked",
            layout=page.layout,
            gaps=quality.gaps,
            swaps=quality.swaps,
            facing=quality.facing,
        ),
        say("infant.age_unknown")
        if page.age_weeks is None
        else say("infant.age", weeks=page.age_weeks),
    ]
    if quality.seconds < LONG_ENOUGH_S:
        lines.append(say("infant.short"))
    lines.append(say("infant.by_hand_state"))
    return "".join(map(paragraph, lines))


def _answer(page: InfantPage, language: Language) -> str:
    say, risk = language.say, page.judgement.risk
    reasons = silence_sentences(page.judgement, language)
    parts = []
    if reasons or risk is None:
        parts.append(paragraph(say("infant.none"), "answer"))
        items = "".join(f"<li>{escape(reason)}</li>" for reason in reasons)
        parts.append(f"<ul>{items}</ul>")
    else:
        parts.append(
            paragraph(group_words(told_group(risk.whole.group, page.networks), language), "answer")
        )
        parts.append(paragraph(_score(page, language)))
        parts.append(
            paragraph(
                say(
                    "infant.threshold",
                    threshold=page.facts.threshold,
                    source=page.facts.threshold_source,
                )
            )
        )
        share = risk.at_prevalence(page.facts.trained_share, page.prevalence)
        if page.prevalence is not None and share is not None:
            parts.append(
                paragraph(say("infant.corrected", one_in=1.0 / page.prevalence, share=share))
            )
    usable = page.judgement.usable
    parts.append(paragraph(say("infant.usable", usable=sum(usable), n=len(usable))))
    return "".join(parts)


def _score(page: InfantPage, language: Language) -> str:
    risk = page.judgement.risk
    assert risk is not None
    return language.say(
        "infant.score",
        median=risk.whole.median,
        n=page.networks,
        low=risk.whole.low,
        high=risk.whole.high,
        first=risk.spread[0],
        last=risk.spread[1],
    )


def _body(page: InfantPage, language: Language) -> list[str]:
    judgement = page.judgement
    if judgement.cam is None or judgement.gradcam is None or judgement.silence:
        return []
    say = language.say
    both = {"cam": judgement.cam, "gradcam": judgement.gradcam}
    maps = "".join(
        body_map(page.judgement.pose, own.evidence.groups, say(f"infant.map.{key}"), page.colours)
        for key, own in both.items()
    )
    r = judgement.agreement
    agreed = say("infant.agreement", r=r) if np.isfinite(r) else say("infant.agreement_none")
    assert judgement.risk is not None
    side = "high" if judgement.risk.whole.median >= page.facts.threshold else "low"
    tops = [_top(own, say(f"infant.map.{key}"), side, language) for key, own in both.items()]
    body = f'<div class="maps">{maps}</div>{legend(language, page.colours)}'
    lines = "".join(map(paragraph, [*tops, agreed]))
    return [section(say("infant.body"), body + lines + _joint_table(both, language))]


def _top(own: Explained, name: str, side: str, language: Language) -> str:
    top = own.top
    if not top.joints:
        return language.say("infant.top_none", name=name)
    said = language.say(f"infant.top.{side}", name=name, joints=joint_names(top.joints, language))
    return f"{said} {language.say('infant.top_doubtful')}" if top.fallback else said


def _joint_table(both: Mapping[str, Explained], language: Language) -> str:
    say = language.say
    heads = [say("infant.table.joint")]
    for key in both:
        name = say(f"infant.map.{key}")
        heads += [say("infant.table.signed", name=name), say("infant.table.value", name=name)]
    rows = []
    for joint in range(len(JOINTS)):
        cells = [joint_names((joint,), language)]
        for own in both.values():
            seen = own.evidence.groups[joint] != "unseen"
            values = (own.evidence.signed[joint], own.evidence.value[joint])
            cells += [language.number(float(v), "+.3f") if seen else "×" for v in values]
        rows.append(cells)
    return table(heads, rows)


def _what_if(page: InfantPage, language: Language) -> list[str]:
    if not page.judgement.what_if or page.judgement.silence:
        return []
    say = language.say
    heads = [say(f"infant.whatif.{k}") for k in ("limbs", "before", "slower", "faster", "learned")]
    rows = [
        [
            say(f"infant.whatif.{one.limbs}"),
            *(language.number(v, ".2f") for v in (one.before, one.slower, one.faster)),
            say(f"infant.whatif.{one.direction}"),
        ]
        for one in page.judgement.what_if
    ]
    note = paragraph(say("infant.whatif_note"), "quiet")
    return [section(say("infant.whatif"), table(heads, rows) + note)]


def _perturbed(page: InfantPage, language: Language) -> list[str]:
    """Return plots of every kind of change; none where nothing was changed or may be said."""
    if not page.analyses or page.judgement.silence:
        return []
    say, parts = language.say, []
    for kind in KINDS:
        own = [one for one in page.analyses if one.kind == kind]
        plots = "".join(perturbation_plot(one, language, page.colours) for one in own)
        bones = max((one.bone_change for one in own), default=0.0)
        parts.append(
            f"<h3>{escape(say(f'infant.perturb.{kind}'))}</h3>"
            + f'<div class="maps">{plots}</div>'
            + paragraph(say("infant.perturb.bones", share=bones))
        )
    note = paragraph(say("infant.perturb.note"), "quiet")
    return [section(say("infant.perturb"), "".join(parts) + note)]
