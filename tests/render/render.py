"""`make render`: every export as pictures under build/render, to be looked at page by page."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]


def main() -> int:
    """Write the pictures and say where; 0 also where LibreOffice is missing, with the reason."""
    import render_support as render

    folder = ROOT / "build" / "render"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    files = render.exports(folder)
    pdfs = [f for f in files if f.suffix == ".pdf"]
    if render.SOFFICE:
        pdfs += render.to_pdf(files, folder)
    else:
        print("soffice is missing: only our own PDFs are drawn (Debian: apt-get install libreoffice)")
    pictures = [p for pdf in pdfs for p in render.to_pictures(pdf, folder)]
    print(f"{len(pictures)} pages in {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
