"""Every export turned into PDF by LibreOffice and into pictures: what another program makes of our files."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import export_support as made
import pypdfium2 as pdfium

from core.change import CellEdit, Change, Origin
from core.export import ExportOptions, export
from core.model import CellRef, CellText, Paragraph
from core.rules import evaluate

SOFFICE = shutil.which("soffice")
_LONG = "全年围绕群众关心的事项主动公开信息，做到内容准确、更新及时、查阅方便，并按季度开展自查，发现问题立即整改。"


def exports(folder: Path) -> list[Path]:
    """Both editions in the standard layout, the mended original with tracked changes, workbook, 更正说明."""
    files = []
    for edition in ("2021", "2019"):
        report = _full(edition)
        for ending in ("docx", "pdf", "xlsx"):
            options = ExportOptions(findings=evaluate(report).findings)
            files.append(_written(report, report, folder / f"standard_{edition}.{ending}", options))
    source = made.foreign_docx(made.sample())
    original = made.opened(source)
    ref = CellRef(3, "received", "natural_person")
    report = made.edited(original, {ref: "37"})
    report = made.retold(report, 1, [p.text.replace("318", "321") for p in original.section(1).paragraphs])
    act = Change("输入", Origin.TYPED, (CellEdit(ref, _text(original, ref), _text(report, ref)),))
    findings = evaluate(report).findings
    options = ExportOptions(
        layout="original",
        tracked=True,
        author="李四",
        source_bytes=source,
        findings=findings[:3],
        log=((act, "2024-02-03T04:05:06+00:00"),),
    )
    files.append(_written(report, original, folder / "original_tracked.docx", options))
    for ending in ("docx", "xlsx"):
        target = folder / f"changes.{ending}"
        files.append(_written(report, original, target, replace(options, layout="changes")))
    return files


def _full(edition: str):
    """The sample grown to several pages, with figures of all lengths."""
    report = made.sample(edition)
    texts = (*report.section(1).paragraphs, *(Paragraph(_LONG * n) for n in (1, 3, 5)))
    report = report.with_sections([replace(report.section(1), paragraphs=texts)])
    long = {CellRef(3, "received", "natural_person"): "12345", CellRef(4, "review", "total"): "1234567"}
    return made.edited(report, long)


def _text(report, ref) -> CellText:
    return CellText(report.cell(ref).raw, report.cell(ref).value)


def _written(report, original, target: Path, options: ExportOptions) -> Path:
    export(report, original, target, options)
    return target


def to_pdf(files: list[Path], folder: Path) -> list[Path]:
    """PDFs by LibreOffice, in a profile of its own so that an open window does not matter."""
    office = [f for f in files if f.suffix != ".pdf"]
    out = folder / "by_soffice"
    command = [
        SOFFICE, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
        "--convert-to", "pdf", "--outdir", str(out),
    ]  # fmt: skip
    for ending in {f.suffix for f in office}:
        some = [str(f) for f in office if f.suffix == ending]
        subprocess.run([*command, *some], check=True, capture_output=True, timeout=180)
        for file in some:  # a docx and an xlsx may share their stem
            made_pdf = out / f"{Path(file).stem}.pdf"
            made_pdf.rename(out / f"{Path(file).stem}_{ending[1:]}.pdf")
    return sorted(out.glob("*.pdf"))


def to_pictures(pdf: Path, folder: Path, scale: float = 1.2) -> list[Path]:
    """A PNG a page."""
    pictures = []
    document = pdfium.PdfDocument(pdf)
    for number, page in enumerate(document, 1):
        pictures.append(folder / f"{pdf.stem}-{number}.png")
        page.render(scale=scale).to_pil().save(pictures[-1])
    document.close()
    return pictures
