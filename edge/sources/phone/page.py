"""The page that a phone's browser shows: one answer that asks for nothing else."""

import base64
import hashlib
import json
from pathlib import Path
from typing import Final

from starlette.responses import HTMLResponse

from edge.core.palette import css_themes
from edge.wording.language import Language
from edge.wording.languages import LANGUAGES

_HERE: Final = Path(__file__).parent
_GROUP: Final = "phone_page."


class PhonePage:
    """The page in all languages; the phone's own decides between them."""

    def __init__(self) -> None:
        self._style = css_themes() + (_HERE / "page.css").read_text(encoding="utf-8")
        self._script = (_HERE / "page.js").read_text(encoding="utf-8")
        self._words = json.dumps(
            {code: _words(language) for code, language in LANGUAGES.items()}
        ).replace("<", "\\u003c")

    def response(self, place: str, *, offers_authority: bool) -> HTMLResponse:
        """Return the page.

        Args:
            place: host and port under which the browser asked for it.
            offers_authority: there is a certificate that the phone may install.
        """
        html = f"""<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>Physio Edge</title><meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,"><style>{self._style}</style></head>
<body data-authority="{int(offers_authority)}"><main>
<p id="where">Physio Edge</p>
<h1 id="state" role="status"></h1><p id="help"></p>
<button id="start" hidden></button>
<div id="install" hidden><h2 id="install-title"></h2><p id="install-help"></p>
<p><a id="install-link"></a></p><ol id="install-steps"></ol></div>
<dl id="figures" hidden><dt id="rate-label"></dt><dd id="rate"></dd>
<dt id="delay-label"></dt><dd id="delay"></dd></dl>
<ul id="notes"></ul></main><footer id="languages"></footer>
<script type="application/json" id="words">{self._words}</script>
<script>{self._script}</script></body></html>"""
        policy = "; ".join(
            (
                "default-src 'none'",
                f"script-src {_hash(self._script)}",
                f"style-src {_hash(self._style)}",
                f"connect-src 'self' wss://{place}",
                "img-src data:",
                "base-uri 'none'",
                "form-action 'none'",
                "frame-ancestors 'none'",
            )
        )
        headers = {"Content-Security-Policy": policy, "Cache-Control": "no-store"}
        return HTMLResponse(html, headers=headers)


def _words(language: Language) -> dict[str, str]:
    """Return what the page says in a language, by the names that its script uses."""
    names = [key.removeprefix(_GROUP) for key in language.sentences if key.startswith(_GROUP)]
    said = {name: str(language.sentences[f"phone_page.{name}"]) for name in names}
    return said | {"name": language.name}


def _hash(text: str) -> str:
    """Return a source of a policy that means exactly this text."""
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"
