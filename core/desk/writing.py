"""What the desk writes. The writers are loaded when they are asked for: openpyxl takes longer to load than the window
has time for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from core.desk.model import Collection
from core.desk.slips import Slip
from core.desk.totals import Totals
from core.session import Session


def write_slips(slips: Sequence[Slip], folder: Path, session: Session) -> tuple[Path, ...]:
    """A docx for each slip and, last, the list of them; the paths in that order. Nothing that stands there is written
    over: a second slip to an office takes the next free name. ExportError when the folder cannot be written."""
    from core.desk import slip_files

    return slip_files.write_slips(slips, folder, session)


def write_totals(collection: Collection, totals: Totals, target: Path) -> None:
    """The sums as a workbook with live formulas; on ExportError target is as it was."""
    from core.desk import totals_file

    totals_file.write_totals(collection, totals, target)


def write_closing(collection: Collection, target: Path) -> None:
    """The closing sheet as .docx or .xlsx by the target's ending; on ExportError target is as it was."""
    from core.desk import closing_file

    closing_file.write_closing(collection, target)
