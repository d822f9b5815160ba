"""Pictures and footnotes in a docx: the parts of the package that stand beside its text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from lxml import etree

from core.export.standard.content import PictureItem
from core.export.standard.ooxml import NAMESPACE, Element, element, paragraph, run

if TYPE_CHECKING:
    import docx

_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_EMU = 12700  # of a point
_TYPES = {"jpg": "jpeg", "tif": "tiff", "emf": "x-emf", "wmf": "x-wmf"}
_FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
FIRST_NOTE = 2  # ids 0 and 1 are the lines above the notes


def picture_run(document: docx.document.Document, item: PictureItem, number: int, most: float) -> Element:
    """A run that shows a picture in the line, no wider than `most` points; number makes its name unique."""
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    kind = f"image/{_TYPES.get(item.extension, item.extension)}"
    name = PackURI(f"/word/media/picture{number}.{item.extension}")
    identity = document.part.relate_to(Part(name, kind, item.data, document.part.package), f"{_R}/image")
    shrink = min(1.0, most / item.width)
    cx, cy = round(item.width * shrink * _EMU), round(item.height * shrink * _EMU)
    inline = etree.Element(f"{{{_WP}}}inline", nsmap={"wp": _WP, "a": _A, "pic": _PIC, "r": _R})
    for side in ("distT", "distB", "distL", "distR"):
        inline.set(side, "0")
    etree.SubElement(inline, f"{{{_WP}}}extent", cx=str(cx), cy=str(cy))
    described = {"descr": item.description} if item.description else {}
    etree.SubElement(inline, f"{{{_WP}}}docPr", id=str(number), name=f"图片 {number}", **described)
    data = etree.SubElement(etree.SubElement(inline, f"{{{_A}}}graphic"), f"{{{_A}}}graphicData", uri=_PIC)
    shown = etree.SubElement(data, f"{{{_PIC}}}pic")
    about = etree.SubElement(shown, f"{{{_PIC}}}nvPicPr")
    etree.SubElement(about, f"{{{_PIC}}}cNvPr", id=str(number), name=f"图片 {number}")
    etree.SubElement(about, f"{{{_PIC}}}cNvPicPr")
    fill = etree.SubElement(shown, f"{{{_PIC}}}blipFill")
    etree.SubElement(fill, f"{{{_A}}}blip").set(f"{{{_R}}}embed", identity)
    etree.SubElement(etree.SubElement(fill, f"{{{_A}}}stretch"), f"{{{_A}}}fillRect")
    shape = etree.SubElement(shown, f"{{{_PIC}}}spPr")
    frame = etree.SubElement(shape, f"{{{_A}}}xfrm")
    etree.SubElement(frame, f"{{{_A}}}off", x="0", y="0")
    etree.SubElement(frame, f"{{{_A}}}ext", cx=str(cx), cy=str(cy))
    etree.SubElement(etree.SubElement(shape, f"{{{_A}}}prstGeom", prst="rect"), f"{{{_A}}}avLst")
    return element("r", element("drawing", inline))


def add_footnotes(document: docx.document.Document, texts: Sequence[str], style: str) -> None:
    """The part with the footnotes' texts, in the order of their ids from FIRST_NOTE on; style is a paragraph style."""
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    root = etree.Element(f"{{{NAMESPACE}}}footnotes", nsmap={"w": NAMESPACE})
    for number, name in enumerate(("separator", "continuationSeparator")):
        line = element("p", element("r", element(name)))
        root.append(element("footnote", line, type_=name, id=number))
    for number, words in enumerate(texts, FIRST_NOTE):
        mark = element("r", element("rPr", element("vertAlign", val="superscript")), element("footnoteRef"))
        root.append(element("footnote", paragraph(style, [mark, run(f" {words}")]), id=number))
    data = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    part = Part(PackURI("/word/footnotes.xml"), _FOOTNOTES, data, document.part.package)
    document.part.relate_to(part, f"{_R}/footnotes")
