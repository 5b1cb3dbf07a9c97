"""Pictures of a film that are kept on demand: those that mattered alone, with covered faces."""

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np

from edge.screening.low_back.answer import ask
from edge.screening.low_back.bends import bends_of
from edge.screening.low_back.quality import quality_of
from edge.screening.low_back.screening import Screening
from edge.session.kept_pictures import keep_pictures
from tests.screening.filmed import RATE_HZ, clip, network
from tests.sources.videos import read, write_pictures


def screening(film: Path, zoo: Path) -> Screening:
    """A screening of a film with as many pictures as the drawn body bends in."""
    seen = clip([-25, -26, -24])
    rng = np.random.default_rng(5)
    pictures = [rng.integers(0, 255, (480, 640, 3), np.uint8) for _ in range(2)]
    write_pictures(film, (pictures[n % 2] for n in range(len(seen.t_s))), rate_hz=round(RATE_HZ))
    seen = replace(seen, t_s=np.array(read(film)[1].t_s))
    bends = bends_of(seen.t_s, seen.spine_angle_deg, list(seen.backs))
    return Screening(
        length_s=10.0,
        quality=quality_of(seen, slice(0, 50), RATE_HZ, second_share=None, camera_share=0.0),
        checks=(),
        bends=bends,
        questions=ask([network(zoo)], bends, {}, allowed=True),
        clip=seen,
        quarters=0,
        remarks=(),
    )


def test_the_pictures_that_mattered_are_kept_with_the_face_covered(tmp_path: Path) -> None:
    film = tmp_path / "film.mp4"
    one = screening(film, tmp_path / "zoo")
    folder = tmp_path / "pictures"
    moments = one.questions[0].answers[0].moments
    assert keep_pictures(film, one, folder) == len(moments) > 0
    kept = sorted(folder.iterdir())
    assert len(kept) == len(moments)
    assert one.clip is not None
    first = min(moments, key=lambda moment: moment.back.frame)
    body = one.clip.body(first.back.frame)
    assert body is not None
    x, y = body.px[0].astype(int)
    picture = cv2.imread(str(kept[0]))
    assert picture is not None
    around = picture[max(y - 3, 0) : y + 3, max(x - 3, 0) : x + 3].astype(float)
    # The film is noise, and a covered face is of a few large blocks.
    assert around.std(axis=(0, 1)).max() < 20.0


def test_without_an_answer_nothing_is_kept(tmp_path: Path) -> None:
    film = tmp_path / "film.mp4"
    one = replace(screening(film, tmp_path / "zoo"), questions=())
    assert keep_pictures(film, one, tmp_path / "pictures") == 0
    assert not (tmp_path / "pictures").exists()
