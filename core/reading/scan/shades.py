"""From a photo or scan to grey on white: stamps taken out by their colour or their even grey, shadows and folds evened
out, specks removed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from core.reading.scan.engine import Grey

Points = NDArray[np.float32]
_REDDISH = 24  # by how much red exceeds green and blue in the ink of a stamp
_TILE = 24  # pixels: the paper's brightness is taken in such squares
_PAPER = 85  # percentile of a square that is paper, where it holds text
_DARKEST_PAPER = 60
_INK_SHARE = 4  # in a thousand points: ink, also on a page with little text
_BLACK, _MOST_STRETCHED = 50, 3.5
_STAMP = 140  # of red ink on white, brighter than that of red over print
_SPECK = 170  # darker is no paper
_FEW_SPECKS = 0.0004  # of the points, below which a page is clean
_STAMP_DARKEST, _STAMP_LIGHTEST = 80, 200  # of a stamp on a grey scan
_STAMP_EVEN = 40  # levels within a square of a stamp: the edge of a stroke has more
_STAMP_SQUARE, _STAMP_WIDE, _STAMP_EDGE, _STAMP_AROUND = 5, 9, 5, 41  # pixels
_STAMP_REACH = 0.35  # of the page's longer side: blurred print has even squares everywhere
_FEWEST_STAMPED, _MOST_STAMPED = 200, 0.15  # points; share of the page
_FOLD_BLOCK, _FOLD_PAPER, _FOLD_NARROWEST = 128, 80, 0.0017  # pixels along; percentile; of the height, half a ruling
_FOLD_BRIGHTEST = 238
_DUST, _DUST_ALONE, _FEWEST_DUST = 3, 17, 40  # pixels of a speck and of the white around it; specks of a dusty page


def on_white(picture: Image.Image) -> Grey:
    """Grey of a picture, with the paper at 255 everywhere."""
    return _without_dust(_without_specks(_stretched(_unfolded(_without_stamp(_evened(_without_red(picture)))))))


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


def _without_stamp(grey: Grey) -> Grey:
    """A stamp on a grey scan divided out: it darkens the print under it by the same share as the paper.

    Its strokes are thicker than those of the print and of an even, middle grey; a stroke of the print has dark ink in
    its middle and fades at its edges.
    """
    even = _even(grey, _STAMP_SQUARE)
    if not _FEWEST_STAMPED <= int(even.sum()) <= _MOST_STAMPED * even.size or not _even(grey, _STAMP_WIDE).any():
        return grey
    if any(float(np.ptp(np.quantile(at, (0.02, 0.98)))) > _STAMP_REACH * max(even.shape) for at in np.nonzero(even)):
        return grey
    around = _box_sum(even.astype(np.float32), _STAMP_AROUND)
    level = _box_sum(np.where(even, grey, 0).astype(np.float32), _STAMP_AROUND) / np.maximum(around, 1.0)
    spread = _STAMP_SQUARE + _STAMP_EDGE
    stamped = _most(even.astype(np.uint8), spread - 1 + spread % 2).astype(np.bool_) & (around > 0)
    lifted = np.minimum(grey.astype(np.float32) * 255.0 / np.maximum(level, 1.0), 255.0)
    return np.where(stamped, lifted, grey).astype(np.uint8)


def _even(grey: Grey, size: int) -> NDArray[np.bool_]:
    """Middles of squares of an even, middle grey."""
    darkest, lightest = _least(grey, size), _most(grey, size)
    found: NDArray[np.bool_] = (darkest > _STAMP_DARKEST) & (lightest < _STAMP_LIGHTEST)
    return found & (lightest - darkest < _STAMP_EVEN)


def _unfolded(grey: Grey) -> Grey:
    """The shade of a fold divided out, of a level one and of an upright one: wider than any ruling, and fading."""
    grey = _level_shade_divided(grey)
    return np.ascontiguousarray(_level_shade_divided(np.ascontiguousarray(grey.T)).T)


def _level_shade_divided(grey: Grey) -> Grey:
    height, width = grey.shape
    blocks = max(1, width // _FOLD_BLOCK)
    if height < _FOLD_BLOCK or width < _FOLD_BLOCK:
        return grey
    size = width // blocks
    rows = grey[:, : blocks * size].reshape(height, blocks, size)
    at = size * _FOLD_PAPER // 100
    paper = np.partition(rows, at, axis=2)[..., at]
    window = 2 * max(2, round(_FOLD_NARROWEST * max(height, width))) + 1
    paper = _least_along(_most_along(paper, window, 0), window, 0)  # rulings are narrower than the window
    if int(paper.min()) >= _FOLD_BRIGHTEST:
        return grey
    paper = np.where(paper < _FOLD_BRIGHTEST, np.maximum(paper, _DARKEST_PAPER), 255).astype(np.uint8)
    shade = np.asarray(Image.fromarray(paper).resize((width, height), Image.Resampling.BILINEAR))
    divided: Grey = np.minimum(grey.astype(np.float32) * 255.0 / shade, 255.0).astype(np.uint8)
    return divided


def _without_dust(grey: Grey) -> Grey:
    """Specks of some points with nothing around them taken out, where a page is full of them: a decimal point stands
    close to its digits."""
    dark = (grey < _SPECK).astype(np.float32)
    near = _box_sum(dark, _DUST)
    dust = (dark > 0) & (_box_sum(dark, _DUST_ALONE) - near < 0.5)
    if int(dust.sum()) < _FEWEST_DUST:
        return grey
    cleaned = grey.copy()
    cleaned[_most(dust.astype(np.uint8), _DUST) > 0] = 255
    return cleaned


def _box_sum(values: Points, size: int) -> Points:
    """Sum over the square of size (odd) around each point; what lies outside counts as 0."""
    reach = size // 2
    for axis in (0, 1):
        sums = np.cumsum(np.pad(values, [(reach + 1, reach) if side == axis else (0, 0) for side in (0, 1)]), axis)
        values = sums[size:] - sums[:-size] if axis == 0 else sums[:, size:] - sums[:, :-size]
    return values


def _least(grey: Grey, size: int) -> Grey:
    return _least_along(_least_along(grey, size, 0), size, 1)


def _most(grey: Grey, size: int) -> Grey:
    return _most_along(_most_along(grey, size, 0), size, 1)


def _least_along(grey: Grey, size: int, axis: int) -> Grey:
    least: Grey = ~_most_along(~grey, size, axis)
    return least


def _most_along(grey: Grey, size: int, axis: int) -> Grey:
    """Greatest of the size (odd) points around each one along an axis."""
    result = grey.copy()
    length = grey.shape[axis]
    for away in range(1, size // 2 + 1):
        if away >= length:
            break
        head, tail = [slice(None), slice(None)], [slice(None), slice(None)]
        head[axis], tail[axis] = slice(None, length - away), slice(away, None)
        first, last = (head[0], head[1]), (tail[0], tail[1])
        result[first] = np.maximum(result[first], grey[last])
        result[last] = np.maximum(result[last], grey[first])
    return result
