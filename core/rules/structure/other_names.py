"""Names that were left over from another office's report: its agency, its county, its website; or no name at all."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core import text as characters
from core.finding import Finding
from core.model import Paragraph
from core.rules.context import Context, Unknown, quote_of
from core.rules.loading import Profile
from core.rules.structure.identity import same_agency

# A sentence that tells of an agency's own work: 2024年，清河县水利局认真贯彻…, 清河县水利局高度重视….
_SUBJECT = re.compile(
    r"(?:^|[。；;\n])\s*(?:[（(]?[一二三四五六七八九十\d]{1,2}[）)、.]\s*)?(?:20\d{2}年(?:度)?[，,]?)?"
    r"(?P<name>[一-龥]{3,14}(?:局|委员会|镇|乡|街道办事处|街道|学校|医院))"
    r"(?=认真|严格|坚持|围绕|按照|深入|高度重视|积极|切实|全面|紧紧|不断|始终|共(?:收到|公开|发布|受理)|主动公开)"
)
_OURSELVES = re.compile(
    "我|本|各|该|全|上级|有关|相关|等|及|和|与|对|在|由|让|为|使|组织|通过|指导|督促|要求|会同|联合"
)
_REGION = re.compile(r"[一-龥]{2,3}(?:自治县|县|旗|区)")
# 清河县人民政府网站, 清河县政府门户网, "清河县政务公开平台": the place where the report says it publishes.
_SITE = re.compile(r"(?P<name>[一-龥]{2}(?:县|旗|区))(?:人民)?政府(?:门户)?(?:网站|网|信息网|信息公开(?:平台|网|专栏))")
# Not a county's name: 年在县 (全年在县政府网站), 通过区 (通过区政府网站), 市辖区, 开发区.
_NO_REGION = re.compile(
    "[本我各该全在于由到从向年月日的过了录陆为以和与或及个级托按照登用对将把使其此市省州地等是经、]"
    "|城区|园区|地区|辖区|社区|新区|开发区|高新区|示范区|景区|片区|专区"
)


def other_agency(context: Context) -> Iterator[Finding | Unknown]:
    """A sentence about another agency's own work in the report of a department or township."""
    agency = context.report.agency
    if not agency or context.profile is Profile.GOVERNMENT:
        yield Unknown("text.other_agency")
        return
    told: set[str] = set()
    places = list(_all_paragraphs(context))
    subjects = context.answers.each("subjects", None, (p.text for _, _, p in places), _subjects)
    for section, index, paragraph in places:
        for match in subjects[paragraph.text]:
            name = match["name"]
            if name in told or _OURSELVES.search(name) or _ours(name, agency):
                continue
            told.add(name)
            quote = quote_of(section, index, paragraph, *match.span("name"))
            message = f"这一句说的是“{name}”，而报告的机关是“{agency}”，请核对是否从别的报告抄来而没有改。"
            yield context.found("text.other_agency", message, quote=quote, expected=agency, actual=name, subject=name)


def _subjects(text: str) -> tuple[re.Match[str], ...]:
    return tuple(_SUBJECT.finditer(characters.narrow(text)))


def _sites(text: str) -> tuple[re.Match[str], ...]:
    return tuple(_SITE.finditer(characters.narrow(text)))


def _all_paragraphs(context: Context) -> Iterator[tuple[int, int, Paragraph]]:
    for index, paragraph in enumerate(context.report.preamble):
        yield 0, index, paragraph
    yield from context.paragraphs()


def _ours(name: str, agency: str) -> bool:
    """石桥镇 in the report of 石桥镇人民政府, 县民政局 in that of 云溪县民政局."""
    short = agency.removesuffix("人民政府").removesuffix("办事处")
    return same_agency(name, agency) or same_agency(name.removesuffix("办事处"), short) or short.endswith(name)


def other_region(context: Context) -> Iterator[Finding | Unknown]:
    """The website of another county than the report's own."""
    agency = context.report.agency or ""
    own = _REGION.search(agency)
    if own is None:
        yield Unknown("text.other_region")
        return
    told: set[str] = set()
    places = list(_all_paragraphs(context))
    sites = context.answers.each("sites", None, (p.text for _, _, p in places), _sites)
    for section, index, paragraph in places:
        for match in sites[paragraph.text]:
            name = match["name"]
            if name in told or _NO_REGION.search(name) or name in agency:
                continue
            told.add(name)
            quote = quote_of(section, index, paragraph, *match.span())
            message = f"写的是“{match.group()}”，而本单位在“{own.group()}”，请核对是否从别的报告抄来而没有改。"
            yield context.found(
                "text.other_region", message, quote=quote, expected=own.group(), actual=name, subject=name
            )


_LEAST = 120  # characters of section one below which nothing is said
_OWN_FIGURE = re.compile(
    r"\d+(?:\.\d+)?(?:余|多)?(?!年|\d|号|条例|月|日)|[一二三四五六七八九十百千两]+(?:条|件|次|篇|期|场|个|名|人)"
)
_WE = re.compile(r"[我本](?:局|委|办|镇|乡|街道|县|区|旗|市|院|中心|单位|机关|部门)")


def nameless(context: Context) -> Iterator[Finding | Unknown]:
    """A section one that names no agency and no figure could stand in any report."""
    texts = [paragraph.text for paragraph in context.report.section(1).paragraphs]
    plain = context.answers.each("section1.nameless", None, texts, lambda t: characters.squeeze(characters.narrow(t)))
    text = "".join(plain[each] for each in texts)
    agency = context.report.agency
    if len(text) < _LEAST or not agency:
        yield Unknown("section1.nameless")
        return
    region = _REGION.search(agency)
    named = agency in text or (region is not None and region.group() in text) or bool(_WE.search(text))
    if not named and not _OWN_FIGURE.search(text):
        message = "第一部分没有写机关的名称，也没有一个数字，放在哪个单位的报告里都可以，请写明本单位的做法和数字。"
        yield context.found("section1.nameless", message, section=1)
