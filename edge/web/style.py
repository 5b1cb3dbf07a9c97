"""The rules of style that the pages of patient and clinic share."""

from pathlib import Path
from typing import Final

BASE: Final = Path(__file__).with_name("base.css").read_text(encoding="utf-8")
