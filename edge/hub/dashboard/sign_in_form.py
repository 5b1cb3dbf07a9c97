"""The page on which somebody signs in; it stands before all else."""

import html

from edge.web.form_page import form_page
from edge.wording.language import Language

PATH = "/sign-in"
TOKEN = "token"
"""Name of the field that shows that a form came from the dashboard itself."""


def sign_in_form(problem: str, token: str, language: Language) -> str:
    """Return the page, as HTML that asks for nothing else.

    Args:
        problem: what was wrong with the last try; may be empty.
        token: that the form carries.
        language: of the words.
    """
    say = language.say
    body = f"""<h1>{say("door.title")}</h1>
<input type="hidden" name="{TOKEN}" value="{html.escape(token)}">
<p><label for="name">{say("door.name")}</label>
<input id="name" name="name" autocomplete="username" autocapitalize="none" spellcheck="false"
maxlength="64" autofocus required></p>
<p><label for="password">{say("door.password")}</label>
<input id="password" name="password" type="password" autocomplete="current-password"
maxlength="128" required></p>
<p><label for="code">{say("door.code")}</label>
<input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="10"></p>
<p role="alert">{html.escape(problem)}</p><button>{say("door.sign_in")}</button>"""
    return form_page(title=say("door.title"), action=PATH, body=body, language=language.code)
