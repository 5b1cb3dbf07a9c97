"""Decoded pictures as they are to be seen: whole, with square pixels, the right way up."""

import struct
from collections.abc import Iterator
from typing import Any, Final

import av
import numpy as np
from av.error import BlockingIOError, EOFError
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from edge.pose.picture import Frame

WIDEST_PIXEL: Final = 8.0
"""A pixel that is said to be so many times wider than high, or higher than wide, is an error."""


class Display:
    """Makes of each decoded picture the one that a player shows.

    Interlaced pictures are made whole (yadif), pixels that are not square are stretched along
    their longer side, and what the camera said about its own orientation is carried out.

    Attributes:
        interlaced: how many pictures were interlaced.
    """

    def __init__(self, stream: VideoStream) -> None:
        """Show the pictures of `stream`."""
        self._stream = stream
        self._graph: av.filter.Graph | None = None
        self._like: tuple[int, int, str] | None = None
        self._size: tuple[int, int] | None = None
        self.interlaced = 0

    def shown(self, picture: VideoFrame | None) -> Iterator[tuple[Frame, VideoFrame]]:
        """Yield what is to be seen, with the picture that tells its time; None brings the rest.

        Interlaced pictures come out one later, since the next one is needed for them.
        """
        for whole in self._whole(picture):
            yield self._upright(whole), whole

    def _whole(self, picture: VideoFrame | None) -> Iterator[VideoFrame]:
        if picture is None:
            yield from self._rest()
            return
        self.interlaced += picture.interlaced_frame
        if self._graph is None and not picture.interlaced_frame:
            yield picture
            return
        like = (picture.width, picture.height, picture.format.name)
        if self._graph is None or like != self._like:
            yield from self._rest()
            self._graph, self._like = self._yadif(picture), like
        self._graph.push(picture)
        yield from _pulled(self._graph)

    def _rest(self) -> Iterator[VideoFrame]:
        if self._graph is not None:
            self._graph.push(None)
            yield from _pulled(self._graph)
            self._graph = None

    def _yadif(self, picture: VideoFrame) -> av.filter.Graph:
        graph = av.filter.Graph()
        source = graph.add_buffer(
            width=picture.width,
            height=picture.height,
            format=picture.format,
            time_base=picture.time_base or self._stream.time_base,
        )
        graph.link_nodes(
            source, graph.add("yadif", "deint=interlaced"), graph.add("buffersink")
        ).configure()
        return graph

    def _upright(self, picture: VideoFrame) -> Frame:
        if self._size is None:
            self._size = self._square_size(picture)
        width, height = self._size
        # One size for all: a film whose size changes in between is shown in that of its beginning.
        straight = picture.reformat(width=width, height=height, format="bgr24")
        return _turned(np.asarray(straight.to_ndarray(), np.uint8), _matrix(picture))

    def _square_size(self, picture: VideoFrame) -> tuple[int, int]:
        """Return width and height of the picture with square pixels, neither made smaller."""
        aspect = float(self._stream.sample_aspect_ratio or 1)
        if not 1.0 / WIDEST_PIXEL <= aspect <= WIDEST_PIXEL:
            aspect = 1.0
        if aspect >= 1.0:
            return round(picture.width * aspect), picture.height
        return picture.width, round(picture.height / aspect)


def _pulled(graph: av.filter.Graph) -> Iterator[VideoFrame]:
    while True:
        try:
            whole = graph.pull()
        except (BlockingIOError, EOFError):
            return
        if isinstance(whole, VideoFrame):
            yield whole


def _matrix(picture: VideoFrame) -> tuple[int, int, int, int]:
    """Return a, b, c, d of the display matrix: x to the right of the file goes to (a, b)."""
    told: Any = picture.side_data.get("DISPLAYMATRIX")
    if told is None:
        return 1, 0, 0, 1
    a, b, _, c, d = struct.unpack_from("=5i", bytes(told))
    if abs(a) + abs(d) >= abs(b) + abs(c):
        return (-1 if a < 0 else 1), 0, 0, (-1 if d < 0 else 1)
    return 0, (-1 if b < 0 else 1), (-1 if c < 0 else 1), 0


def _turned(picture: Frame, matrix: tuple[int, int, int, int]) -> Frame:
    """Return the picture turned and mirrored by quarters as the matrix says."""
    a, b, c, d = matrix
    if a == 0:
        picture, a, d = picture.transpose(1, 0, 2), c, b
    return np.ascontiguousarray(picture[:: 1 if d > 0 else -1, :: 1 if a > 0 else -1])
