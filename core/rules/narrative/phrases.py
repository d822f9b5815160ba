"""The patterns of resources/rules/narrative.toml, compiled and checked against the schemas at load."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Any

from core import paths, schema
from core.model import CellRef
from core.rules.loading import RuleDataError

Option = tuple[CellRef, ...]
Editions = tuple[str, str, str]  # of tables 2, 3 and 4
_PHRASE_KEYS = {"name", "before", "after", "units", "needs", "cells", "dispute", "each", "acts", "both", "unless"}
_DENIAL_KEYS = {"name", "pattern", "says", "dispute", "cells"}
_EXCLUDE_KEYS = (
    *("joined", "change", "other_time", "compare", "own_time", "others", "ours"),
    *("channel", "channel_clause", "published", "listed", "among", "tribunal"),
)
_FRAGMENT = re.compile(r"<([A-Z]+)>")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A way to speak of cells. before is tried on the words up to a number, after on those behind its unit.

    needs: topics of which one must govern; dispute: only where the text speaks of 政府信息公开; each: the number
    holds for each entry of cells apart; acts: shut out by speech of published pages and lists of powers; both: before
    and after must match; unless: not in sentences like this.
    """

    name: str
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    money: bool
    needs: frozenset[str]
    cells: tuple[str, ...]
    dispute: bool = False
    each: bool = False
    acts: bool = False
    both: bool = False
    unless: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class Denial:
    """Words that say something did not happen; says is the clerk's wording of it."""

    name: str
    pattern: re.Pattern[str]
    says: str
    cells: tuple[str, ...]
    dispute: bool = False


@dataclass(frozen=True, slots=True)
class Phrasebook:
    """Everything of narrative.toml. topics: one pattern whose group names are the topics."""

    topics: re.Pattern[str]
    phrases: tuple[Phrase, ...]
    exclude: Mapping[str, re.Pattern[str]]
    denials: tuple[Denial, ...]


@cache
def phrasebook() -> Phrasebook:
    """The patterns; RuleDataError for an unknown key, topic, fragment or cell."""
    data = tomllib.loads((paths.resources() / "rules" / "narrative.toml").read_text("utf-8"))
    if set(data) != {"fragments", "topics", "phrase", "exclude", "denial"}:
        raise RuleDataError(f"narrative.toml: unknown or missing tables in {sorted(data)}")
    fragments, topics = data["fragments"], data["topics"]
    if set(data["exclude"]) != set(_EXCLUDE_KEYS):
        raise RuleDataError("narrative.toml: [exclude] has other keys than the program")
    return Phrasebook(
        topics=re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in topics.items())),
        phrases=tuple(_phrase(item, fragments, set(topics)) for item in data["phrase"]),
        exclude={name: re.compile(pattern) for name, pattern in data["exclude"].items()},
        denials=tuple(_denial(item) for item in data["denial"]),
    )


def _phrase(data: Mapping[str, Any], fragments: Mapping[str, str], topics: set[str]) -> Phrase:
    _check(data, _PHRASE_KEYS)
    if unknown := set(data.get("needs", ())) - topics:
        raise RuleDataError(f"{data['name']}: unknown topics {sorted(unknown)}")
    return Phrase(
        name=data["name"],
        before=_any(data["before"], "<TAIL>$", fragments),
        after=_any(data["after"], "", fragments),
        money=data["units"] == "money",
        needs=frozenset(data.get("needs", ())),
        cells=tuple(data["cells"]),
        dispute=data.get("dispute", False),
        each=data.get("each", False),
        acts=data.get("acts", False),
        both=data.get("both", False),
        unless=re.compile(data["unless"]) if "unless" in data else None,
    )


def _any(patterns: list[str], end: str, fragments: Mapping[str, str]) -> re.Pattern[str] | None:
    """One pattern for several; None for none."""
    return re.compile(_fill(f"(?:{'|'.join(patterns)}){end}", fragments)) if patterns else None


def _denial(data: Mapping[str, Any]) -> Denial:
    _check(data, _DENIAL_KEYS)
    pattern = re.compile(data["pattern"])
    return Denial(data["name"], pattern, data["says"], tuple(data["cells"]), data.get("dispute", False))


def _check(data: Mapping[str, Any], keys: set[str]) -> None:
    name = data.get("name", "?")
    if unknown := set(data) - keys:
        raise RuleDataError(f"{name}: unknown keys {sorted(unknown)}")
    known = {part for edition in schema.editions() for part in _known((edition, edition, edition))}
    for term in (t for spec in data["cells"] for t in spec.split("+") if "@" not in t):
        if not any(_matches(term, cell) for cell in known):
            raise RuleDataError(f"{name}: no cell {term!r} in any edition")


def _fill(pattern: str, fragments: Mapping[str, str]) -> str:
    for _ in range(4):
        pattern = _FRAGMENT.sub(lambda m: fragments[m.group(1)], pattern)
    if _FRAGMENT.search(pattern):
        raise RuleDataError(f"fragments of {pattern!r} run in a circle")
    return pattern


@cache
def _known(editions: Editions) -> tuple[tuple[int, str, str], ...]:
    shapes = (schema.shape(edition, table) for table, edition in zip((2, 3, 4), editions, strict=True))
    return tuple((ref.table, ref.row, ref.column) for shape in shapes for ref in shape.refs)


def _matches(term: str, cell: tuple[int, str, str]) -> bool:
    table, row, column = term.split(".")
    stem = row.removesuffix("*")
    return (int(table), column) == (cell[0], cell[2]) and (cell[1].startswith(stem) if stem != row else cell[1] == row)


@cache
def option(spec: str, editions: Editions) -> Option:
    """The cells of one alternative; () when the editions lack any of its terms."""
    terms = [tuple(CellRef(*c) for c in _known(editions) if _matches(t, c)) for t in spec.split("+")]
    return tuple(ref for refs in terms for ref in refs) if all(terms) else ()


def options(cells: tuple[str, ...], editions: Editions, names: Mapping[str, tuple[str, ...]]) -> Iterator[Option]:
    """The alternatives of a phrase, with @row, @block and @doc replaced by the rows the text spoke of.

    names maps each placeholder to its alternatives, each a sum of row keys ("received+carried_in").
    """
    for spec in cells:
        for written in _spoken(spec, names):
            if found := option(written, editions):
                yield found


def _spoken(spec: str, names: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    match = re.search(r"@\w+", spec)
    if not match:
        yield spec
        return
    for alternative in names.get(match.group(), ()):
        pairs = product(spec.split("+"), alternative.split("+"))
        yield "+".join(_term(term, match.group(), row) for term, row in pairs)


def _term(term: str, placeholder: str, row: str) -> str:
    table = {"@row": "3.", "@block": "4."}.get(placeholder, "")
    term = term if term[0].isdigit() else table + term
    return term.replace(placeholder, row)
