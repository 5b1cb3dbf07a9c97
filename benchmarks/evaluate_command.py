"""`physio evaluate`: questions of accuracy, one sub-command each."""

from pathlib import Path
from typing import ClassVar

import typer

from benchmarks.question import Question
from benchmarks.question_command import QuestionGroup, answered
from benchmarks.registry import EVALUATIONS, Registry
from edge.terminal.output import write_json


class EvaluateGroup(QuestionGroup):
    """`physio evaluate`, whose figures depend on no machine."""

    registry: ClassVar[Registry] = EVALUATIONS

    def ask(self, name: str, question: Question, json: Path | None) -> None:
        """Answer a question of accuracy; its JSON is the figures alone."""
        write_json(answered(name, question), json)


app = typer.Typer(cls=EvaluateGroup)


@app.callback()
def evaluate() -> None:
    """Questions of accuracy, each against a truth that is known."""
