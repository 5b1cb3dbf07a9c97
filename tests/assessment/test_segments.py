import numpy as np
import pytest

from edge.align.microsegments import MicroSegment, micro_segments
from edge.assessment.segments import critical_of, levels_of, segments_of
from edge.assessment.template import Alignment, Template
from tests.assessment.patients import anchor_of, session_of

COUNT = 10


def pieces_of(alignment: Alignment, template: Template) -> tuple[MicroSegment, ...]:
    return micro_segments(alignment.signal, template.signal, alignment.path, n_segments=COUNT)


def test_the_pieces_of_a_whole_repetition_share_out_its_departure() -> None:
    session = session_of("shoulder_abduction", "mixed", 3)
    template = session.reference.template
    for repetition, _ in session.repetitions:
        alignment = template.align(repetition.signal)
        segments = segments_of(
            pieces_of(alignment, template), alignment, np.zeros(len(template.signal))
        )
        assert [segment.index for segment in segments] == sorted(s.index for s in segments)
        assert sum(segment.weight for segment in segments) <= 1 + 1e-9
        for segment in segments:
            assert segment.axis_weights.sum() == pytest.approx(1)
        if len(segments) == COUNT:
            assert sum(segment.weight for segment in segments) == pytest.approx(1)
            assert segments[0].start == 0
            assert segments[-1].end == 1


def test_a_change_is_found_in_its_place_and_on_its_axis() -> None:
    signal = anchor_of("shoulder_abduction", 3).signal
    template = Template.of(signal)
    changed = signal.copy()
    length = len(signal)
    place = slice(round(0.62 * length), round(0.68 * length))
    changed[place, 3] += 5 * template.scale[3]
    alignment = template.align(changed)
    segments = segments_of(pieces_of(alignment, template), alignment, np.zeros(length))
    (worst, *_) = critical_of(segments, levels_of(segments, alignment), limit=0.3, most=3)
    assert segments[worst].index == 6
    assert segments[worst].axis_weights.argmax() == 3


def test_an_exact_repetition_has_no_critical_place_and_equal_axes() -> None:
    signal = anchor_of("shoulder_abduction", 3).signal
    template = Template.of(signal)
    alignment = template.align(signal)
    segments = segments_of(pieces_of(alignment, template), alignment, np.ones(len(signal)))
    assert critical_of(segments, levels_of(segments, alignment), limit=0.0, most=3) == ()
    for segment in segments:
        assert (segment.weight, segment.tempo_ratio, segment.angle_difference_deg) == (0, 1, 1)
        assert segment.axis_weights == pytest.approx(np.full(6, 1 / 6))


def test_never_more_places_than_asked_for_and_the_heaviest_first() -> None:
    session = session_of("shoulder_abduction", "stiff", 3)
    template = session.reference.template
    alignment = template.align(session.repetitions[-1][0].signal)
    segments = segments_of(
        pieces_of(alignment, template), alignment, np.zeros(len(template.signal))
    )
    critical = critical_of(segments, levels_of(segments, alignment), limit=0.0, most=4)
    weights = [segments[k].weight for k in critical]
    assert weights == sorted((s.weight for s in segments), reverse=True)[:4]
