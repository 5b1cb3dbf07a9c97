"""The pages on which somebody signs in and chooses another password; plain forms, no script."""

import html

from edge.hub.passwords import LEAST_SIGNS, MOST_SIGNS
from edge.web.form_page import form_page
from edge.wording.language import Language

PATH = "/sign-in"
PASSWORD = "/password"
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
maxlength="{MOST_SIGNS}" required></p>
<p><label for="code">{say("door.code")}</label>
<input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="10"></p>
<p role="alert">{html.escape(problem)}</p><button>{say("door.sign_in")}</button>"""
    return form_page(title=say("door.title"), action=PATH, body=body, language=language.code)


def password_form(problem: str, token: str, language: Language) -> str:
    """Return the page on which somebody who is signed in chooses another password.

    Args:
        problem: what was wrong with the last try; may be empty.
        token: that the form carries.
        language: of the words.
    """
    say = language.say
    body = f"""<h1>{say("door.password_title")}</h1><p>{say("door.password_help")}</p>
<input type="hidden" name="{TOKEN}" value="{html.escape(token)}">
<p><label for="old">{say("door.old_password")}</label>
<input id="old" name="old" type="password" autocomplete="current-password"
maxlength="{MOST_SIGNS}" autofocus required></p>
<p><label for="new">{say("door.new_password", least=LEAST_SIGNS)}</label>
<input id="new" name="new" type="password" autocomplete="new-password"
minlength="{LEAST_SIGNS}" maxlength="{MOST_SIGNS}" required></p>
<p><label for="again">{say("door.new_again")}</label>
<input id="again" name="again" type="password" autocomplete="new-password"
maxlength="{MOST_SIGNS}" required></p>
<p role="alert">{html.escape(problem)}</p><button>{say("door.password_title")}</button>
<p><a href="/">{say("dash.cancel")}</a></p>"""
    title = say("door.password_title")
    return form_page(title=title, action=PASSWORD, body=body, language=language.code)
