"""What scanners, faxes, stamps and phones do to a page, seeded."""

from __future__ import annotations

import io
from collections.abc import Callable
from random import Random

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

Spoil = Callable[[Image.Image, Random], Image.Image]


def _skewed(most: float) -> Spoil:
    def spoil(picture: Image.Image, dice: Random) -> Image.Image:
        angle = dice.uniform(0.3, most) * dice.choice((-1, 1))
        return picture.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor="white")

    return spoil


def _turned(quarters: int) -> Spoil:
    return lambda picture, dice: _skewed(1.0)(picture, dice).rotate(90 * quarters, expand=True)


def _jpeg(quality: int) -> Spoil:
    def spoil(picture: Image.Image, dice: Random) -> Image.Image:
        kept = io.BytesIO()
        _skewed(0.8)(picture, dice).save(kept, "JPEG", quality=quality)
        return Image.open(io.BytesIO(kept.getvalue())).convert("RGB")

    return spoil


def _noise(picture: Image.Image, dice: Random) -> Image.Image:
    pixels = np.asarray(_skewed(0.8)(picture, dice)).astype(np.float32)
    noise = np.random.default_rng(dice.randrange(2**32)).normal(0, 22, pixels.shape[:2])
    return Image.fromarray(np.clip(pixels + noise[..., None], 0, 255).astype(np.uint8))


def _specks(picture: Image.Image, dice: Random) -> Image.Image:
    pixels = np.asarray(picture).copy()
    random = np.random.default_rng(dice.randrange(2**32)).random(pixels.shape[:2])
    pixels[random < 0.004] = 0
    pixels[random > 0.996] = 255
    return Image.fromarray(pixels)


def _fax(picture: Image.Image, dice: Random) -> Image.Image:
    small = picture.convert("L").resize((round(picture.width * 0.9), round(picture.height * 0.6)), Image.Resampling.BOX)
    bits = _specks(small.point(lambda v: 255 * (v > 150)).convert("RGB"), dice)
    return bits.resize(picture.size, Image.Resampling.NEAREST)


def _bilevel(picture: Image.Image, dice: Random) -> Image.Image:
    limit = dice.choice((110, 150, 200))
    return _skewed(1.2)(picture, dice).convert("L").point(lambda v: 255 * (v > limit)).convert("RGB")


def _stamp(colour: tuple[int, int, int]) -> Spoil:
    def spoil(picture: Image.Image, dice: Random) -> Image.Image:
        layer = Image.new("RGB", picture.size, "white")
        pen = ImageDraw.Draw(layer)
        radius = picture.width * 0.12
        x, y = dice.uniform(0.3, 0.8) * picture.width, dice.uniform(0.2, 0.6) * picture.height
        width = max(2, round(radius / 14))
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), outline=colour, width=width)
        inner = radius * 0.35
        pen.polygon(
            [(x + inner * np.sin(a), y - inner * np.cos(a)) for a in np.arange(0, 5) * 4 * np.pi / 5], fill=colour
        )
        for angle in np.linspace(0.6, 5.6, 11):
            cx, cy = x + 0.75 * radius * np.sin(angle), y - 0.75 * radius * np.cos(angle)
            pen.line((cx - inner / 4, cy, cx + inner / 4, cy), fill=colour, width=width)
            pen.line((cx, cy - inner / 4, cx, cy + inner / 4), fill=colour, width=width)
        return _skewed(0.8)(ImageChops.multiply(picture, layer), dice)

    return spoil


def _fold(picture: Image.Image, dice: Random) -> Image.Image:
    pixels = np.asarray(picture).astype(np.float32)
    height = pixels.shape[0]
    middle = dice.uniform(0.3, 0.7) * height
    away = np.abs(np.arange(height) - middle)
    shade = 1 - 0.45 * np.exp(-((away / (height * 0.004)) ** 2)) - 0.12 * np.exp(-((away / (height * 0.04)) ** 2))
    return Image.fromarray(np.clip(pixels * shade[:, None, None], 0, 255).astype(np.uint8))


