"""Small things that the person did and that are wanted again tomorrow: a JSON file in the data folder.

Read anew for each question and written whole for each answer: two windows of the program share it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from core.session import ReportInfo

FILE_NAME = "remembered.json"
MOST_REASONS = 10


class Remembered:
    """Reasons given for laying findings aside, pinned and removed reports of the start page, the folder of the last
    export. A file that is missing, damaged or cannot be written only means that nothing is remembered."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def _read(self) -> dict[str, Any]:
        if self._folder is None or not (self._folder / FILE_NAME).exists():
            return {}
        import json  # a first start does without it

        try:
            data = json.loads((self._folder / FILE_NAME).read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return data if isinstance(data, dict) else {}

    def _write(self, name: str, value: object) -> None:
        import json

        from core.atomic_write import write_whole
        from core.errors import UserError

        if self._folder is None:
            return
        data = json.dumps({**self._read(), name: value}, ensure_ascii=False, indent=1)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            write_whole(self._folder / FILE_NAME, data.encode("utf-8"))
        except (OSError, UserError):
            return

    def _texts(self, name: str) -> list[str]:
        found = self._read().get(name)
        return [text for text in found if isinstance(text, str)] if isinstance(found, list) else []

    # Reasons

    @property
    def reasons(self) -> tuple[str, ...]:
        """The person's own reasons, the last one first."""
        return tuple(self._texts("reasons")[:MOST_REASONS])

    def add_reason(self, reason: str) -> None:
        """Another reason, or an old one again."""
        self._write("reasons", [reason, *(r for r in self._texts("reasons") if r != reason)][:MOST_REASONS])

    # The start page

    def chosen(self, reports: Iterable[ReportInfo], most: int) -> list[tuple[ReportInfo, bool]]:
        """The reports to list and whether each is pinned: pinned ones first, then those saved last; a removed one comes
        back when it is saved again."""
        data = self._read()
        removed = data.get("removed")
        gone: dict[str, object] = removed if isinstance(removed, dict) else {}
        pins = set(self._texts("pinned"))
        listed = [r for r in reports if not r.trashed]
        pinned = [(r, True) for r in listed if _key(r) in pins]
        others = [(r, False) for r in listed if _key(r) not in pins and gone.get(_key(r)) != r.updated]
        return [*pinned, *others[: max(most - len(pinned), 0)]]

    def pin(self, info: ReportInfo, pinned: bool) -> None:
        """Keep a report at the top of the list, or no longer."""
        others = [key for key in self._texts("pinned") if key != _key(info)]
        self._write("pinned", [*others, _key(info)] if pinned else others)

    def remove(self, info: ReportInfo) -> None:
        """Leave a report out of the list; it stays in the history."""
        self.pin(info, pinned=False)
        data = self._read().get("removed")
        self._write("removed", {**(data if isinstance(data, dict) else {}), _key(info): info.updated})

    # Exporting

    @property
    def export_folder(self) -> Path | None:
        """The folder of the last export, None when it is gone."""
        name = self._read().get("export_folder")
        folder = Path(name) if isinstance(name, str) and name else None
        return folder if folder is not None and folder.is_dir() else None

    def exported_to(self, folder: Path) -> None:
        """An export has worked there."""
        self._write("export_folder", str(folder))


def _key(info: ReportInfo) -> str:
    """The same report on every computer."""
    return info.uid or str(info.id)
