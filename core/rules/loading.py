"""Rules as data: resources/rules/*.toml, checked in full when they are loaded, never while they run."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from core import paths
from core.finding import Severity
from core.rules.data.body import KEYS, Body, BodyError, parse_body

FILES = ("equations", "cells", "text", "structure", "scale", "years", "sets", "review")
EXAMPLES = ("notice_2025",)  # rules of single places, shipped as an example and off until chosen
_REQUIRED = {"id", "title", "severity", "source"}
_OPTIONAL = {"number", "check", "why", "since", "until", "profiles", "on"} | KEYS
OWN = "单位"  # the number of a rule that an office wrote itself

T = TypeVar("T", bound=StrEnum)


class RuleDataError(Exception):
    """A rule file contradicts itself, the schema or the program: a bug in our data, or a mistake in an office's own."""


class Profile(StrEnum):
    """Kind of unit that reports; some rules ask more of a government than of a department."""

    DEPARTMENT = "department"
    GOVERNMENT = "government"
    TOWNSHIP = "township"


@dataclass(frozen=True, slots=True)
class RuleInfo:
    """A rule for the catalogue. number is the paragraph of the rule list; source the clause or notice;
    why one more sentence for the help; check the function that judges it (see registry). A rule is not judged for
    another kind of unit than its profiles, nor for report years before since or after until.

    A rule has a check, a function of the program, or a body, which is data (see core/rules/data). on False: it is
    judged only when the settings give it a severity. file is the office's file it comes from, "" for ours."""

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
    body: Body | None = None
    on: bool = True
    file: str = ""


@cache
def rules() -> Mapping[str, RuleInfo]:
    """Every rule of the program by its id, in the files' order; RuleDataError when the data are wrong."""
    folder = paths.resources() / "rules"
    found = [rule for name in FILES for rule in read(folder / f"{name}.toml")]
    found += [replace(rule, on=False) for name in EXAMPLES for rule in read(folder / "examples" / f"{name}.toml")]
    result: dict[str, RuleInfo] = {}
    for rule in found:
        if rule.id in result:
            raise RuleDataError(f"{rule.id}：编号重复")
        result[rule.id] = rule
    return MappingProxyType(result)


def read(path: Path) -> list[RuleInfo]:
    """The rules of one file; RuleDataError names the file, the rule at fault and what is wrong with it."""
    try:
        data = tomllib.loads(path.read_text("utf-8"))
        if set(data) != {"rule"}:
            raise RuleDataError(f"不认识的部分 {sorted(set(data) - {'rule'})}")
        return [parse(item) for item in data["rule"]]
    except (tomllib.TOMLDecodeError, RuleDataError) as error:
        raise RuleDataError(f"{path.name}: {error}") from error


def parse(data: Mapping[str, Any], own: str = "") -> RuleInfo:
    """One rule of a file, every key known and every value of its kind; own: the office's file it stands in."""
    name = data.get("id", "?")
    if missing := sorted(_REQUIRED - set(data)):
        raise RuleDataError(f"{name}：缺少 {'、'.join(missing)}")
    if unknown := sorted(set(data) - _REQUIRED - _OPTIONAL):
        raise RuleDataError(f"{name}：不认识的项目 {'、'.join(unknown)}")
    if ("check" in data) == ("kind" in data) or (own and "check" in data):
        raise RuleDataError(f"{name}：缺少 kind（words、required、length 或 figures）")
    for key in ("id", "title", "source", "why"):
        if not isinstance(data.get(key, ""), str):
            raise RuleDataError(f"{name}：{key} 应是文字")
    try:
        body = parse_body(data) if "kind" in data else None
    except BodyError as error:
        raise RuleDataError(f"{name}：{error}") from None
    return RuleInfo(
        id=name,
        number=data.get("number", OWN),
        title=data["title"],
        severity=_one_of(name, "severity", Severity, data["severity"]),
        source=data["source"],
        why=data.get("why", ""),
        profiles=tuple(_one_of(name, "profiles", Profile, p) for p in data.get("profiles", Profile)),
        check=data.get("check", ""),
        since=_year(name, data.get("since", 0)),
        until=_year(name, data.get("until", 9999)),
        body=body,
        on=bool(data.get("on", True)),
        file=own,
    )


def _one_of(name: str, key: str, kind: type[T], value: str) -> T:
    try:
        return kind(value)
    except ValueError:
        raise RuleDataError(f"{name}：{key} 应是 {'、'.join(kind)} 之一，而写的是 {value!r}") from None


def _year(name: str, value: object) -> int:
    if type(value) is not int:
        raise RuleDataError(f"{name}：{value!r} 不是年份")
    return value
