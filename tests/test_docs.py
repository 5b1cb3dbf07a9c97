"""What the documents show works, and is up to date."""

import re
from pathlib import Path

from edge.cli import COMMANDS
from edge.records.plan import Plan, documentation

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_plan_in_the_readme_is_a_plan() -> None:
    example = re.search(r"```toml\n(.*?)```", README, re.DOTALL)
    assert example is not None
    assert Plan.from_toml(example[1]).exercises[0].prescribed == 16


def test_every_field_of_a_plan_is_documented() -> None:
    assert documentation() in (ROOT / "docs" / "plan.md").read_text(encoding="utf-8")


def test_the_readme_names_only_commands_that_there_are() -> None:
    named = set(re.findall(r"physio ([a-z]+)", README))
    assert len(named) > 10
    assert named <= set(COMMANDS)


def test_the_picture_and_the_links_are_there() -> None:
    targets = re.findall(r"\]\((?!http)([^)#]+)\)", README)
    assert len(targets) > 3
    for target in targets:
        assert (ROOT / target).exists(), target
