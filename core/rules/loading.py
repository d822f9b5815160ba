"""Rules as data: resources/rules/*.toml, checked in full when they are loaded, never while they run."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from core import paths
from core.finding import Severity
from core.schema import EDITIONS

FILES = ("equations", "cells", "text", "structure", "scale", "years", "sets")
_REQUIRED = {"id", "number", "title", "severity", "source"}
_OPTIONAL = {"why", "editions", "profiles", "check", "linear"}
_LINEAR = {"table", "each", "left", "right"}

T = TypeVar("T", bound=StrEnum)


class RuleDataError(Exception):
    """A rule file contradicts itself, the schema or the program (a bug in our data, found at load)."""


class Profile(StrEnum):
    """Kind of unit that reports; some rules ask more of a government than of a department."""

    DEPARTMENT = "department"
    GOVERNMENT = "government"
    TOWNSHIP = "township"


@dataclass(frozen=True, slots=True)
class LinearSpec:
    """A linear rule before it is expanded: row keys for each column, or column keys for each row."""

    table: int
    each: str
    left: tuple[str, ...]
    right: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RuleInfo:
    """A rule for the catalogue. number is the paragraph of the rule list; source the clause or notice;
    why one more sentence for the help. A rule is guarded: it is not judged outside its editions and profiles."""

    id: str
    number: str
    title: str
    severity: Severity
    source: str
    why: str = ""
    editions: tuple[str, ...] = EDITIONS
    profiles: tuple[Profile, ...] = tuple(Profile)
    check: str = ""
    linear: LinearSpec | None = None


@cache
def rules() -> Mapping[str, RuleInfo]:
    """Every rule by its id, in the files' order; RuleDataError when the data are wrong."""
    folder = paths.resources() / "rules"
    return MappingProxyType(_collect(rule for name in FILES for rule in read(folder / f"{name}.toml")))


def _collect(found: Iterator[RuleInfo]) -> dict[str, RuleInfo]:
    result: dict[str, RuleInfo] = {}
    for rule in found:
        if rule.id in result:
            raise RuleDataError(f"{rule.id}: defined twice")
        result[rule.id] = rule
    return result


def read(path: Path) -> list[RuleInfo]:
    """The rules of one file; RuleDataError names the file and the rule at fault."""
    try:
        data = tomllib.loads(path.read_text("utf-8"))
        if set(data) != {"rule"}:
            raise RuleDataError(f"unknown tables {sorted(set(data) - {'rule'})}")
        return [parse(item) for item in data["rule"]]
    except (tomllib.TOMLDecodeError, RuleDataError) as error:
        raise RuleDataError(f"{path.name}: {error}") from error


def parse(data: Mapping[str, Any]) -> RuleInfo:
    """One rule of a file, every key known and every value of its kind."""
    name = data.get("id", "?")
    _keys(name, data, _REQUIRED, _OPTIONAL)
    if ("check" in data) == ("linear" in data):
        raise RuleDataError(f"{name}: either a check or a linear form")
    return RuleInfo(
        id=name,
        number=data["number"],
        title=data["title"],
        severity=_one_of(name, Severity, data["severity"]),
        source=data["source"],
        why=data.get("why", ""),
        editions=_editions(name, data.get("editions", EDITIONS)),
        profiles=tuple(_one_of(name, Profile, p) for p in data.get("profiles", Profile)),
        check=data.get("check", "balance"),
        linear=_linear(name, data["linear"]) if "linear" in data else None,
    )


def _keys(name: str, data: Mapping[str, Any], required: Set[str], optional: Set[str] = frozenset()) -> None:
    if missing := required - set(data):
        raise RuleDataError(f"{name}: lacks {sorted(missing)}")
    if unknown := set(data) - required - optional:
        raise RuleDataError(f"{name}: unknown keys {sorted(unknown)}")


def _one_of(name: str, kind: type[T], value: str) -> T:
    try:
        return kind(value)
    except ValueError:
        raise RuleDataError(f"{name}: {value!r} is no {kind.__name__}") from None


def _editions(name: str, values: Iterable[str]) -> tuple[str, ...]:
    if unknown := set(values) - set(EDITIONS):
        raise RuleDataError(f"{name}: unknown editions {sorted(unknown)}")
    return tuple(values)


def _linear(name: str, data: Mapping[str, Any]) -> LinearSpec:
    _keys(name, data, _LINEAR)
    if data["each"] not in ("row", "column"):
        raise RuleDataError(f"{name}: each must be row or column")
    return LinearSpec(data["table"], data["each"], tuple(data["left"]), tuple(data["right"]))
