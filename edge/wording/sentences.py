"""Sentences about repetitions and exercises, made of the kinds and numbers that were found."""

from edge.core.exercises import Exercise, ExerciseWords
from edge.core.findings import CueFacts, Departure, Place, SummaryFacts
from edge.core.messages.exercise import CueKind
from edge.wording.language import Language


def cue_sentence(kind: CueKind, facts: CueFacts, exercise: Exercise, language: Language) -> str:
    """Return the cue that a patient reads or hears.

    Args:
        kind: what it is about.
        facts: what it says beside that.
        exercise: that is done.
        language: of the sentence.
    """
    if facts.worn is not None:
        limb = language.say(f"limb.{exercise.worn}")
        return language.say(f"cue.worn_{facts.worn}", limb=limb)
    if facts.not_compared is not None:
        return language.say(f"cue.{facts.not_compared}")
    words = language.words_of(exercise)
    seen = kind == "leaning" and facts.degrees is not None
    return language.say(
        "cue.leaning_seen" if seen else f"cue.{kind}",
        nearer=words.nearer,
        farther=words.farther,
        lean=words.lean,
        pointer=words.pointer,
        n=facts.hold_s or 0.0,
        held=facts.held_s or 0.0,
        degrees=facts.degrees or 0.0,
        limit=facts.limit_deg or 0.0,
        place="" if facts.place is None else place_words(facts.place, words, language),
        way="" if facts.way is None else language.say(f"way.{facts.way}"),
    )


def departure_sentence(departure: Departure, exercise: Exercise, language: Language) -> str:
    """Return which part departs from the reference, where, and in which direction."""
    words = language.words_of(exercise)
    return language.say(
        f"departure.{departure.kind}",
        part=words.part,
        degrees=departure.degrees,
        place=place_words(departure.place, words, language),
    )


def place_words(place: Place, words: ExerciseWords, language: Language) -> str:
    """Return where in the movement, as in "on the way up, at about the middle"."""
    ways = {"outward": words.way_out, "returning": words.way_back}
    way = ways.get(place.half)
    if way is None:
        return language.say("place.both", outward=words.outward, returning=words.returning)
    return language.say(f"place.{place.part or 'whole'}", way=way)


def summary_sentences(facts: SummaryFacts, language: Language) -> str:
    """Return how much was done, how it compared, and what to attend to next time."""
    if not facts.done:
        return language.say("summary.nothing")
    done = language.say("summary.done", n=facts.prescribed, done=facts.done)
    if not facts.assessed:
        return language.say("summary.not_compared", done=done)
    if facts.good == facts.assessed:
        good = language.say("good.all", n=facts.assessed)
    elif facts.good == 0:
        good = language.say("good.none", n=facts.assessed)
    else:
        good = language.say("good.some", n=facts.good)
    compared = "same" if facts.same_range else "above" if facts.difference_deg > 0 else "below"
    sentences = [
        language.say("summary.compared", done=done, good=good),
        language.say(f"range.{compared}", rom=facts.rom_deg, degrees=abs(facts.difference_deg)),
    ]
    if facts.held is not None:
        sentences.append(language.say("summary.held", held=facts.held, judged=facts.assessed))
    if facts.advice is not None:
        sentences.append(language.say(f"advice.{facts.advice}"))
    return " ".join(sentences)


def assumptions(exercise: Exercise, language: Language) -> str:
    """Return from where the drawn figures are seen and what they take for granted."""
    words = language.words_of(exercise)
    view = words.seen_from[:1].upper() + words.seen_from[1:]
    return language.say("figures.assumed", view=view, assumed=words.assumed)
