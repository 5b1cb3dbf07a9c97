"""The files of a recording, held by the session itself for as long as it runs."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from edge.core.messages.base import Message
from edge.core.messages.status import RecordingStatus
from edge.machine.file_layer import FileLayer
from edge.machine.putting_back import HeldFiles
from edge.records.recording import parts_of


@contextmanager
def held_recording(
    hear: Callable[[Message], None], files: FileLayer
) -> Iterator[Callable[[Message], None]]:
    """Yield what hears all that is said in the session, and holds each file of its recording.

    Were their folder removed while there is no recorder, nobody else would have them: the next
    recorder takes them from this process. What is taken away at the very end is put back then.

    Args:
        hear: is called with each message too.
        files: what the disk does.
    """
    held = HeldFiles((), files)

    def hear_and_hold(message: Message) -> None:
        hear(message)
        if isinstance(message, RecordingStatus):
            held.hold(parts_of(Path(message.folder)))

    try:
        yield hear_and_hold
        with suppress(OSError):  # what cannot be kept the recorder has said
            held.put_back()
    finally:
        held.close()
