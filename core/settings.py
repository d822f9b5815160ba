"""What an office chooses once: profile, rules, names; kept as JSON beside the history."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from core import atomic_write, paths
from core.finding import Severity
from core.rules import Profile, RuleSettings

FILE_NAME = "settings.json"


@dataclass(frozen=True, slots=True)
class Settings:
    """Choices of the user; window holds what the gui remembers (sizes, fonts), as plain JSON values.

    profile None means that the agency's name decides. severities maps a rule id to another severity, or to None
    when the rule is switched off. history_dir is where the history lies when not in the data folder itself;
    person is the name written into the change note; template is an office's own docx template ("" for ours).
    backups is how many daily copies of the history are kept.
    """

    profile: Profile | None = None
    agency: str = ""
    person: str = ""
    template: str = ""
    severities: Mapping[str, Severity | None] = field(default_factory=dict)
    history_dir: str = ""
    backups: int = 14
    window: Mapping[str, Any] = field(default_factory=dict)

    @property
    def rules(self) -> RuleSettings:
        """The part that the rules need."""
        return RuleSettings(profile=self.profile, severities=self.severities, agency=self.agency or None)


def data_dir(chosen: Path | None) -> Path:
    """The folder in use: the command line's, else the environment's, else the system's convention."""
    override = os.environ.get("NIANBAO_DATA_DIR")
    return chosen or (Path(override) if override else paths.default_data_dir())


def load(folder: Path) -> Settings:
    """Settings of a data folder; defaults where the file is missing, damaged or holds what is not known."""
    try:
        data = json.loads((folder / FILE_NAME).read_text("utf-8"))
    except (OSError, ValueError):
        return Settings()
    return _parsed(data) if isinstance(data, dict) else Settings()


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
    }
    atomic_write.write_whole(folder / FILE_NAME, json.dumps(data, ensure_ascii=False, indent=1).encode("utf-8"))


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
    if isinstance(data.get("window"), dict):
        settings = replace(settings, window=data["window"])
    return settings
