"""Rule 17: what section one must speak of."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from core import paths
from core import text as characters
from core.finding import Finding
from core.rules.context import Context
from core.rules.loading import Profile, RuleDataError

RULES = ("section1.topics",)


@dataclass(frozen=True, slots=True)
class Topic:
    """A matter section one covers, and words that show it does."""

    name: str
    pattern: re.Pattern[str]
    profiles: tuple[Profile, ...]


@cache
def topics() -> tuple[Topic, ...]:
    """The matters of resources/rules/topics.toml; RuleDataError for an unknown key."""
    data = tomllib.loads((paths.resources() / "rules" / "topics.toml").read_text("utf-8"))
    return tuple(_topic(item) for item in data["topic"])


def _topic(data: dict[str, str | list[str]]) -> Topic:
    if set(data) - {"name", "pattern", "profiles"}:
        raise RuleDataError(f"topics.toml: unknown keys in {data}")
    profiles = data.get("profiles") or tuple(Profile)
    return Topic(str(data["name"]), re.compile(str(data["pattern"])), tuple(Profile(p) for p in profiles))


def check(context: Context) -> Iterator[Finding]:
    """One finding a missing topic; an empty section one is one finding in all."""
    section = context.report.section(1)
    if section.heading is None:
        return
    text = section.text
    if not characters.squeeze(text):
        message = "第一部分“总体情况”是空的，请写明主动公开、依申请公开、政府信息管理、平台建设、监督保障等情况。"
        yield context.found("section1.topics", message, section=1, subject="empty")
        return
    for name in missing(text, context.profile):
        message = f"第一部分没有说到“{name}”的情况，请补充；没有开展的也请说明。"
        yield context.found("section1.topics", message, section=1, subject=name)


@lru_cache(maxsize=64)
def missing(text: str, profile: Profile) -> tuple[str, ...]:
    """Names of the topics a section one does not speak of."""
    plain = characters.squeeze(text)
    return tuple(t.name for t in topics() if profile in t.profiles and not t.pattern.search(plain))
