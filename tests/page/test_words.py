"""What the page says of the connection, in every language."""

from dataclasses import replace

import pytest

from edge.page.words import link_help, link_words
from edge.sources.wifi.intake import SILENT
from edge.wording.language import Language
from edge.wording.languages import LANGUAGES
from firmware_bridge.errors import FATAL_CAUSES
from tests.bus.examples import link as link_status


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=lambda language: language.code)
def test_every_trouble_is_said_with_what_to_do(language: Language) -> None:
    link = replace(link_status(1), state="lost")
    said = {link_words(link, language)}
    for cause in (*FATAL_CAUSES, SILENT):
        troubled = replace(link, trouble=cause)
        said.add(link_words(troubled, language))
        assert link_help(troubled, language) != link_help(link, language)
    assert len(said) == len(FATAL_CAUSES) + 2


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=lambda language: language.code)
def test_a_device_that_gathers_its_samples_is_said_to_be_late(language: Language) -> None:
    link = replace(link_status(1), state="streaming")
    late = link_words(replace(link, gathers_ms=1884.6), language)
    assert late != link_words(link, language)
    assert language.say("link.late", seconds=1.8846) == late
