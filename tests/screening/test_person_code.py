import pytest

from edge.screening.errors import ScreeningError
from edge.screening.person_code import checked_code


def test_a_code_has_a_digit_and_is_no_name() -> None:
    assert checked_code("P-017") == "P-017"
    for name in ("Anna", "Anna Muster 1", "a1" * 9, "p_1", ""):
        with pytest.raises(ScreeningError, match="no code"):
            checked_code(name)
