"""A QR code on a page: a picture within the page, which no other request could show."""

import base64

import cv2
from nicegui import ui

from edge.sources.qr_code import qr_modules, qr_picture


def qr_element(text: str, words: str) -> ui.element:
    """Return the code of a text, added to the current place.

    Args:
        text: that is read from it.
        words: what it is, for who does not see it.
    """
    encoded, png = cv2.imencode(".png", qr_picture(qr_modules(text)))
    assert encoded
    drawn = ui.element("img").classes("qr")
    drawn.props["src"] = f"data:image/png;base64,{base64.b64encode(png.tobytes()).decode()}"
    drawn.props["alt"] = words
    return drawn
