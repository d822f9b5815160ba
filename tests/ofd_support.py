"""Small OFD files of our own making (GB/T 33190): a zip of XML with positioned text and paths, in millimetres."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

NAMESPACE = "http://www.ofdspec.org/2016"


@dataclass
class OfdPage:
    """One page; sizes and places are millimetres from the top left corner. template is the content under it."""

    width: float = 210.0
    height: float = 297.0
    objects: list[str] = field(default_factory=list)
    template: list[str] = field(default_factory=list)

    def text(self, x: float, top: float, text: str, size: float = 3.7, ctm: str = "", more: str = "") -> None:
        """Characters as wide as high (ASCII half) whose top is at top."""
        steps = " ".join(f"{size if character > chr(255) else size / 2:g}" for character in text[:-1])
        matrix = f' CTM="{ctm}"' if ctm else ""
        code = f'<ofd:TextCode X="0" Y="{size * 0.88}" DeltaX="{steps}">{escape(text)}</ofd:TextCode>'
        self.objects.append(
            f'<ofd:TextObject ID="{len(self.objects) + 1}" Boundary="{x} {top} 100 {size}" Font="1" Size="{size}"'
            f"{matrix}>{more}{code}</ofd:TextObject>"
        )

    def line(self, x0: float, top: float, x1: float, bottom: float) -> None:
        boundary = f"{x0} {top} {x1 - x0} {bottom - top}"
        self.objects.append(
            f'<ofd:PathObject ID="{len(self.objects) + 1}" Boundary="{boundary}" LineWidth="0.2">'
            f"<ofd:AbbreviatedData>M 0 0 L {x1 - x0} {bottom - top}</ofd:AbbreviatedData></ofd:PathObject>"
        )

    def table(
        self,
        x: float,
        top: float,
        rows: Sequence[Sequence[str]],
        width: float = 22,
        height: float = 7,
        size: float = 3.7,
    ) -> None:
        right, bottom = x + width * len(rows[0]), top + height * len(rows)
        for row in range(len(rows) + 1):
            self.line(x, top + row * height, right, top + row * height)
        for column in range(len(rows[0]) + 1):
            self.line(x + column * width, top, x + column * width, bottom)
        for r, row_texts in enumerate(rows):
            for c, text in enumerate(row_texts):
                self.text(x + c * width + 0.5 * size, top + r * height + 0.4 * size, text, size)


def ofd(*pages: OfdPage, resources: str = "", namespace: str = NAMESPACE) -> bytes:
    """The file; resources goes into the document's resources."""
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    xmlns = f'xmlns:ofd="{namespace}"'
    parts = {
        "OFD.xml": f'<ofd:OFD {xmlns} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo/>'
        "<ofd:DocRoot>/Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Res.xml": f"<ofd:Res {xmlns}>{resources}</ofd:Res>",
    }
    listed, templates = "", ""
    for number, page in enumerate(pages):
        used = ""
        if page.template:
            templates += f'<ofd:TemplatePage ID="T{number}" BaseLoc="Tpls/{number}.xml"/>'
            used = f'<ofd:Template TemplateID="T{number}" ZOrder="Background"/>'
            parts[f"Doc_0/Tpls/{number}.xml"] = _content(xmlns, "", page.template)
        area = f"<ofd:Area><ofd:PhysicalBox>0 0 {page.width} {page.height}</ofd:PhysicalBox></ofd:Area>{used}"
        parts[f"Doc_0/Pages/Page_{number}/Content.xml"] = _content(xmlns, area, page.objects)
        listed += f'<ofd:Page ID="{100 + number}" BaseLoc="Pages/Page_{number}/Content.xml"/>'
    parts["Doc_0/Document.xml"] = (
        f"<ofd:Document {xmlns}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox>"
        f"</ofd:PageArea><ofd:DocumentRes>Res.xml</ofd:DocumentRes>{templates}</ofd:CommonData>"
        f"<ofd:Pages>{listed}</ofd:Pages></ofd:Document>"
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, head + content)
    return target.getvalue()


def _content(xmlns: str, area: str, objects: Sequence[str]) -> str:
    body = "".join(objects)
    return f'<ofd:Page {xmlns}>{area}<ofd:Content><ofd:Layer ID="1">{body}</ofd:Layer></ofd:Content></ofd:Page>'
