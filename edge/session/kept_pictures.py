"""The pictures of a film that mattered, for who asks to keep them: their faces are covered."""

from contextlib import closing
from pathlib import Path

import cv2
import numpy as np

from edge.pose.faces import FaceBlur
from edge.screening.low_back.screening import Screening
from edge.sources.camera_video import VideoFile


def keep_pictures(film: Path, screening: Screening, folder: Path) -> int:
    """Write the pictures of the moments that mattered as PNG and return how many there are.

    Args:
        film: is read once more.
        screening: of it.
        folder: where they go; it is made.

    Raises:
        SourceError: the film cannot be read.
        OSError: the folder cannot be written to.
    """
    clip = screening.clip
    moments = [m for q in screening.questions for a in q.answers for m in a.moments]
    if clip is None or not moments:
        return 0
    wanted = {float(clip.t_s[moment.back.frame]): moment.back.frame for moment in moments}
    folder.mkdir(parents=True, exist_ok=True)
    recording, blur = VideoFile(film, screening.quarters), FaceBlur()
    with closing(recording), closing(blur):
        for shown in recording.frames():
            number = wanted.pop(shown.t_s, None)
            if number is not None:
                covered = blur.cover(shown.frame, clip.body(number))
                data = cv2.imencode(".png", np.ascontiguousarray(covered))[1].tobytes()
                (folder / f"{shown.t_s:08.3f}.png").write_bytes(data)
            if not wanted:
                break
    return len(moments)
