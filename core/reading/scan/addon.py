"""Where the add-on “扫描件识别” stands, if it does: numpy, onnxruntime and the models they run.

The add-on installs into a folder of its own beside the program, so the program finds it without being told:

    nianbao/            the program
    nianbao/scan/       packages/ (numpy, onnxruntime) and models/

A checkout takes the same from the packages of requirements-scan.txt.
"""

from __future__ import annotations

import ctypes
import platform
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path

RECOGNITION, DETECTION = "ch_PP-OCRv4_rec_infer.onnx", "ch_PP-OCRv4_det_infer.onnx"
_SSE4_2 = 38  # PF_SSE4_2_INSTRUCTIONS_AVAILABLE
_ENGINE = ("numpy", "onnxruntime")
_MODELS_PACKAGE = "rapidocr_onnxruntime"


def folder() -> Path:
    """The add-on's folder, whether it is there or not: beside the program, which is launcher.exe on Windows and the
    frozen executable on Linux; in a checkout beside main.py."""
    beside = Path(sys.executable).resolve().parent / "scan"
    packaged = getattr(sys, "frozen", False) or beside.is_dir()
    return beside if packaged else Path(__file__).resolve().parents[3] / "scan"


@cache
def models() -> Path | None:
    """Folder with both models; None where they are not installed."""
    candidates = [folder() / "models"]
    package = find_spec(_MODELS_PACKAGE)
    if package is not None and package.submodule_search_locations:
        candidates += [Path(place) / "models" for place in package.submodule_search_locations]
    return next(
        (found for found in candidates if (found / RECOGNITION).is_file() and (found / DETECTION).is_file()), None
    )


@cache
def available() -> bool:
    """Whether pictures can be read: the engine's packages and the models are there. Loads none of them."""
    packages = folder() / "packages"
    if packages.is_dir() and str(packages) not in sys.path:
        sys.path.append(str(packages))
    return all(find_spec(name) is not None for name in _ENGINE) and models() is not None


def runs_here() -> bool:
    """Whether the processor has what numpy is compiled for (SSE4.2, 2008); without, loading it ends the process."""
    if platform.machine().lower() not in ("x86_64", "amd64"):
        return True
    if sys.platform == "win32":
        return bool(getattr(ctypes, "windll").kernel32.IsProcessorFeaturePresent(_SSE4_2))  # noqa: B009
    try:
        return "sse4_2" in Path("/proc/cpuinfo").read_text("ascii", "replace")
    except OSError:
        return True
