"""Rule 17: what section one must speak of."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from core import paths
from core import text as characters
from core.finding import Finding
from core.rules.context import Context, Unknown
from core.rules.loading import Profile, RuleDataError

RULES = ("section1.topics",)
# A sub-heading of section one: （二）依申请公开情况。, 3.政府信息管理：, 四是平台建设情况 (alone in its paragraph).
_SUBHEADING = re.compile(
    r"[（(]?[一二三四五六七八九十\d]{1,3}(?:[）)、.．]|是)\s*([^。，：:；,;]{2,24}?)(?:[。：:]|\s*$)"
)
_TELLING = 20  # characters of a body from which one can say that it speaks of something else (加强维护。 is too short)
_SHOWN = 16  # characters of a body that a message quotes


@dataclass(frozen=True, slots=True)
class Topic:
    """A matter section one covers: words that show it does, and words one of which the text under its own sub-heading
    must have (依申请公开 that speaks of notice boards alone is not covered)."""

    name: str
    pattern: re.Pattern[str]
    about: re.Pattern[str]
    profiles: tuple[Profile, ...]


@cache
def topics() -> tuple[Topic, ...]:
    """The matters of resources/rules/topics.toml; RuleDataError for an unknown key."""
    data = tomllib.loads((paths.resources() / "rules" / "topics.toml").read_text("utf-8"))
    return tuple(_topic(item) for item in data["topic"])


def _topic(data: dict[str, str | list[str]]) -> Topic:
    if set(data) - {"name", "pattern", "about", "profiles"}:
        raise RuleDataError(f"topics.toml: unknown keys in {data}")
    profiles = data.get("profiles") or tuple(Profile)
    pattern = str(data["pattern"])
    about = re.compile(str(data.get("about", pattern)))
    return Topic(str(data["name"]), re.compile(pattern), about, tuple(Profile(p) for p in profiles))


def missing_topics(context: Context) -> Iterator[Finding]:
    """One finding a missing topic; an empty section one is one finding in all."""
    section = context.report.section(1)
    if section.heading is None:
        return
    if not any(characters.squeeze(paragraph.text) for paragraph in section.paragraphs):
        message = "第一部分“总体情况”是空的，请写明主动公开、依申请公开、政府信息管理、平台建设、监督保障等情况。"
        yield context.found("section1.topics", message, section=1, subject="empty")
        return
    texts = [p.text for p in section.paragraphs]
    for name, why in missing(texts, context.profile):
        yield context.found("section1.topics", why, section=1, subject=name)


def missing(texts: Sequence[str], profile: Profile) -> list[tuple[str, str]]:
    """The topics that the paragraphs of section one do not cover, each with a sentence that says why."""
    parts = _parts(texts)
    bodies = "".join(body for _, body in parts)
    found = []
    for topic in topics():
        if profile not in topic.profiles:
            continue
        own = [(heading, body) for heading, body in parts if heading and topic.pattern.search(heading)]
        if own and not any(body for _, body in own):
            found.append((topic.name, f"第一部分“{topic.name}”只有小标题，没有内容，请补充；没有开展的也请说明。"))
        elif len(own) == 1 and len(own[0][1]) >= _TELLING and not topic.about.search(own[0][1]):
            said = own[0][1][:_SHOWN]
            why = f"第一部分“{own[0][0]}”之下写的是“{said}……”，没有说到{topic.name}，请核对。"
            found.append((topic.name, why))
        elif not own and not topic.pattern.search(bodies):
            found.append((topic.name, f"第一部分没有说到“{topic.name}”的情况，请补充；没有开展的也请说明。"))
    return found


def _parts(texts: Sequence[str]) -> list[tuple[str, str]]:
    """(sub-heading, text under it) in order; '' as the heading of what stands before the first."""
    parts: list[tuple[str, str]] = [("", "")]
    for text in texts:
        plain = characters.squeeze(text)
        match = _SUBHEADING.match(plain)
        if match:
            parts.append((match.group(1), plain[match.end() :]))
        else:
            heading, body = parts[-1]
            parts[-1] = (heading, body + plain)
    return parts


def length(context: Context) -> Iterator[Finding | Unknown]:
    """Section one against the longest that the settings allow."""
    most = context.settings.section1_most
    if not most:
        yield Unknown("section1.length")
        return
    there = len(characters.squeeze(context.report.section(1).text))
    if there > most:
        message = f"第一部分有 {there} 字，超过设置的 {most} 字，请精简。"
        yield context.found("section1.length", message, section=1, expected=f"不超过 {most} 字", actual=there)
