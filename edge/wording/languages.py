"""The languages the project speaks, by their codes: one file of this folder for each."""

from importlib import import_module
from typing import Final, get_args

from edge.core.exercises import LanguageCode
from edge.wording.language import Language


def defined_in(code: LanguageCode) -> Language:
    """Return the language that the file of this folder named after it holds as `LANGUAGE`."""
    language = import_module(f"edge.wording.{code}").LANGUAGE
    assert isinstance(language, Language)
    return language


LANGUAGES: Final[dict[LanguageCode, Language]] = {
    code: defined_in(code) for code in get_args(LanguageCode)
}
ENGLISH: Final = LANGUAGES["en"]
"""Spoken where nothing else is asked for."""


def language_named(code: LanguageCode) -> Language:
    """Return the language with that code."""
    return LANGUAGES[code]
