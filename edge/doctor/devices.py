"""What the patient sees and hears, and what sees the patient."""

import os
import shutil
import socket
from pathlib import Path
from typing import Final

from edge.doctor.finding import Finding, limited, missing, ok
from edge.sources.errors import SourceError
from edge.sources.phone.place import PORT, Place

BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome", "firefox")
VOICES: Final = ("speech-dispatcher", "spd-say")
"""What Linux browsers get the voices from that run on this machine."""


def webcams(dev: Path = Path("/dev")) -> Finding:
    """Tell whether a webcam is there and may be used."""
    found = sorted(dev.glob("video*"))
    if not found:
        return limited("Webcam", "none found; sessions with the watch alone work")
    names = ", ".join(path.name for path in found)
    if not any(os.access(path, os.R_OK | os.W_OK) for path in found):
        return limited(
            "Webcam",
            f"{names} may not be used: add this user to the group 'video' and log in again",
        )
    return ok("Webcam", names)


def browser() -> Finding:
    """Tell whether the page can be shown on this machine."""
    found = next((name for name in BROWSERS if shutil.which(name)), None)
    if found is None:
        return limited("Browser", "none found; open the page on a phone (--lan)")
    return ok("Browser", found)


def phone() -> Finding:
    """Tell whether a phone could open a page of this machine and become the watch."""
    subject = "Phone as the watch"
    try:
        place = Place.of("")
        with socket.create_server((place.address(), place.port)):
            return ok(subject, f"{place.url} can be served")
    except SourceError as error:
        return limited(subject, str(error))
    except OSError as error:
        return limited(
            subject,
            f"port {PORT} cannot be used ({error.strerror}): name another, as phone:ADDRESS:PORT",
        )


def voices() -> Finding:
    """Tell whether a browser of this machine has voices to speak cues with."""
    found = next((name for name in VOICES if shutil.which(name)), None)
    if found is None:
        return limited(
            "Voices", "none found, so cues are shown and not spoken: install speech-dispatcher"
        )
    return ok("Voices", found)


def local_port() -> Finding:
    """Tell whether a server can listen on this machine."""
    try:
        with socket.create_server(("127.0.0.1", 0)) as server:
            return ok("Local page", f"port {server.getsockname()[1]} opens")
    except OSError as error:
        return missing("Local page", f"no local port can be opened: {error}")