def _shadow(picture: Image.Image, dice: Random) -> Image.Image:
    pixels = np.asarray(picture).astype(np.float32)
    height, width = pixels.shape[:2]
    across, down = np.meshgrid(np.linspace(0, 1, width), np.linspace(0, 1, height))
    tilt = dice.uniform(-1, 1)
    light = 0.55 + 0.45 / (1 + np.exp(-12 * (across + tilt * down - dice.uniform(0.2, 0.8))))
    return Image.fromarray(np.clip(pixels * light[..., None], 0, 255).astype(np.uint8))


def _phone(picture: Image.Image, dice: Random) -> Image.Image:
    width, height = picture.size
    k = [dice.uniform(0.0, 0.035) for _ in range(8)]
    quad = (
        -k[0] * width, -k[1] * height, -k[2] * width, height * (1 + k[3]),
        width * (1 + k[4]), height * (1 + k[5]), width * (1 + k[6]), -k[7] * height,
    )  # fmt: skip
    seen = picture.transform(
        picture.size, Image.Transform.QUAD, quad, Image.Resampling.BICUBIC, fillcolor=(120, 110, 100)
    )
    return _shadow(seen.filter(ImageFilter.GaussianBlur(0.6)), dice)


def _curl(picture: Image.Image, dice: Random) -> Image.Image:
    pixels = np.asarray(picture)
    height, width = pixels.shape[:2]
    bow = dice.uniform(6, 14) * dice.choice((-1, 1)) * width / 1654
    down = (bow * (2 * np.linspace(0, 1, width) - 1) ** 2).round().astype(int)
    rows = np.clip(np.arange(height)[:, None] + down[None, :], 0, height - 1)
    return Image.fromarray(pixels[rows, np.arange(width)[None, :]])


def _blur(picture: Image.Image, dice: Random) -> Image.Image:
    return _skewed(0.6)(picture, dice).filter(ImageFilter.GaussianBlur(1.3 * picture.width / 1654))


def _faint(picture: Image.Image, dice: Random) -> Image.Image:
    return _skewed(0.6)(picture, dice).point(lambda v: 130 + v * 110 // 255)


def _through(picture: Image.Image, dice: Random) -> Image.Image:
    back = picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT).point(lambda v: 215 + v * 40 // 255)
    return ImageChops.multiply(picture, back)


def _grey(picture: Image.Image, dice: Random) -> Image.Image:
    return _skewed(0.8)(picture, dice).convert("L").point(lambda v: 30 + v * 200 // 255).convert("RGB")


def _clean(picture: Image.Image, dice: Random) -> Image.Image:
    return picture


DAMAGES: dict[str, tuple[Spoil, tuple[int, ...]]] = {
    "clean": (_clean, (150, 200, 300, 400)),
    "skew1": (_skewed(1.0), (150, 200, 300)),
    "skew5": (_skewed(5.0), (150, 200, 300)),
    "turned90": (_turned(1), (150, 200, 300)),
    "turned180": (_turned(2), (150, 200, 300)),
    "turned270": (_turned(3), (150, 200, 300)),
    "jpeg60": (_jpeg(60), (150, 200, 300)),
    "jpeg25": (_jpeg(25), (150, 200, 300)),
    "noise": (_noise, (150, 200, 300)),
    "specks": (_specks, (150, 200, 300)),
    "fax": (_fax, (200,)),
    "bilevel": (_bilevel, (200, 300)),
    "red stamp": (_stamp((205, 40, 45)), (150, 200, 300)),
    "grey stamp": (_stamp((140, 140, 140)), (200, 300)),
    "fold": (_fold, (150, 200, 300)),
    "shadow": (_shadow, (150, 200, 300)),
    "phone": (_phone, (200, 300)),
    "curl": (_curl, (200,)),
    "blur": (_blur, (200, 300)),
    "faint": (_faint, (150, 200, 300)),
    "through": (_through, (200,)),
    "grey": (_grey, (150, 200, 300)),
}
"""Kind of damage → how, and at which resolutions it is tried."""
