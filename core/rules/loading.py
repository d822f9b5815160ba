"""Rules as data: resources/rules/*.toml, checked in full when they are loaded, never while they run."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from core import paths
from core.finding import Severity

FILES = ("equations", "cells", "text", "structure", "scale", "years", "sets")
_REQUIRED = {"id", "number", "title", "severity", "source", "check"}
_OPTIONAL = {"why", "since", "until", "profiles"}

T = TypeVar("T", bound=StrEnum)


class RuleDataError(Exception):
    """A rule file contradicts itself, the schema or the program (a bug in our data, found at load)."""


class Profile(StrEnum):
    """Kind of unit that reports; some rules ask more of a government than of a department."""

    DEPARTMENT = "department"
    GOVERNMENT = "government"
    TOWNSHIP = "township"


@dataclass(frozen=True, slots=True)
class RuleInfo:
    """A rule for the catalogue. number is the paragraph of the rule list; source the clause or notice;
    why one more sentence for the help; check the function that judges it (see registry). A rule is not judged for
    another kind of unit than its profiles, nor for tables of an edition that began before since or after until."""

    id: str
    number: str
    title: str
    severity: Severity
    source: str
    why: str = ""
    profiles: tuple[Profile, ...] = tuple(Profile)
    check: str = ""
    since: int = 0
    until: int = 9999


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
    return RuleInfo(
        id=name,
        number=data["number"],
        title=data["title"],
        severity=_one_of(name, Severity, data["severity"]),
        source=data["source"],
        why=data.get("why", ""),
        profiles=tuple(_one_of(name, Profile, p) for p in data.get("profiles", Profile)),
        check=data["check"],
        since=_year(name, data.get("since", 0)),
        until=_year(name, data.get("until", 9999)),
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


def _year(name: str, value: object) -> int:
    if type(value) is not int:
        raise RuleDataError(f"{name}: {value!r} is no year")
    return value
