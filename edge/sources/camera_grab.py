"""The grab thread: always holds the newest picture, so that delay cannot stack up anywhere."""

import threading
from typing import Final

from edge.bus.stop import Stop
from edge.sources.camera import Camera, Grab, OpenCamera
from edge.sources.errors import SourceError

RETRY_S: Final = 1.0
"""Time between two attempts to open a camera that was lost."""


class Grabber:
    """Reads a camera in a thread of its own, and opens it again when it is lost.

    Attributes:
        camera: what is read, None while there is none.
        trouble: why there is none, empty while there is one.
        ended: the last picture has been read, and there will be no other.
        dropped: pictures that were replaced by a newer one before they were taken.
    """

    def __init__(self, open_camera: OpenCamera, stop: Stop) -> None:
        """Begin to read what `open_camera` returns, until `stop` is set."""
        self.camera: Camera | None = None
        self.trouble = ""
        self.ended = False
        self.dropped = 0
        self._open = open_camera
        self._stop = stop
        self._newest: Grab | None = None
        self._arrival = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="grab", daemon=True)
        self._thread.start()

    def take(self, timeout_s: float) -> Grab | None:
        """Return the newest picture that was not taken yet, None if none comes in time."""
        with self._arrival:
            self._arrival.wait_for(lambda: self._newest is not None or self.ended, timeout_s)
            grab, self._newest = self._newest, None
        return grab

    def close(self, timeout_s: float = 1.0) -> None:
        """Wait for the thread once `stop` is set; one that a driver holds fast is left behind."""
        self._thread.join(timeout_s)

    def _run(self) -> None:
        while not self._stop.is_set() and not self.ended:
            try:
                camera = self._open()
            except SourceError as error:
                self.trouble = str(error)
            else:
                self._read(camera)
            if not self.ended:
                self._stop.wait(RETRY_S)

    def _read(self, camera: Camera) -> None:
        """Read `camera` until it is over or lost."""
        self.camera, self.trouble = camera, ""
        try:
            while not self._stop.is_set():
                grab = camera.read()
                self._put(grab)
                if grab is None:
                    return
        except SourceError as error:
            self.trouble = str(error)
        finally:
            self.camera = None
            camera.close()

    def _put(self, grab: Grab | None) -> None:
        with self._arrival:
            self.dropped += self._newest is not None and grab is not None
            if grab is None:
                self.ended = True
            else:
                self._newest = grab
            self._arrival.notify_all()
