"""A page that is a form and nothing else; it stands before all pages that need a script."""

from edge.core.palette import css_themes

STYLE = """
body { font: 1.4rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--ground);
  margin: 0; display: grid; min-height: 100vh; place-items: center; }
form { background: var(--card);
  padding: 2rem; border-radius: 1rem; max-width: 26rem; margin: 1rem; }
h1 { font-size: 1.9rem; margin: 0 0 .5rem; }
input, button { background: var(--card); color: var(--ink); font: inherit;
  width: 100%; box-sizing: border-box; padding: .7rem;
  border-radius: .6rem; border: 2px solid var(--quiet); }
button { margin-top: 1rem; background: var(--own); border-color: var(--own); color: var(--on); }
:focus-visible { outline: 4px solid var(--reference); outline-offset: 3px; }
[role=alert] { color: var(--far); font-weight: 600; }
"""


def form_page(*, title: str, action: str, body: str, language: str, style: str = "") -> str:
    """Return the page, as HTML that asks for nothing else.

    Args:
        title: of the page.
        action: where the form is sent.
        body: what stands in the form, as HTML.
        language: code of the language of the words.
        style: rules beside those of every such page.
    """
    return f"""<!doctype html><html lang="{language}"><head><meta charset="utf-8">
<title>{title}</title><meta name="viewport"
content="width=device-width, initial-scale=1"><style>
{css_themes()}{STYLE}{style}</style></head><body><form method="post" action="{action}">
{body}</form></body>
</html>"""
