"""Printed pages of sections, drawn by the project: a title, headings, paragraphs of several lines, a page's number."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from PIL import Image, ImageDraw, ImageFont
from scan_pages import FONTS, INCH

from core.schema import load

PAPER = (595, 842)
_NOT_FIRST = "，。；：、）》”％%"
_SENTENCES = (
    "全年主动公开政府信息{n}条，其中通过网站公开{n}条",
    "收到的申请已经全部按期答复，没有因此引起行政复议",
    "开展业务培训{n}次，参训人员{n}人次",
    "公开的目录更新及时，栏目设置清楚",
    "受理窗口接待来访群众{n}人次，发放资料{n}份",
    "公开内容的审核由办公室和业务科室共同负责",
    "解读材料形式单一，图表和问答不多",
    "下一步将完善制度，明确责任，加强检查",
    "《{y}年工作要点》已于{m}月{d}日公布（文号另见目录）",
    "经费支出{n}.{d}万元，比上年减少{d}%",
)
_LEADS = ("（一）主动公开情况", "（二）依申请公开情况", "（三）平台建设情况", "（四）监督保障情况")


@dataclass(frozen=True)
class TextPage:
    """A page as a picture, its blocks of text in order, and which sections' headings stand on it."""

    picture: Image.Image
    blocks: tuple[str, ...]
    headings: tuple[int, ...]
    size: float


class _Sheet:
    """A page being filled from the top down."""

    def __init__(self, dice: Random, dpi: int) -> None:
        self.scale = dpi / INCH
        self.font, self.size = dice.choice(FONTS), dice.choice((10.5, 12.0, 14.0, 16.0))
        self.pitch, self.margin = self.size * dice.choice((1.35, 1.6, 1.85)), dice.choice((72.0, 85.0))
        self.picture = Image.new("RGB", (round(PAPER[0] * self.scale), round(PAPER[1] * self.scale)), "white")
        self.pen = ImageDraw.Draw(self.picture)
        self.blocks: list[str] = []
        self.top = 70.0

    def put(self, text: str, times: float = 1.0, *, is_title: bool = False) -> bool:
        """A paragraph, or a title in the middle; False where it has no room."""
        size = self.size * times
        face = ImageFont.truetype(self.font, round(size * self.scale))
        lines = self._broken(text if is_title else "\u3000" * 2 + text, face)
        pitch = max(self.pitch, size * 1.3)
        if self.top + pitch * len(lines) > PAPER[1] - 80:
            return False
        for line in lines:
            x = PAPER[0] / 2 if is_title else self.margin
            at = x * self.scale, self.top * self.scale
            self.pen.text(at, line, fill=(20, 20, 20), font=face, anchor="ma" if is_title else "la")
            self.top += pitch
        self.blocks.append(text)
        return True

    def _broken(self, text: str, face: ImageFont.FreeTypeFont) -> list[str]:
        """Lines as wide as the paper allows; no line begins with a comma."""
        width = (PAPER[0] - 2 * self.margin) * self.scale
        lines, line, so_far = [], "", 0.0
        for character in text:
            wide = face.getlength(character)
            if so_far + wide > width and character not in _NOT_FIRST:
                lines.append(line)
                line, so_far = "", 0.0
            line += character
            so_far += wide
        return [*lines, line]


def text_page(dice: Random, edition: str, dpi: int) -> TextPage:
    """A page with the title and the first section, or with the sections behind the tables."""
    sheet = _Sheet(dice, dpi)
    headings: list[int] = []
    first = dice.random() < 0.5
    if first:
        title = f"某某区应急管理局{dice.randint(2021, 2026)}年政府信息公开工作年度报告"
        sheet.put(title, 1.25, is_title=True)
        sheet.top += sheet.pitch
        sheet.put(_paragraph(dice))
    for section in (1,) if first else (5, 6):
        if not sheet.put(load(edition).headings[section - 1], dice.choice((1.0, 1.15))):
            break
        headings.append(section)
        for number in range(dice.randint(2, 6)):
            if dice.random() < 0.3 and number < len(_LEADS):
                sheet.put(_LEADS[number])
            sheet.put(_paragraph(dice))
    face = ImageFont.truetype(sheet.font, round(10.5 * sheet.scale))
    at = PAPER[0] * sheet.scale / 2, (PAPER[1] - 50) * sheet.scale
    sheet.pen.text(at, f"— {dice.randint(1, 9)} —", fill=0, font=face, anchor="ma")
    return TextPage(sheet.picture, tuple(sheet.blocks), tuple(headings), sheet.size)


def _paragraph(dice: Random) -> str:
    chosen = dice.sample(_SENTENCES, dice.randint(1, 4))
    return (
        "。".join(
            sentence.format(
                n=dice.randint(2, 980), y=dice.randint(2020, 2026), m=dice.randint(1, 12), d=dice.randint(1, 28)
            )
            for sentence in chosen
        )
        + "。"
    )
