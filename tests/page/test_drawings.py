"""Gauge, marks and charts: what they say, and where they put it."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.core.arrays import AXES
from edge.page.exercise import charts
from edge.page.exercise.counter import columns_of, marks_html
from edge.page.exercise.describe import review, task
from edge.page.exercise.explanation_panel import segment_words
from edge.page.exercise.gauge import dial_svg, needle_deg
from edge.page.exercise.session import demonstrated
from edge.wording.languages import ENGLISH
from tests.judgements import judgement_of
from tests.page.scenes import (
    feedback,
    history,
    make_anchor,
    make_plan,
    make_segments,
    praise,
    summary,
)


@given(st.floats(-1e3, 1e3), st.floats(30, 210))
def test_the_needle_stays_on_the_dial(angle_deg: float, scale_deg: float) -> None:
    assert 0.0 <= needle_deg(angle_deg, scale_deg) <= 180.0
    if 0.0 <= angle_deg <= scale_deg:
        assert needle_deg(angle_deg, scale_deg) == pytest.approx(180.0 * angle_deg / scale_deg)


def test_the_dial_shows_target_and_limit_and_leaves_room_beyond() -> None:
    about = task(make_plan(), 0, make_anchor("shoulder_abduction", "right"), ENGLISH)
    assert about.scale_deg == 120.0
    dial = dial_svg(about, ENGLISH)
    assert "target 90°" in dial
    assert "limit 110°" in dial
    assert ">90<" not in dial
    assert ">60<" in dial


def test_no_limit_is_drawn_where_it_is_off_the_scale() -> None:
    about = task(make_plan(), 1, make_anchor("elbow_flexion", "left", rom_deg=120.0), ENGLISH)
    assert about.scale_deg == 150.0
    assert "limit" not in dial_svg(about, ENGLISH)


def test_a_wider_reference_than_the_target_widens_the_scale() -> None:
    about = task(make_plan(), 0, make_anchor("shoulder_abduction", "right", rom_deg=150.0), ENGLISH)
    assert about.scale_deg == 180.0


def test_each_mark_has_its_meaning_in_words() -> None:
    drawn = marks_html(("good", "cue", "unjudged", "open"), ENGLISH)
    for words in ("1: as in your reference", "2: with a cue", "3: counted", "4: to do"):
        assert words in drawn


def test_marks_stand_in_even_rows() -> None:
    columns = [columns_of(marks) for marks in (0, 1, 6, 7, 10, 12, 15, 24, 100)]
    assert columns == [0, 1, 6, 4, 5, 6, 5, 6, 25]


def test_signals_are_drawn_over_each_other_in_the_units_people_read() -> None:
    told = judgement_of(feedback())
    signal = make_anchor("shoulder_abduction", "right").signal
    for axis, name in enumerate(AXES):
        factor = 1.0 if name.startswith("a") else 57.29577951308232
        reference, own = charts.signal_options(told, told.views[0], signal, axis, ENGLISH)["series"]
        np.testing.assert_allclose(
            np.array(reference["data"])[:, 1], factor * signal[:, axis], atol=1e-3
        )
        np.testing.assert_allclose(
            np.array(own["data"])[:, 1], factor * told.aligned[:, axis], atol=1e-3
        )
        assert reference["data"][0][0] == 0.0
        assert reference["data"][-1][0] == 100.0


def test_critical_segments_are_shaded_by_what_falls_into_the_axis() -> None:
    told = judgement_of(feedback())
    view = told.views[0]
    assert view.critical == (2, 1)
    shades = {
        (index, axis): charts.shade(view, index, axis) for index in (1, 2) for axis in range(6)
    }
    # Segment 1 weighs 0.4 and gy has 0.6 of it: the largest share, so the darkest.
    assert max(shades, key=lambda key: shades[key]) == (1, 4)
    assert shades[1, 4] == pytest.approx(0.5)
    assert shades[2, 0] == pytest.approx(0.5 * (0.35 * 0.5) / (0.4 * 0.6))
    areas = charts.signal_options(told, view, told.aligned, 4, ENGLISH)["series"][0]["markArea"][
        "data"
    ]
    assert [(start["xAxis"], end["xAxis"]) for start, end in areas] == [(40.0, 60.0), (20.0, 40.0)]


def test_nothing_is_shaded_when_nothing_is_critical() -> None:
    told = judgement_of(praise(2))
    series = charts.signal_options(told, told.views[0], told.aligned, 0, ENGLISH)["series"]
    assert series[0]["markArea"]["data"] == []


def test_segments_are_put_into_words() -> None:
    _, second, third, fourth, _ = make_segments()
    assert segment_words(second, second.weight * second.axis_weights, ENGLISH) == (
        "20% to 40% of the movement: 18° below; 40% of the whole difference, "
        "most of it in turning y (60%) and acceleration z (10%)"
    )
    assert "24° below, 1.7 times as fast" in segment_words(third, third.axis_weights, ENGLISH)
    assert "6° below, 1.4 times as slow" in segment_words(fourth, fourth.axis_weights, ENGLISH)
    straight = replace(second, angle_difference_deg=2.0)
    assert "a different course" in segment_words(straight, straight.axis_weights, ENGLISH)
    assert "9° above" in segment_words(
        replace(second, angle_difference_deg=9.0), second.axis_weights, ENGLISH
    )


def test_bars_of_the_summary_tell_good_from_corrected_by_fill() -> None:
    about = task(make_plan(), 0, make_anchor("shoulder_abduction", "right"), ENGLISH)
    shown = review(summary(0), [feedback(1), praise(2), praise(3)], about, ENGLISH)
    series = charts.review_options(shown, ENGLISH)["series"][0]
    assert series["label"]["position"] == "insideBottom", "no line strikes a figure through"
    bars = series["data"]
    assert [bar["value"] for bar in bars] == [66, 91, 91]
    assert ["borderColor" in bar["itemStyle"] for bar in bars] == [True, False, False]


def test_a_repetition_that_was_not_judged_has_no_bar() -> None:
    about = task(make_plan(), 0, make_anchor("shoulder_abduction", "right"), ENGLISH)
    ended = replace(summary(0), rom_deg=np.array([np.nan, 90.0, 91.0]))
    bars = charts.review_options(review(ended, [], about, ENGLISH), ENGLISH)["series"][0]["data"]
    assert [bar["value"] for bar in bars] == [None, 90, 91]


def test_the_target_is_named_beside_a_reference_that_differs() -> None:
    about = task(make_plan(), 0, make_anchor("shoulder_abduction", "right", rom_deg=70.0), ENGLISH)
    lines = charts.review_options(review(summary(0), [], about, ENGLISH), ENGLISH)["series"][0][
        "markLine"
    ]["data"]
    assert [(line["name"], line["yAxis"]) for line in lines] == [
        ("target", 90.0),
        ("reference", 70.0),
    ]


def test_earlier_sessions_are_points_with_gaps_where_nothing_was_judged() -> None:
    entries = [*history(), replace(history()[0], rom_deg=None, similarity=None)]
    rom, similarity = charts.history_options(entries, ENGLISH)["series"]
    assert rom["data"][0] == 64.0
    assert similarity["data"][0] == 59.0
    assert rom["data"][-1] is None
    assert similarity["data"][-1] is None


def test_the_reference_is_demonstrated_over_and_over() -> None:
    phases = [demonstrated(int(s * 1e9), 3.0) for s in (0.0, 1.5, 2.9, 3.5, 4.0, 5.5)]
    assert phases == [0.0, 0.5, pytest.approx(2.9 / 3), None, 0.0, 0.5]
