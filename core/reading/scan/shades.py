"""From a photo or scan to grey on white: red stamps taken out by their colour, shadows evened out."""

from __future__ import annotations

import numpy as np
from PIL import Image

from core.reading.scan.engine import Grey

_REDDISH = 24  # by how much red exceeds green and blue in the ink of a stamp
_TILE = 24  # pixels: the paper's brightness is taken in such squares
_PAPER = 85  # percentile of a square that is paper, where it holds text
_DARKEST_PAPER = 60
_INK_SHARE = 4  # in a thousand points: ink, also on a page with little text
_BLACK, _MOST_STRETCHED = 50, 3.5
_STAMP = 140  # of red ink on white, brighter than that of red over print
_SPECK = 170  # darker is no paper
_FEW_SPECKS = 0.0004  # of the points, below which a page is clean


def on_white(picture: Image.Image) -> Grey:
    """Grey of a picture, with the paper at 255 everywhere."""
    return _without_specks(_stretched(_evened(_without_red(picture))))


def _stretched(grey: Grey) -> Grey:
    """Faint print made black: the darkest points of a page are its ink."""
    sample = grey[::3, ::3].ravel()
    if not sample.size:
        return grey
    count = max(1, sample.size * _INK_SHARE // 1000)
    ink = float(np.partition(sample, count - 1)[:count].mean())
    if ink < _BLACK:
        return grey
    factor = min(255.0 / max(255.0 - ink, 1.0), _MOST_STRETCHED)
    darker: Grey = np.clip(255.0 - (255.0 - grey.astype(np.float32)) * factor, 0, 255).astype(np.uint8)
    return darker


def _without_red(picture: Image.Image) -> Grey:
    if picture.mode in ("L", "1", "I;16"):
        return np.asarray(picture.convert("L"))
    colours = np.asarray(picture.convert("RGB"))
    grey = np.asarray(picture.convert("L"))
    red = colours[..., 0]
    other = np.maximum(colours[..., 1], colours[..., 2])
    # Red ink is as bright as paper seen through red glass; black under it stays black.
    stamped = red.astype(np.int16) - other > _REDDISH
    return np.where(stamped, np.where(red > _STAMP, 255, red), grey).astype(np.uint8)


def _evened(grey: Grey) -> Grey:
    """Divided by the brightness of the paper around each point."""
    height, width = grey.shape
    rows, columns = -(-height // _TILE), -(-width // _TILE)
    padded = np.pad(grey, ((0, rows * _TILE - height), (0, columns * _TILE - width)), mode="edge")
    tiles = padded.reshape(rows, _TILE, columns, _TILE).swapaxes(1, 2).reshape(rows, columns, -1)
    paper = np.partition(tiles, tiles.shape[2] * _PAPER // 100, axis=2)[..., tiles.shape[2] * _PAPER // 100]
    paper = np.maximum(paper, _DARKEST_PAPER)
    # A square inside a thick line or a dark picture takes the brightness of its neighbours.
    around = Image.fromarray(paper.astype(np.uint8))
    wide = np.asarray(around.resize((max(1, columns // 3), max(1, rows // 3)), Image.Resampling.BOX))
    wide = np.asarray(Image.fromarray(wide).resize((columns, rows), Image.Resampling.BILINEAR))
    paper = np.where(paper < wide * 0.8, wide, paper).astype(np.uint8)
    smooth = Image.fromarray(paper).resize((columns * _TILE, rows * _TILE), Image.Resampling.BICUBIC)
    brightness = np.asarray(smooth)[:height, :width].astype(np.float32)
    return np.minimum(grey.astype(np.float32) * 255.0 / np.maximum(brightness, 1.0), 255.0).astype(np.uint8)


def _without_specks(grey: Grey) -> Grey:
    """Dark points without dark neighbours are noise where a page is full of them; a point of the text is larger."""
    dark = grey < _SPECK
    padded = np.pad(dark, 1).astype(np.uint8)
    rows = padded[:-2] + padded[1:-1] + padded[2:]
    around = rows[:, :-2] + rows[:, 1:-1] + rows[:, 2:]
    alone = dark & (around <= 2)
    if alone.sum() < _FEW_SPECKS * alone.size:
        return grey
    cleaned = grey.copy()
    cleaned[alone] = 255
    holes = ~dark & (around >= 7)
    cleaned[holes] = 0
    return cleaned
