"""Pictures that travel within the page, which no other request could show."""

import base64

import cv2
from nicegui import ui

from edge.sources.qr_code import qr_modules, qr_picture


def picture(kind: str, data: bytes, words: str) -> ui.element:
    """Return a picture, added to the current place; scripts in it would not run.

    Args:
        kind: of the picture, as in svg+xml.
        data: its file.
        words: what it shows, for who does not see it.
    """
    shown = ui.element("img")
    shown.props["src"] = f"data:image/{kind};base64,{base64.b64encode(data).decode()}"
    shown.props["alt"] = words
    return shown


def qr_element(text: str, words: str) -> ui.element:
    """Return the QR code of a text, added to the current place.

    Args:
        text: that is read from it.
        words: what it is, for who does not see it.
    """
    encoded, png = cv2.imencode(".png", qr_picture(qr_modules(text)))
    assert encoded
    return picture("png", png.tobytes(), words).classes("qr")
