"""The two models of PP-OCRv4, run by onnxruntime on the processor: where text stands, and what a line says.

Loaded once a process; nothing here is imported before a picture is to be read, because numpy and onnxruntime come
with the add-on.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from PIL import Image

from core.reading.scan import addon

Grey: TypeAlias = NDArray[np.uint8]
"""Rows of a picture, 0 black to 255 the white of the paper."""
Floats: TypeAlias = NDArray[np.float32]
Session: TypeAlias = Any  # onnxruntime has no types

LINE_HEIGHT = 48  # pixels of a line as the model wants it
STEP = 8  # pixels of width that make one step of the answer
_NARROWEST = 32
_BATCH_PIXELS = 48 * 2560  # of one call: more takes memory, not less time
_MOST_IN_A_BATCH = 32
_DETECTION_MULTIPLE = 32
_MOST_THREADS = 4


@dataclass(frozen=True)
class Models:
    """Both sessions and the characters by the class that stands for them; class 0 is "no character"."""

    recognition: Session
    detection: Session
    characters: tuple[str, ...]


@cache
def models() -> Models:
    """The models of the add-on, loaded."""
    folder = addon.models()
    if folder is None:
        raise RuntimeError("the models of the recognition are not installed")
    recognition = _session(folder / addon.RECOGNITION)
    named = recognition.get_modelmeta().custom_metadata_map["character"].splitlines()
    return Models(recognition, _session(folder / addon.DETECTION), ("", *named, " "))


def _session(path: Path) -> Session:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = min(os.cpu_count() or 1, _MOST_THREADS)
    options.enable_cpu_mem_arena = False  # an arena keeps the widest line's memory for good
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def read_lines(lines: Sequence[Grey]) -> list[Floats]:
    """For each line (48 pixels high) the probability of every class at each step across it."""
    order = sorted(range(len(lines)), key=lambda index: lines[index].shape[1])
    answers: list[Floats] = [np.zeros((0, 0), np.float32)] * len(lines)
    start = 0
    while start < len(order):
        end = start + 1
        while (
            end < len(order)
            and end - start < _MOST_IN_A_BATCH
            and LINE_HEIGHT * lines[order[end]].shape[1] * (end - start + 1) <= _BATCH_PIXELS
        ):
            end += 1
        chosen = order[start:end]
        for index, answer in zip(chosen, _read_batch([lines[index] for index in chosen]), strict=True):
            answers[index] = answer
        start = end
    return answers


def _read_batch(lines: Sequence[Grey]) -> list[Floats]:
    width = max(_NARROWEST, *(line.shape[1] for line in lines))
    width = -(-width // STEP) * STEP
    batch = np.zeros((len(lines), 1, LINE_HEIGHT, width), np.float32)
    for index, line in enumerate(lines):
        batch[index, 0, :, : line.shape[1]] = line.astype(np.float32) / 127.5 - 1.0
    whole = np.ascontiguousarray(np.broadcast_to(batch, (len(lines), 3, LINE_HEIGHT, width)))
    answer = models().recognition.run(None, {"x": whole})[0]
    return [answer[index, : max(1, -(-line.shape[1] // STEP))] for index, line in enumerate(lines)]


def text_map(picture: Grey, longest: int) -> tuple[Floats, float]:
    """How likely each point belongs to the core of a line of text, and the map's scale against the picture."""
    height, width = picture.shape
    scale = min(1.0, longest / max(height, width))
    size = tuple(max(1, round(side * scale / _DETECTION_MULTIPLE)) * _DETECTION_MULTIPLE for side in (width, height))
    small = np.asarray(Image.fromarray(picture).resize((size[0], size[1]), Image.Resampling.BOX), np.float32)
    whole = np.ascontiguousarray(np.broadcast_to(small / 127.5 - 1.0, (1, 3, size[1], size[0])))
    answer: Floats = models().detection.run(None, {"x": whole})[0][0, 0]
    return answer, size[0] / width
