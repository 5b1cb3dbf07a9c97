"""One self-contained page of HTML, whatever it is about: what all of them begin and end with."""

from html import escape
from pathlib import Path
from string import Template

_FRAME = Template("""\
<!doctype html>
<html lang="$language">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>$title</title>
<style>
$colours* { box-sizing: border-box; }
$style</style>
</head>
<body>
$body</body>
</html>
""")
_STYLE_ENDS = "</style>\n"


def framed(content: Path, *, language: str, title: str, colours: str, **parts: str) -> str:
    """Return the page of which a file has the style sheet and, after `</style>`, the body.

    Args:
        content: that file; in its body $title and the names of the parts stand for their values.
        language: of the page, by its code.
        title: as text.
        colours: rules that give the style sheet its colours by name.
        parts: of the body, as HTML.
    """
    style, body = content.read_text(encoding="utf-8").split(_STYLE_ENDS)
    escaped = escape(title)
    return _FRAME.substitute(
        language=language,
        title=escaped,
        colours=colours,
        style=style,
        body=Template(body).substitute(parts, title=escaped),
    )
