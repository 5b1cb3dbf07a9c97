from collections import Counter
from string import Formatter

import pytest

from edge.core.exercises import EXERCISES
from edge.wording.language import Language, Plural
from edge.wording.languages import LANGUAGES, language_named

ENGLISH = LANGUAGES["en"]
OTHERS = [language for code, language in LANGUAGES.items() if code != "en"]


def forms(sentence: str | Plural) -> tuple[str, ...]:
    return (sentence,) if isinstance(sentence, str) else (sentence.one, sentence.other)


def placeholders(sentence: str) -> Counter[tuple[str, str | None]]:
    return Counter((name, spec) for _, name, spec, _ in Formatter().parse(sentence) if name)


def test_there_is_more_than_one_language() -> None:
    assert len(LANGUAGES) > 1
    assert all(len(language.sentences) > 200 for language in LANGUAGES.values())


@pytest.mark.parametrize("other", OTHERS, ids=lambda language: language.code)
def test_every_language_says_all_that_the_others_say(other: Language) -> None:
    assert set(other.sentences) == set(ENGLISH.sentences)


@pytest.mark.parametrize("other", OTHERS, ids=lambda language: language.code)
def test_every_language_says_it_with_the_same_values_and_forms(other: Language) -> None:
    for key, sentence in ENGLISH.sentences.items():
        said = other.sentences[key]
        assert isinstance(said, Plural) == isinstance(sentence, Plural), key
        for own, theirs in zip(forms(sentence), forms(said), strict=True):
            assert placeholders(own) == placeholders(theirs), key


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=lambda language: language.code)
def test_every_exercise_has_words_in_every_language(language: Language) -> None:
    for exercise in EXERCISES.values():
        words = language.words_of(exercise)
        assert all((words.title, words.part, words.farther, words.nearer, words.assumed))
        assert bool(words.lean) != exercise.trunk_may_move


def test_numbers_are_written_as_the_language_writes_them() -> None:
    german = language_named("de")
    assert ENGLISH.say("value.hertz", value=25.64) == "25.6 Hz"
    assert german.say("value.hertz", value=25.64) == "25,6 Hz"
    assert ENGLISH.say("value.percent", value=0.934) == "93%"
    assert german.say("value.percent", value=0.934) == "93\N{NO-BREAK SPACE}%"
    assert ENGLISH.say("value.degrees", value=24.4) == german.say("value.degrees", value=24.4)


@pytest.mark.parametrize(
    ("code", "one", "several"),
    [
        ("en", "You did 1 of 1 repetition", "You did 1 of 2 repetitions"),
        (
            "de",
            "Sie haben 1 von 1 Wiederholung gemacht",
            "Sie haben 1 von 2 Wiederholungen gemacht",
        ),
    ],
)
def test_a_count_decides_the_form(code: str, one: str, several: str) -> None:
    language = next(language for language in LANGUAGES.values() if language.code == code)
    assert language.say("summary.done", n=1, done=1) == one
    assert language.say("summary.done", n=2, done=1) == several


def test_a_value_that_is_text_is_left_as_it_is() -> None:
    assert language_named("de").say("value.simulated", name="v1.2") == "v1.2 (simuliert)"
