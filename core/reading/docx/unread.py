"""What a docx holds that is not read, counted for the clerk."""

from __future__ import annotations

from dataclasses import dataclass, field

from core.reading.docx.runs import ParagraphContent
from core.reading.shared import messages

_SHOWN, _LONGEST = 3, 20  # texts named in a sentence, and their characters


@dataclass(slots=True)
class SkippedContent:
    """Counts of what was left out; covered are texts that merged cells hide, foreign the chunks of other formats."""

    comments: int = 0
    pictures: int = 0
    charts: int = 0
    objects: int = 0
    foreign: int = 0
    changed: bool = False
    hidden: bool = False  # words or rows
    struck: bool = False
    covered: list[str] = field(default_factory=list)

    def add(self, line: ParagraphContent) -> None:
        """Count in what a paragraph left out."""
        self.comments += line.comments
        self.pictures += line.pictures
        self.charts += line.charts
        self.objects += line.objects
        self.changed |= line.changed
        self.hidden |= line.hidden
        self.struck |= line.struck

    def sentences(self) -> tuple[str, ...]:
        """One sentence for each kind of thing."""
        shown = "、".join(f"“{text[:_LONGEST]}”" for text in self.covered[:_SHOWN])
        sentences = (
            (self.comments, f"文档里有 {self.comments} 条批注，批注没有读入。"),
            (self.changed, "文档带有修订痕迹，已按“接受全部修订”后的内容读取。"),
            (self.hidden, messages.HIDDEN),
            (self.struck, messages.STRUCK),
            (self.covered, f"表格里有被合并单元格遮住的文字（{shown}），Word 不显示，没有读入，请核对。"),
            (self.pictures, f"文档里有 {self.pictures} 张图片，图片里的文字没有读入，如果表格是图片，请对照录入。"),
            (self.charts, f"文档里有 {self.charts} 个图表，图表里的文字和数字没有读入。"),
            (
                self.objects,
                f"文档里有 {self.objects} 个嵌入的对象，其中的文字和数字没有读入，请在 Word 中双击打开核对。",
            ),
            (self.foreign, "文档里插入了其他格式的文件，没有读入，请用 Word 或 WPS 打开后另存一份再试。"),
        )
        return tuple(sentence for is_so, sentence in sentences if is_so)
