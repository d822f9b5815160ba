"""A small county of our own making: five offices, one report missing, two wrong, one unreadable, a lock file."""

from dataclasses import replace

import gui_support

from core.export.standard.writer import write_standard
from core.model import Paragraph

OFFICES = ("云溪县民政局", "云溪县教育局", "云溪县财政局", "云溪县水利局", "云溪县青石镇人民政府")
WRONG = ("云溪县教育局", "云溪县青石镇人民政府")
MISSING = "云溪县水利局"


def report_of(office, broken=False):
    made = gui_support.report(broken=broken)
    sections = tuple(
        replace(s, paragraphs=tuple(Paragraph(p.text.replace("云溪县民政局", office)) for p in s.paragraphs))
        for s in made.sections
    )
    return replace(made, title=made.title.replace("云溪县民政局", office), agency=office, sections=sections)


def make_county(folder):
    """The county's files in a folder."""
    folder.mkdir()
    for office in OFFICES:
        if office != MISSING:
            write_standard(report_of(office, office in WRONG), folder / f"{office}2023年年报.docx")
    (folder / "~$财政局年报.docx").write_bytes(b"lock")
    (folder / "云溪县商务局年报.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 broken" * 40)
    return folder


def idle(qtbot, window):
    """Until nothing is being read, kept or shown."""
    qtbot.waitUntil(lambda: not window.busy_at_all, timeout=60_000)
