"""A perturbation's plot has its steps where their scores are, in shapes and in colours."""

import re

import pytest

from edge.core.palette import JOINT_GROUPS, PAPER_GROUPS
from edge.report.infant_plots import perturbation_plot
from edge.screening.infant.analyses import MULTIPLIERS, Analysis, Step
from edge.wording.languages import ENGLISH, language_named


def analysis(medians: list[float]) -> Analysis:
    return Analysis(
        kind="velocity",
        explanation="cam",
        group="very_low",
        subset="top",
        joints=(7, 11),
        windows=9,
        before=0.1,
        steps=tuple(
            Step(multiplier=name, median=m, low=m - 0.05, high=m + 0.05)
            for name, m in zip(MULTIPLIERS, medians, strict=True)
        ),
        bone_change=0.2,
    )


def test_higher_scores_stand_higher_and_shapes_tell_slower_from_faster() -> None:
    plot = perturbation_plot(analysis([0.9, 0.7, 0.5, 0.3, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1]), ENGLISH)
    discs = [float(y) for y in re.findall(r'<circle cx="[\d.]+" cy="([\d.]+)"', plot)]
    assert len(discs) == 5
    assert discs == sorted(discs)
    assert plot.count("l5 9h-10z") == 5
    as_filmed = re.search(r'class="limit"[^>]* y1="([\d.]+)"', plot)
    assert as_filmed is not None
    assert float(as_filmed[1]) == pytest.approx(discs[-1])
    assert "joints that matter; 9 windows at very low risk" in plot
    assert plot.count("×") == 0


def test_colours_are_blue_and_orange_unless_the_papers_are_asked_for() -> None:
    one = analysis([0.5] * 10)
    usual, papers = (
        set(re.findall(r"#[0-9a-f]{6}", perturbation_plot(one, ENGLISH, colours)))
        for colours in (JOINT_GROUPS, PAPER_GROUPS)
    )
    assert usual == {JOINT_GROUPS["very_low"], JOINT_GROUPS["very_high"]}
    assert papers == {PAPER_GROUPS["very_low"], PAPER_GROUPS["very_high"]}
    assert "Gelenke, auf die es ankommt" in perturbation_plot(one, language_named("de"))
