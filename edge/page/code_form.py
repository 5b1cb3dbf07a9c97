"""The page that asks a browser from the network for its code; it stands before all else."""

import html

from edge.core.palette import css_themes
from edge.wording.language import Language


def code_form(problem: str, action: str, language: Language) -> str:
    """Return the page, as HTML that asks for nothing else.

    Args:
        problem: what was wrong with the last code; may be empty.
        action: where the code is sent.
        language: of the words.
    """
    say = language.say
    return f"""<!doctype html><html lang="{language.code}"><head><meta charset="utf-8">
<title>{say("code.title")}</title><meta name="viewport"
content="width=device-width, initial-scale=1"><style>
{css_themes()}
body {{ font: 1.4rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--ground);
  margin: 0; display: grid; min-height: 100vh; place-items: center; }}
form {{ background: var(--card);
  padding: 2rem; border-radius: 1rem; max-width: 26rem; margin: 1rem; }}
h1 {{ font-size: 1.9rem; margin: 0 0 .5rem; }}
input, button {{ background: var(--card); color: var(--ink); font: inherit;
  width: 100%; box-sizing: border-box; padding: .7rem;
  border-radius: .6rem; border: 2px solid var(--quiet); }}
input {{ font-size: 2rem; letter-spacing: .12em; }}
button {{ margin-top: 1rem; background: var(--own); border-color: var(--own); color: var(--on); }}
:focus-visible {{ outline: 4px solid var(--reference); outline-offset: 3px; }}
[role=alert] {{ color: var(--far); font-weight: 600; }}
</style></head><body><form method="post" action="{action}">
<h1>{say("code.title")}</h1><p><label for="code">{say("code.help")}</label></p>
<input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" autofocus required>
<p role="alert">{html.escape(problem)}</p><button>{say("code.open")}</button></form></body>
</html>"""
