"""The words of resources/rules/words.toml, compiled; unknown or missing keys fail at load."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from core import paths
from core.rules.loading import RuleDataError

_KEYS = {
    "template": {"patterns"},
    "doubled": {"right", "government", "marks", "unfinished"},
    "other_year": {"opening", "history", "plans", "deeds"},
}
Pattern = re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Wordlist:
    """Patterns of rules 13 and 16; opening is the source of a pattern that a year is put in front of."""

    template: Pattern
    right: Pattern
    government: Pattern
    marks: Pattern
    unfinished: Pattern
    opening: str
    history: Pattern
    plans: Pattern
    deeds: Pattern


@cache
def wordlist() -> Wordlist:
    """The words; RuleDataError when the file holds other keys than the program asks for."""
    data = tomllib.loads((paths.resources() / "rules" / "words.toml").read_text("utf-8"))
    check_keys(data)
    doubled, years = data["doubled"], data["other_year"]
    return Wordlist(
        template=re.compile("|".join(data["template"]["patterns"])),
        right=re.compile(doubled["right"]),
        government=re.compile(doubled["government"]),
        marks=re.compile(doubled["marks"]),
        unfinished=re.compile(doubled["unfinished"]),
        opening=years["opening"],
        history=re.compile(years["history"]),
        plans=re.compile(years["plans"]),
        deeds=re.compile(years["deeds"]),
    )


def check_keys(data: dict[str, Any]) -> None:
    """RuleDataError unless the tables and keys are exactly the known ones."""
    if {name: set(table) for name, table in data.items()} != _KEYS:
        raise RuleDataError("words.toml: other tables or keys than the program knows")
