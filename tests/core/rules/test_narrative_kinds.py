"""Every kind of sentence of tests/data/narrative_kinds.toml is read as a careful person reads it."""

import tomllib
from pathlib import Path

import pytest

from core.rules.narrative.reading import Setting, read

KINDS = tomllib.loads((Path(__file__).parents[2] / "data" / "narrative_kinds.toml").read_text("utf-8"))["kind"]
SENTENCES = [
    pytest.param(text, says, kind.get("topic", False), id=f"{kind['name']}: {text[:16]}")
    for kind in KINDS
    for text, says in kind["sentences"]
]


@pytest.mark.parametrize(("text", "says", "topic"), SENTENCES)
def test_a_sentence_says_what_it_says_and_nothing_else(text, says, topic):
    reading = read(text, Setting(2024, ("2021",) * 3, True, False, "requests" if topic else ""))
    found = [f"{'' if b.certain else '?'}{text[b.start : b.end]}:{b.phrase}" for b in reading.bounds]
    denied = [f"-{d.denial.name}" for d in reading.denials]
    assert sorted(found + denied) == sorted(says)
