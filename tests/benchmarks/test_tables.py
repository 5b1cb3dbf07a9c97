from dataclasses import dataclass

from benchmarks.tables import shown, table_of


@dataclass(frozen=True, kw_only=True)
class Inner:
    p50: float
    p95: float | None


@dataclass(frozen=True, kw_only=True)
class Outer:
    n: int
    error_ms: Inner | None


def test_nested_figures_are_columns_and_what_is_missing_is_a_dash() -> None:
    rows = {"one": Outer(n=3, error_ms=Inner(p50=1.23456, p95=None)), "two": {"n": 4}}
    table = table_of(rows, name="who")
    assert [column.header for column in table.columns] == [
        "who",
        "n",
        "error ms p50",
        "error ms p95",
    ]
    cells = [list(column.cells) for column in table.columns]
    assert cells == [["one", "two"], ["3", "4"], ["1.235", "–"], ["–", "–"]]


def test_figures_are_shown_in_words() -> None:
    assert [shown(x) for x in (True, 2, 0.123456, None, (), (1.5, 2))] == [
        *("yes", "2", "0.1235", "–", "none", "1.5 / 2"),
    ]
