"""The two ways of a reference: places, times and angles agree with its own samples."""

import numpy as np
import pytest

from edge.repetitions.reference_course import ReferenceCourse

OUT = 80.0 * np.sin(np.linspace(0.0, np.pi / 2, 76)) ** 2
HELD = np.full(20, 80.0)
BACK = OUT[::-1] * 0.9875 + 1.0
ANGLE_DEG = np.concatenate([OUT, HELD, BACK])
COURSE = ReferenceCourse(ANGLE_DEG)


def share_of(sample: int) -> float:
    return sample / (len(ANGLE_DEG) - 1)


def test_it_arrives_when_the_limb_stands_at_its_end() -> None:
    arrives = int(np.argmax(ANGLE_DEG >= 0.98 * 80.0))
    assert COURSE.top_deg == 80.0
    assert COURSE.outward_s == pytest.approx(arrives / 50.0)
    assert COURSE.place(80.0) == COURSE.place(95.0) == 1.0
    assert COURSE.place(-3.0) == COURSE.place(0.0) == 0.0


def test_on_the_way_out_a_phase_is_the_place_with_that_angle() -> None:
    for sample in (10, 30, 60):
        phase = COURSE.place(OUT[sample])
        assert COURSE.share_at(phase) == pytest.approx(share_of(sample))
        assert COURSE.angle_at(phase) == pytest.approx(OUT[sample])


def test_on_the_way_back_a_phase_is_the_share_of_the_way_that_lies_behind() -> None:
    for phase in (1.1, 1.5, 1.9):
        angle_deg = COURSE.angle_at(phase)
        top_deg, end_deg = 0.98 * 80.0, BACK[-1]
        assert (80.0 - angle_deg) / (80.0 - end_deg) == pytest.approx(phase - 1.0, abs=0.02)
        sample = 76 + 20 + int(np.argmax(angle_deg > BACK))
        assert COURSE.share_at(phase) == pytest.approx(share_of(sample), abs=0.01)
        assert angle_deg < top_deg
    assert COURSE.share_at(0.0) == 0.0
    assert COURSE.share_at(2.0) == 1.0


def test_a_reference_that_wavers_still_has_one_place_for_each_angle() -> None:
    wavering = ANGLE_DEG + 2.0 * np.sin(np.arange(len(ANGLE_DEG)))
    course = ReferenceCourse(wavering - wavering[0])
    places = [course.place(angle) for angle in np.linspace(0.0, 85.0, 50)]
    assert np.diff(places).min() >= 0.0
    shares = [course.share_at(phase) for phase in np.linspace(0.0, 2.0, 50)]
    assert np.diff(shares).min() >= 0.0
