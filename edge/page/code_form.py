"""The page that asks a browser from the network for its code; it stands before all else."""

import html

from edge.web.form_page import form_page
from edge.wording.language import Language

_STYLE = "input { font-size: 2rem; letter-spacing: .12em; }"


def code_form(problem: str, action: str, language: Language) -> str:
    """Return the page, as HTML that asks for nothing else.

    Args:
        problem: what was wrong with the last code; may be empty.
        action: where the code is sent.
        language: of the words.
    """
    say = language.say
    body = f"""<h1>{say("code.title")}</h1><p><label for="code">{say("code.help")}</label></p>
<input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" autofocus required>
<p role="alert">{html.escape(problem)}</p><button>{say("code.open")}</button>"""
    return form_page(
        title=say("code.title"), action=action, body=body, language=language.code, style=_STYLE
    )
