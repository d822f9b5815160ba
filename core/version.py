"""Which build this is."""

from __future__ import annotations

import json
import tomllib
from functools import cache

from core import paths

BUILD_FILE = "build.json"


@cache
def build() -> tuple[str, str]:
    """(version, commit): what the package's build wrote beside the resources; in a checkout the version of
    pyproject.toml, and "" for the commit."""
    try:
        data = json.loads((paths.resources() / BUILD_FILE).read_text("utf-8"))
        return str(data["version"]), str(data["commit"])
    except FileNotFoundError:
        project = tomllib.loads((paths.resources().parent / "pyproject.toml").read_text("utf-8"))
        return str(project["project"]["version"]), ""
