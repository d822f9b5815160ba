"""A data rule over a report."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from core import text as characters
from core.finding import Finding
from core.model import Paragraph, Report
from core.rules.context import Context, Unknown, quote_of, sentence_around
from core.rules.data.body import Body, Where, fill
from core.rules.data.figures import compare
from core.values import show


@dataclass
class _Found:
    """The same words, once or several times."""

    section: int
    index: int
    paragraph: Paragraph
    match: re.Match[str]
    times: int = field(default=1)


def judge_body(rule: str, body: Body) -> Callable[[Context], Iterator[Finding | Unknown]]:
    """The check of one data rule."""

    def check(context: Context) -> Iterator[Finding | Unknown]:
        for condition in body.when:
            compared = compare(condition, context.report)
            if compared is None:
                yield Unknown(rule)
                return
            if not compared.holds:
                return
        yield from _KINDS[body.kind](context, rule, body)

    return check


def paragraphs_at(report: Report, where: tuple[Where, ...]) -> Iterator[tuple[int, int, Paragraph]]:
    """Section (0 outside the six), index and paragraph of every text at these places."""
    for place in where:
        if place == "title":
            yield 0, 0, Paragraph(report.title)
        elif place in ("preamble", "closing"):
            for index, paragraph in enumerate(report.preamble if place == "preamble" else report.closing):
                yield 0, index, paragraph
        elif isinstance(place, int):
            for index, paragraph in enumerate(report.section(place).paragraphs):
                yield place, index, paragraph


def _words(context: Context, rule: str, body: Body) -> Iterator[Finding | Unknown]:
    year = context.report.year
    if body.year and year is None:
        yield Unknown(rule)
        return
    found: dict[str, _Found] = {}
    places = list(paragraphs_at(context.report, body.where))
    texts = (paragraph.text for _, _, paragraph in places)
    matched = context.answers.each(("words", rule), (body, year), texts, lambda t: tuple(matches(body, t, year)))
    for section, index, paragraph in places:
        for match in matched[paragraph.text]:
            words = paragraph.text[match.start() : match.end()]
            if words in found:
                found[words].times += 1
            else:
                found[words] = _Found(section, index, paragraph, match)
    for words, first in found.items():
        shown = masked(words) if body.mask else words
        message = fill(
            body.message,
            found=shown,
            found_year=first.match.groupdict().get("year") or "",
            year=year or "",
            agency=context.report.agency or "本单位",
        )
        again = f"同样的写法共 {first.times} 处。" if first.times > 1 else ""
        quote = quote_of(first.section, first.index, first.paragraph, *first.match.span())
        yield context.found(rule, message + again, quote=quote, actual=shown, subject=shown[:40])


def matches(body: Body, text: str, year: int | None) -> Iterator[re.Match[str]]:
    """Places of a text that a words rule is about; width of characters does not matter."""
    plain = characters.narrow(text)
    for pattern in body.find:
        for match in pattern.finditer(plain):
            if not match.group():
                continue
            if body.unless and body.unless.search(sentence_around(plain, *match.span())):
                continue
            if body.year and year is not None:
                said = int(match.group("year"))
                if (body.year == "other" and said == year) or (body.year == "past" and said > year):
                    continue
            yield match


def masked(words: str) -> str:
    """Digits hidden but for the first three and the last two: 138******45."""
    places = [i for i, c in enumerate(words) if c.isdigit() or c in "Xx"]
    hidden = set(places[3:-2])
    return "".join("*" if i in hidden else c for i, c in enumerate(words))


def _required(context: Context, rule: str, body: Body) -> Iterator[Finding]:
    texts = [characters.narrow(p.text) for _, _, p in paragraphs_at(context.report, body.where)]
    joined = "\n".join(texts)
    # An empty section is told by the rules of structure.
    if len(characters.squeeze(joined)) < max(1, body.least) or any(pattern.search(joined) for pattern in body.find):
        return
    message = fill(body.message, year=context.report.year or "", agency=context.report.agency or "本单位")
    yield context.found(rule, message, section=_section(body))


def _length(context: Context, rule: str, body: Body) -> Iterator[Finding]:
    length = sum(len(characters.squeeze(p.text)) for _, _, p in paragraphs_at(context.report, body.where))
    if not length or (length >= body.least and (not body.most or length <= body.most)):
        return
    message = fill(
        body.message, length=length, year=context.report.year or "", agency=context.report.agency or "本单位"
    )
    expected = f"不超过 {body.most} 字" if body.most and length > body.most else f"不少于 {body.least} 字"
    yield context.found(rule, message, section=_section(body), expected=expected, actual=length)


def _section(body: Body) -> int:
    """The section a finding without a quote is shown in."""
    return next((place for place in body.where if isinstance(place, int)), 0)


def _figures(context: Context, rule: str, body: Body) -> Iterator[Finding | Unknown]:
    for comparison in body.holds:
        compared = compare(comparison, context.report)
        if compared is None:
            yield Unknown(rule)
        elif not compared.holds:
            message = fill(
                body.message,
                left=show(compared.left),
                right=show(compared.right),
                year=context.report.year or "",
                agency=context.report.agency or "本单位",
            )
            yield context.found(
                rule,
                message,
                cells=compared.left_cells,
                related=compared.right_cells,
                expected=f"{comparison.operator} {show(compared.right)}",
                actual=compared.left,
                subject=comparison.text,
            )


_KINDS = {"words": _words, "required": _required, "length": _length, "figures": _figures}
