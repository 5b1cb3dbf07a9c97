"""The files that an answer about somebody who bent is written into."""

import json
from pathlib import Path
from typing import Any, Final

from edge.core.messages.screening import ScreeningAnswer
from edge.terminal.output import write_json

PAGE: Final = "screening.html"
RESULT: Final = "screening.json"


def write_answer(page: str, result: dict[str, Any], folder: Path) -> None:
    """Write page and result into the folder, which is made.

    Raises:
        OSError: it cannot be written to.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / PAGE).write_text(page, encoding="utf-8")
    write_json(result, folder / RESULT)


def result_in(answer: ScreeningAnswer) -> dict[str, Any]:
    """Return the result that an answer carries."""
    result: dict[str, Any] = json.loads(answer.result)
    return result
