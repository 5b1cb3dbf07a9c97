"""A film of bends as a self-contained page: answers with their reasons, or why there is none."""

from collections.abc import Sequence
from datetime import date
from html import escape
from pathlib import Path
from typing import Final

from edge.core.palette import css_themes
from edge.posture.body_track import BodyTrack
from edge.report.angle_course import angle_course
from edge.report.back_picture import heat_picture, joints_picture
from edge.report.page_frame import framed
from edge.report.screening_tables import compared_table, rules_table
from edge.screening.low_back.answer import Moment, NetworkAnswer, Question
from edge.screening.low_back.certainty import interval
from edge.screening.low_back.screening import Screening
from edge.wording.language import Language
from edge.wording.screening import (
    directions_word,
    figure_word,
    group_word,
    part_word,
    refusals,
)
from models.inference.card import Card

CONTENT: Final = Path(__file__).with_name("low_back.html")
_THIRDS: Final = ("upper", "middle", "lower")
_MOST_MOVED: Final = 3


def screening_html(
    screening: Screening, cards: Sequence[Card], *, code: str, made_on: date, language: Language
) -> str:
    """Return the page; it needs nothing from the outside.

    Args:
        screening: of a film.
        cards: of the networks that were asked.
        code: of the person, empty where none was given.
        made_on: when the film was looked at.
        language: of the page.
    """
    say = language.say
    title = say("screening.title", code=code) if code else say("screening.nameless")
    facts = say(
        "screening.facts",
        date=made_on.isoformat(),
        seconds=screening.length_s,
        pictures=screening.quality.pictures,
    )
    sections = [
        *(_question(screening, question, language) for question in screening.questions),
        _course(screening, language),
        *(compared_table(question, language) for question in screening.questions),
        rules_table(screening, language),
        _networks(cards, language),
    ]
    return framed(
        CONTENT,
        language=language.code,
        colours=css_themes(),
        title=title,
        facts=escape(facts),
        not_diagnosis=escape(" ".join(notes(screening, language))),
        no_plan=escape(say("screening.no_plan")),
        privacy=escape(say("screening.privacy")),
        sections="\n".join(sections),
    )


def notes(screening: Screening, language: Language) -> list[str]:
    """Return what must stand with every answer."""
    said = [language.say("screening.not_diagnosis")]
    return [*said, language.say("screening.simulated_person")] if screening.simulated else said


def question_word(question: Question, language: Language) -> str:
    """Return what is asked."""
    negative, positive = (group_word(group, language) for group in question.groups)
    return language.say(
        "screening.question",
        negative=negative,
        positive=positive,
        directions=directions_word(question.directions, language),
    )


def answer_sentences(question: Question, language: Language) -> list[str]:
    """Return the answer to a question and how far to trust it; empty where there is none."""
    if not question.answers:
        return []
    answer, *others = question.answers
    said = [
        language.say(
            "screening.answer",
            network=answer.network,
            group=group_word(answer.group, language),
            probability=answer.probability,
        ),
        _reliability(answer, language),
    ]
    if answer.accuracy is not None:
        said.append(language.say("screening.accuracy", accuracy=answer.accuracy))
    agreement = question.agreement
    if agreement is not None:
        kind = "agree" if agreement.share == 1.0 else "disagree"
        count = len(question.answers)
        said.append(language.say(f"screening.{kind}", n=count, share=agreement.share))
    said += [
        language.say(
            "screening.also",
            network=other.network,
            group=group_word(other.group, language),
            probability=other.probability,
        )
        for other in others
    ]
    return said


def _reliability(answer: NetworkAnswer, language: Language) -> str:
    own = answer.reliability
    if own is None:
        return language.say("screening.reliability_unknown")
    least, most = interval(own.right, own.people)
    return language.say(
        "screening.reliability",
        low=own.low,
        high=own.high,
        right=own.right,
        people=own.people,
        share=own.right / own.people,
        least=least,
        most=most,
    )


