import numpy as np
import pytest

from edge.align.dtw import dtw
from edge.assessment.template import Template
from tests.assessment.patients import anchor_of, session_of


def test_a_movement_is_aligned_with_itself_at_no_cost() -> None:
    signal = anchor_of("elbow_flexion", 1).signal
    alignment = Template.of(signal).align(signal)
    assert alignment.cost == 0.0
    assert (alignment.path[:, 0] == alignment.path[:, 1]).all()


def test_the_cost_is_the_dtw_distance_per_step() -> None:
    session = session_of("elbow_flexion", "mixed", 1)
    template = session.reference.template
    alignment = template.align(session.repetitions[1][0].signal)
    distance = dtw(alignment.signal, template.signal)
    assert alignment.cost == pytest.approx(distance / len(alignment.path))


def test_the_steps_of_neighbouring_pieces_make_up_the_path() -> None:
    session = session_of("elbow_flexion", "mixed", 1)
    template = session.reference.template
    alignment = template.align(session.repetitions[1][0].signal)
    pieces = [alignment.steps(0, 40), alignment.steps(40, len(template.signal))]
    assert np.array_equal(np.concatenate(pieces), alignment.costs)


def test_the_unit_is_the_movement_itself_and_shared_by_the_axes_of_a_sensor() -> None:
    t_s = np.arange(200) / 50
    signal = np.zeros((200, 6))
    signal[:, 0] = 9.81 + 2 * np.sqrt(2) * np.sin(2 * np.pi * 0.5 * t_s)
    signal[:, 4] = 3 * np.sqrt(2) * np.sin(2 * np.pi * 0.5 * t_s)
    scale = Template.of(signal).scale
    assert scale == pytest.approx([2, 2, 2, 3, 3, 3], rel=0.02)


def test_what_hardly_moves_is_not_blown_up() -> None:
    signal = np.tile([0.0, 0.0, 9.81, 0.0, 0.0, 0.0], (100, 1))
    noise = np.random.default_rng(0).normal(0, 0.01, signal.shape)
    assert np.abs(Template.of(signal + noise).signal[:, 3:]).max() < 0.2
