"""Scores of questionnaires and the code of a person, as somebody may give them."""

import pytest

from edge.screening.errors import ScreeningError
from edge.screening.low_back.questionnaires import BOUNDS, read_scores
from edge.simulation.low_back.proms import QUESTIONNAIRES


def test_scores_are_read_by_their_figures_names() -> None:
    assert read_scores('{"TSK": 37, "PASS-20": 0}') == {"proms.TSK": 37.0, "proms.PASS-20": 0.0}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("TSK: 37", "not in JSON"),
        ("[37]", "no JSON object"),
        ('{"TSC": 37}', "no questionnaire 'TSC'"),
        ('{"TSK": 16}', "from 17 to 68"),
        ('{"TSK": NaN}', "from 17 to 68"),
        ('{"TSK": "37"}', "from 17 to 68"),
        ('{"TSK": true}', "from 17 to 68"),
        ('{"VAS": null}', "from 0 to 10"),
        ("[" * 100_000, "not in JSON"),
    ],
)
def test_what_is_no_score_is_refused_in_one_sentence(text: str, said: str) -> None:
    with pytest.raises(ScreeningError, match=said):
        read_scores(text)


def test_the_simulated_people_fill_in_the_same_questionnaires() -> None:
    assert {one.name: (one.low, one.high) for one in QUESTIONNAIRES} == BOUNDS
