"""Films of a simulated session: read back picture by picture."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from edge.avatar.figures import Figures
from edge.core.messages.base import Message
from edge.film import canvas
from edge.film.errors import FilmError
from edge.film.film import takes_of, write_film
from edge.film.frame import SIZE_PX, Frame
from edge.film.scene import LEAD_S, REST_S, Take, lean_course_deg, moments
from edge.film.writer import ENDINGS, RATE_HZ, FilmWriter, Picture, check_path
from edge.simulation.patient import SimulatedPatient
from edge.sources.camera_video import VideoFile
from edge.stages.offline import run_stages
from edge.wording.languages import ENGLISH
from tests.judgements import judgement_of
from tests.stages.playing import START, packets_of, session_plan_of

PATIENT = SimulatedPatient(
    exercise="shoulder_abduction", side="right", profile="leaning", seconds=18.0, seed=21
)


@cache
def said() -> tuple[Message, ...]:
    return tuple(run_stages(session_plan_of(PATIENT), [START, *packets_of(PATIENT)]))


def read_back(path: Path) -> list[Picture]:
    film = VideoFile(path)
    pictures = [shown.frame for shown in film.frames()]
    film.close()
    return pictures


def share_of(picture: Picture, ink: canvas.Colour, *, near: int = 24) -> float:
    away = np.abs(picture.astype(int) - ink).max(axis=2)
    return float((away <= near).mean())


def test_a_repetition_becomes_a_film_at_its_own_pace(tmp_path: Path) -> None:
    [take] = takes_of(said(), 1)
    path = tmp_path / "film.webm"
    count = write_film(path, [take], session_plan_of(PATIENT), simulated=True)
    pictures = read_back(path)
    assert len(pictures) == count
    took_s = (take.repetition.end_ns - take.repetition.start_ns) / 1e9
    assert count / RATE_HZ == pytest.approx(LEAD_S + took_s + REST_S, abs=0.1)
    first, middle = pictures[0][200:460, 20:300], pictures[count // 2][200:460, 20:300]
    assert np.abs(first.astype(int) - middle).max() > 100, "the patient does not move"


@pytest.mark.parametrize("ending", ENDINGS)
def test_pictures_keep_size_and_colours(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"film{ending}"
    picture = np.full((SIZE_PX[1], SIZE_PX[0], 3), canvas.OWN, dtype=np.uint8)
    with FilmWriter(path, SIZE_PX) as writer:
        for _ in range(3):
            writer.write(picture)
    pictures = read_back(path)
    assert [one.shape for one in pictures] == [picture.shape] * 3
    assert share_of(pictures[-1], canvas.OWN) > 0.99


def test_every_picture_of_simulated_data_says_so() -> None:
    [take] = takes_of(said(), 1)
    figures = Figures(session_plan_of(PATIENT).anchors[0])
    for simulated in (True, False):
        frame = Frame(take, figures, simulated=simulated, language=ENGLISH)
        for moment in list(moments(take, figures))[::20]:
            banner = frame.picture(moment)[2:28]
            assert (share_of(banner, canvas.SIMULATED) > 0.7) == simulated


def test_a_repetition_that_was_not_compared_has_a_quiet_mark_and_no_range() -> None:
    [take] = takes_of(said(), 1)
    feedback = replace(take.feedback, cue_kind="not_compared", judgement=None)
    figures = Figures(session_plan_of(PATIENT).anchors[0])

    def last_picture(take: Take) -> Picture:
        frame = Frame(take, figures, simulated=True, language=ENGLISH)
        return frame.picture(list(moments(take, figures))[-1])

    praised, quiet = last_picture(take), last_picture(replace(take, feedback=feedback))
    mark = np.s_[76:150, 21:28]
    assert take.feedback.cue_kind == "praise"
    assert share_of(quiet[mark], canvas.QUIET) > 0.9
    assert share_of(praised[mark], canvas.QUIET) < 0.1
    chart = np.s_[246:456, 664:926]
    dots = [share_of(one[chart], canvas.OWN) for one in (praised, quiet)]
    assert dots[1] > dots[0], "the angle's end is marked where no range can be named"


def leaning() -> Take:
    return next(take for take in takes_of(said()) if take.feedback.cue_kind == "leaning")


def test_a_lean_that_the_coach_saw_is_drawn_and_named_as_reckoned() -> None:
    take = leaning()
    course = lean_course_deg(take)
    assert course.max() == pytest.approx(judgement_of(take.feedback).lean_deg)
    assert course[0] == pytest.approx(0.0, abs=0.5)
    [upright] = takes_of(said(), 1)
    assert not lean_course_deg(upright).any()


def test_the_phase_goes_from_the_beginning_to_the_end_and_never_back() -> None:
    for take in takes_of(said()):
        assert len(take.phase) == len(take.repetition.t_ns)
        assert take.phase[0] == 0.0
        assert take.phase[-1] > 1.8
        assert np.diff(take.phase).min() >= 0.0


def test_all_repetitions_are_taken_unless_one_is_chosen() -> None:
    takes = takes_of(said())
    assert [take.feedback.number for take in takes] == list(range(1, len(takes) + 1))
    assert all(take.repetition.number == take.feedback.number for take in takes)
    with pytest.raises(FilmError, match=f"no repetition 40; the recording has 1 to {len(takes)}"):
        takes_of(said(), 40)
    with pytest.raises(FilmError, match="no repetition in the recording"):
        takes_of([])


def test_where_no_film_can_be_written(tmp_path: Path) -> None:
    with pytest.raises(FilmError, match=r"film\.avi names no film; let it end in \.webm or \.mp4"):
        check_path(tmp_path / "film.avi")
    with pytest.raises(FilmError, match="is not there; make it first"):
        check_path(tmp_path / "nowhere" / "film.mp4")
    (tmp_path / "taken.mp4").mkdir()
    with pytest.raises(FilmError, match="cannot be written: Is a directory; choose another folder"):
        FilmWriter(tmp_path / "taken.mp4", SIZE_PX)
