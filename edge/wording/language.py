"""A language: its sentences, and how it writes numbers, units and plurals."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from string import Formatter
from typing import Any, Final

from edge.core.exercises import Exercise, ExerciseWords, LanguageCode


@dataclass(frozen=True, slots=True, kw_only=True)
class Plural:
    """A sentence with two forms; the value `n` decides between them.

    Attributes:
        one: for exactly one.
        other: for none and for several.
    """

    one: str
    other: str

    def form(self, n: float) -> str:
        """Return the form for a count."""
        return self.one if n == 1 else self.other


Sentences = Mapping[str, str | Plural]
"""Templates in the notation of `str.format`, by key; a key begins with the group it belongs to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """A language in which a person can be spoken to.

    Attributes:
        code: of ISO 639-1; also the `lang` of a page and the beginning of a voice's.
        name: what its speakers call it.
        decimal_mark: between a number's whole and its fraction.
        percent: what follows a number in per cent.
        sentences: all templates.
        exercises: words of exercises, by the exercise's name, where the exercise's own file has
            none in this language.
    """

    code: LanguageCode
    name: str
    decimal_mark: str
    percent: str
    sentences: Sentences
    exercises: Mapping[str, ExerciseWords] = field(default_factory=dict)

    def say(self, key: str, /, **values: str | float) -> str:
        """Return a sentence with these values in it.

        Args:
            key: of the sentence.
            values: what its placeholders stand for; `n` decides between the forms of a plural.
        """
        sentence = self.sentences[key]
        form = sentence.form(float(values["n"])) if isinstance(sentence, Plural) else sentence
        return _Template(self).vformat(form, (), values)

    def number(self, value: float, form: str) -> str:
        """Return a number by a format specification, with this language's marks."""
        text = format(value, form).replace(".", self.decimal_mark)
        return text.replace("%", self.percent)

    def words_of(self, exercise: Exercise) -> ExerciseWords:
        """Return what an exercise and its parts are called."""
        own = exercise.words.get(self.code)
        return self.exercises[exercise.name] if own is None else own


class _Template(Formatter):
    """Fills a template in, numbers as the language writes them."""

    def __init__(self, language: Language) -> None:
        self._language: Final = language

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, str):
            return value
        return self._language.number(value, format_spec)
