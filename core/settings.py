"""What an office chooses once: profile, rules, names; kept as JSON beside the history."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from core import atomic_write
from core.finding import Severity
from core.rules import Day, Deadline, OfficeRules, Profile, RuleSettings, load_office_rules

# Deadline and Profile lie here too, so that the window needs no room behind the settings.
__all__ = ["Deadline", "Profile", "Settings", "day_of", "day_text", "load", "profile_named", "save"]

FILE_NAME = "settings.json"


@dataclass(frozen=True, slots=True)
class Settings:
    """Choices of the user; window holds what the gui remembers (sizes, fonts), as plain JSON values.

    profile None means that the agency's name decides. severities maps a rule id to another severity, or to None
    when the rule is switched off. history_dir is where the history lies when not in the data folder itself;
    person is the name written into the change note; template is an office's own docx template ("" for ours).
    backups is how many daily copies of the history are kept. deadlines are by kind of unit, where they differ from the
    law's; section1_most is how many characters section one may have, 0 for any. office holds the office's own rules,
    which lie in files of their own in the data folder.
    """

    profile: Profile | None = None
    agency: str = ""
    person: str = ""
    template: str = ""
    severities: Mapping[str, Severity | None] = field(default_factory=dict)
    history_dir: str = ""
    backups: int = 14
    window: Mapping[str, Any] = field(default_factory=dict)
    deadlines: Mapping[Profile, Deadline] = field(default_factory=dict)
    section1_most: int = 0
    office: OfficeRules = field(default_factory=OfficeRules)

    @property
    def rules(self) -> RuleSettings:
        """The part that the rules need."""
        return RuleSettings(
            profile=self.profile,
            severities=self.severities,
            agency=self.agency or None,
            deadlines=self.deadlines,
            section1_most=self.section1_most,
            own=self.office.rules,
        )


def load(folder: Path) -> Settings:
    """Settings of a data folder; defaults where the file is missing, damaged or holds what is not known."""
    try:
        data = json.loads((folder / FILE_NAME).read_text("utf-8"))
    except (OSError, ValueError):
        data = None
    settings = _parsed(data) if isinstance(data, dict) else Settings()
    return replace(settings, office=load_office_rules(folder))


def save(folder: Path, settings: Settings) -> None:
    """Write the settings whole; UserError when the folder cannot be written."""
    folder.mkdir(parents=True, exist_ok=True)
    data = {
        "profile": settings.profile.value if settings.profile else None,
        "agency": settings.agency,
        "person": settings.person,
        "template": settings.template,
        "severities": {k: v.value if v else None for k, v in settings.severities.items()},
        "history_dir": settings.history_dir,
        "backups": settings.backups,
        "window": dict(settings.window),
        "deadlines": {
            kind.value: {"submit": day_text(deadline.submit), "publish": day_text(deadline.publish)}
            for kind, deadline in settings.deadlines.items()
        },
        "section1_most": settings.section1_most,
    }
    atomic_write.write_whole(folder / FILE_NAME, json.dumps(data, ensure_ascii=False, indent=1).encode("utf-8"))


def day_text(day: Day | None) -> str:
    """ "03-31" for (3, 31), '' for None."""
    return f"{day[0]:02}-{day[1]:02}" if day else ""


def day_of(text: object) -> Day | None:
    """Month and day of "03-31"; None for anything that is no day of a year."""
    match = re.fullmatch(r"(\d{1,2})[-.月](\d{1,2})日?", text.strip()) if isinstance(text, str) else None
    if match is None:
        return None
    try:
        date(2023, int(match[1]), int(match[2]))
    except ValueError:
        return None
    return int(match[1]), int(match[2])


def profile_named(name: object) -> Profile | None:
    """The profile of that name, None for anything else."""
    return Profile(name) if isinstance(name, str) and name in list(Profile) else None


def _parsed(data: dict[str, Any]) -> Settings:
    """Each entry taken alone, so that one bad entry does not lose the others."""
    settings = Settings()
    settings = replace(settings, profile=profile_named(data.get("profile")))
    for name in ("agency", "person", "template", "history_dir"):
        if isinstance(data.get(name), str):
            settings = replace(settings, **{name: data[name]})
    if isinstance(data.get("severities"), dict):
        known = {k: v for k, v in data["severities"].items() if v is None or v in list(Severity)}
        settings = replace(settings, severities={k: Severity(v) if v else None for k, v in known.items()})
    if isinstance(data.get("backups"), int) and 0 <= data["backups"] <= 365:
        settings = replace(settings, backups=data["backups"])
    if isinstance(data.get("deadlines"), dict):
        deadlines = {}
        for name, days in data["deadlines"].items():
            kind = profile_named(name)
            if kind is not None and isinstance(days, dict):
                deadlines[kind] = Deadline(day_of(days.get("submit")), day_of(days.get("publish")))
        settings = replace(settings, deadlines=deadlines)
    if type(data.get("section1_most")) is int and data["section1_most"] >= 0:
        settings = replace(settings, section1_most=data["section1_most"])
    if isinstance(data.get("window"), dict):
        settings = replace(settings, window=data["window"])
    return settings