def _question(screening: Screening, question: Question, language: Language) -> str:
    parts = [f"<section><h2>{escape(question_word(question, language))}</h2>"]
    first, *more = answer_sentences(question, language) or [language.say("screening.no_answer")]
    parts.append(f'<p class="{"answer" if question.answers else "none"}">{escape(first)}</p>')
    parts += [f"<p>{escape(sentence)}</p>" for sentence in more]
    if question.answers:
        parts += _reasons(screening, question.answers[0], language)
    else:
        reasons = refusals(screening, question, language)
        listed = "".join(f"<li>{escape(reason)}</li>" for reason in reasons)
        parts.append(f"<p>{escape(language.say('screening.no_answer_help'))}</p><ul>{listed}</ul>")
    return "".join([*parts, "</section>"])


def _reasons(screening: Screening, answer: NetworkAnswer, language: Language) -> list[str]:
    say = language.say
    moments = [moment for moment in answer.moments if moment.score > 0.0]
    explained = say("screening.no_heat")
    if moments:
        size = len(moments[0].back.square)
        explained = say(
            "screening.moments_help", masks=answer.masks, cell=answer.cell_px, size=size
        )
    shown = [_moment(screening, n, one, language) for n, one in enumerate(moments, start=1)]
    parts = [
        f"<h3>{escape(say('screening.moments'))}</h3>",
        f'<p class="help">{escape(explained)}</p>',
        f'<div class="moments">{"".join(shown)}</div>',
    ]
    if len(answer.counted) > 1:
        counted = ", ".join(
            say("screening.counted_part", part=part_word(part, language), share=share)
            for part, share in answer.counted.items()
        )
        parts.append(f"<p>{escape(say('screening.counted', parts=counted))}</p>")
    strongest = sorted(answer.figures.items(), key=lambda row: -abs(row[1]))[:_MOST_MOVED]
    if strongest:
        moved = "; ".join(
            say("screening.moved_part", figure=figure_word(name, language), value=value)
            for name, value in strongest
        )
        parts.append(f"<p>{escape(say('screening.moved', figures=moved))}</p>")
    return parts


def _moment(screening: Screening, place: int, moment: Moment, language: Language) -> str:
    back, clip = moment.back, screening.clip
    row = int(moment.heat.max(axis=1).argmax())
    part = _THIRDS[min(3 * row // len(moment.heat), 2)]
    text = language.say(
        "screening.moment_text", degrees=back.theta_deg, part=language.say(f"part.{part}")
    )
    caption, joints = "", ""
    if clip is not None:
        caption = language.say(
            "screening.moment",
            place=place,
            degrees=back.theta_deg,
            direction=language.say(f"direction.{moment.direction}"),
            seconds=float(clip.t_s[back.frame]),
        )
        body = clip.body(back.frame)
        if body is not None:
            track = BodyTrack.of_one(body.px, body.visibility, body.world_m)
            text_of_joints = language.say("screening.joints_text")
            joints = joints_picture(track, clip.view.side, text_of_joints)
    picture = heat_picture(back.square, moment.heat, text)
    return (
        f"<figure><div>{picture}{joints}</div><figcaption>{escape(caption)}</figcaption></figure>"
    )


def _course(screening: Screening, language: Language) -> str:
    clip = screening.clip
    if clip is None:
        return ""
    marks = [
        (float(clip.t_s[one.back.frame]), one.back.theta_deg, str(place))
        for question in screening.questions
        for answer in question.answers[:1]
        for place, one in enumerate(answer.moments, start=1)
    ]
    text = language.say("screening.course_text")
    plot = angle_course(clip.t_s, clip.spine_angle_deg, marks, text)
    heading = escape(language.say("screening.course"))
    below = f'<p class="help">{escape(text)}</p>'
    return (
        f'<section><h2>{heading}</h2><div class="wide" tabindex="0">{plot}</div>{below}</section>'
    )


def _networks(cards: Sequence[Card], language: Language) -> str:
    """Return what the cards say, which are in English."""
    parts = [f"<section><h2>{escape(language.say('screening.networks'))}</h2>"]
    for card in cards:
        limits = "".join(f"<li>{escape(limit)}</li>" for limit in (*card.limits, *card.not_for))
        parts.append(
            f'<h3>{escape(card.name)}</h3><div lang="en"><p>{escape(card.summary)}</p>'
            f"<ul>{limits}</ul></div>"
        )
    return "".join([*parts, "</section>"])
