"""The docx template an office may replace by its own: opened, checked, filled."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from core import paths, text
from core.errors import ExportError
from core.export.standard.ooxml import Element, tag

if TYPE_CHECKING:
    import docx

PLACEHOLDERS = ("标题", "前言", "正文", "落款", "附页")
# What the writer calls a style, and the name it must have in the template.
STYLE_NAMES = {
    "title": "Title",
    "heading": "heading 1",
    "subheading": "heading 2",
    "body": "Body Text",
    "closing": "年报落款",
    "annex heading": "年报附页标题",
    "annex": "Body Text",
    "head": "年报表头",
    "text": "年报表内文字",
    "figure": "年报表内数字",
    "lead": "年报二级标题字",
    "table": "年报表格",
}
_CHINESE = {"Title": "标题", "heading 1": "标题 1", "heading 2": "标题 2", "Body Text": "正文文本"}


@dataclass(slots=True)
class Template:
    """An open copy of the template. styles maps the names of STYLE_NAMES to the file's style ids;
    width is the text block's, in twips."""

    name: str
    document: docx.document.Document
    styles: Mapping[str, str]
    width: int
    places: Mapping[str, Element] = field(default_factory=dict)

    def put(self, placeholder: str, elements: Iterable[Element]) -> None:
        """Set elements in the place of a placeholder paragraph; with none the paragraph just goes."""
        place = self.places[placeholder]
        for made in elements:
            place.addprevious(made)
        place.getparent().remove(place)

    def data(self) -> bytes:
        """The finished package; the same bytes for the same content."""
        stream = io.BytesIO()
        self.document.save(stream)
        return _undated(stream.getvalue())


def standard_path() -> Path:
    """The template in use unless another is named."""
    return paths.resources() / "templates" / "standard.docx"


def open_template(path: Path | None = None) -> Template:
    """A fresh copy of the template; ExportError naming what it lacks."""
    # Loaded here: nothing but an export needs python-docx, and every start of the program would wait for it.
    import docx
    from docx.opc.exceptions import OpcError

    path = path or standard_path()
    try:
        document = docx.Document(io.BytesIO(path.read_bytes()))
    except OSError as error:
        raise ExportError(f"模板“{path}”打不开（{error.strerror or error}），请检查模板文件是否还在。") from error
    except (OpcError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise ExportError(f"模板“{path.name}”不是完好的 docx 文件，请换回原来的模板再导出。") from error
    styles = _styles(document, path.name)
    return Template(path.name, document, styles, _width(document), _places(document, path.name))


def _styles(document: docx.document.Document, name: str) -> dict[str, str]:
    ids = {s.find(tag("name")).get(tag("val")).lower(): s.get(tag("styleId")) for s in _style_elements(document)}
    missing = [wanted for wanted in dict.fromkeys(STYLE_NAMES.values()) if wanted.lower() not in ids]
    if missing:
        listed = "、".join(f"“{_CHINESE.get(m, m)}”" for m in missing)
        raise ExportError(f"模板“{name}”缺少样式{listed}，请在模板里建好这些样式，或者换回原来的模板再导出。")
    return {ours: ids[theirs.lower()] for ours, theirs in STYLE_NAMES.items()}


def _style_elements(document: docx.document.Document) -> list[Element]:
    return [s for s in document.styles.element.iter(tag("style")) if s.find(tag("name")) is not None]


def _width(document: docx.document.Document) -> int:
    """Width of the text block of the last section, in twips (a twip is 635 EMU)."""
    page = document.sections[-1]
    return int((page.page_width or 0) - (page.left_margin or 0) - (page.right_margin or 0)) // 635


def _places(document: docx.document.Document, name: str) -> dict[str, Element]:
    """The placeholder paragraphs; any other text would be read back as part of every report, so it is refused."""
    places: dict[str, Element] = {}
    for block in document.element.body:
        words = text.strip("".join(t.text or "" for t in block.iter(tag("t"))))
        key = words.removeprefix("{{").removesuffix("}}")
        if block.tag == tag("p") and f"{{{{{key}}}}}" == words and key in PLACEHOLDERS and key not in places:
            places[key] = block
        elif words:
            raise ExportError(
                f"模板“{name}”的正文里除占位段落外还有“{words[:20]}”，请把它移到页眉或页脚，或者删去，再导出。"
            )
    missing = [f"{{{{{p}}}}}" for p in PLACEHOLDERS if p not in places]
    if missing:
        raise ExportError(f"模板“{name}”缺少占位段落{'、'.join(missing)}，请各占一段补上，或者换回原来的模板再导出。")
    return places


def _undated(package: bytes) -> bytes:
    """The same zip with one fixed date, so that two exports of one report are equal bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            new.writestr(zipfile.ZipInfo(item.filename, (1980, 1, 1, 0, 0, 0)), old.read(item), zipfile.ZIP_DEFLATED)
    return stream.getvalue()
