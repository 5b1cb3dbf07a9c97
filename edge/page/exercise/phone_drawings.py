"""What a phone shows before it opens a page that nobody vouches for, drawn by hand."""

from typing import Final, Literal

Screen = Literal["android.1", "android.2", "iphone.1", "iphone.2"]
"""The warning, and what it becomes once it is opened further, of two kinds of phone."""

_LINE: Final = '<rect class="line" x="{x}" y="{y}" width="{width}" height="5" rx="2.5"/>'
_SIGN: Final = '<path class="sign" d="M50 40 63 63H37Z"/><path class="mark" d="M50 48v7M50 59v1"/>'


def _lines(*places: tuple[int, int, int]) -> str:
    return "".join(_LINE.format(x=x, y=y, width=width) for x, y, width in places)


def _tap(x: int, y: int, width: int, height: int) -> str:
    """Return a button that is to be tapped, with a fingertip on it."""
    tip_x, tip_y = x + width - 6, y + height - 1
    return (
        f'<rect class="button" x="{x}" y="{y}" width="{width}" height="{height}" rx="4"/>'
        f'<circle class="ring" cx="{tip_x}" cy="{tip_y}" r="10"/>'
        f'<circle class="tip" cx="{tip_x}" cy="{tip_y}" r="4.5"/>'
    )


_SCREENS: Final[dict[Screen, str]] = {
    "android.1": _SIGN
    + _lines((26, 72, 48), (20, 84, 60), (20, 94, 52))
    + '<rect class="other" x="52" y="140" width="30" height="12" rx="6"/>'
    + _tap(18, 140, 28, 12),
    "android.2": _SIGN
    + _lines((26, 72, 48), (20, 84, 60), (20, 94, 52), (20, 110, 60), (20, 120, 44))
    + _tap(18, 140, 46, 12),
    "iphone.1": _lines((20, 44, 52), (20, 56, 60), (20, 66, 56), (20, 76, 40))
    + '<rect class="other" x="18" y="104" width="64" height="12" rx="4"/>'
    + _tap(50, 126, 32, 12),
    "iphone.2": _lines(
        (20, 44, 52), (20, 56, 60), (20, 66, 56), (20, 86, 60), (20, 96, 58), (20, 106, 50)
    )
    + _tap(18, 122, 48, 12),
}


def warning_svg(screen: Screen) -> str:
    """Return the drawing of one screen, with a fingertip where it is to be tapped."""
    top = (
        '<rect class="notch" x="38" y="11" width="24" height="6" rx="3"/>'
        if screen.startswith("iphone")
        else '<circle class="notch" cx="50" cy="14" r="3"/>'
    )
    bar = '<rect class="bar" x="16" y="22" width="68" height="10" rx="5"/>'
    return (
        '<svg viewBox="0 0 100 180" aria-hidden="true" focusable="false">'
        f'<rect class="body" x="8" y="4" width="84" height="172" rx="12"/>{top}{bar}'
        f"{_SCREENS[screen]}</svg>"
    )
