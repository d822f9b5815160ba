"""Contrast of every text and frame on the surfaces they stand on (WCAG 2.1 AA), in both themes."""

import pytest
from PySide6.QtGui import QColor

from core.finding import Severity
from gui.common import icons, theme


def luminance(colour: str) -> float:
    channels = [c / 255 for c in QColor(colour).getRgb()[:3]]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: str, b: str) -> float:
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


TEXTS = [
    *((ink, on) for ink in ("ink", "muted") for on in ("window", "paper", "label", "hover")),
    *(("ink", on) for on in ("selection", "accent_soft", "error_soft", "warning_soft", "hint_soft", "ok_soft")),
    *((ink, f"{ink}_soft") for ink in ("error", "warning", "hint", "ok", "accent")),
    *((ink, "paper") for ink in ("error", "warning", "hint", "ok", "accent")),
    ("accent_ink", "accent"),
    ("accent_ink", "accent_hover"),
    ("muted", "accent_soft"),
]


@pytest.mark.parametrize("tokens", (theme.LIGHT, theme.DARK), ids=("light", "dark"))
def test_texts_have_4_5_to_1(tokens):
    low = [(i, o, round(contrast(getattr(tokens, i), getattr(tokens, o)), 2)) for i, o in TEXTS]
    assert [x for x in low if x[2] < 4.5] == []


@pytest.mark.parametrize("tokens", (theme.LIGHT, theme.DARK), ids=("light", "dark"))
def test_frames_and_lines_have_3_to_1(tokens):
    frames = ("error", "warning", "hint", "accent", "strong_line")
    assert [f for f in frames if contrast(getattr(tokens, f), tokens.paper) < 3] == []


def test_tokens_follow_the_palette(qapp):
    assert theme.tokens(theme.palette(theme.DARK)) is theme.DARK
    assert theme.tokens(theme.palette(theme.LIGHT)) is theme.LIGHT


def test_the_interface_font_has_chinese(qapp):
    from PySide6.QtGui import QFontMetrics

    assert QFontMetrics(theme.ui_font()).horizontalAdvance("国国") > QFontMetrics(theme.ui_font()).height()


def test_every_severity_and_state_has_a_shape_of_its_own(qapp):
    shapes = [icons.path(name).boundingRect().getRect() for name in (*Severity, "ok", "lock")]
    lengths = [round(icons.path(name).length(), 1) for name in (*Severity, "ok", "lock")]
    assert len(set(zip(shapes, lengths, strict=True))) == 5


def test_the_size_of_letters_is_written_without_idle_decimals(opened):
    opened.actions_by_name["settings"].trigger()
    points = opened.side.shown.points
    points.setValue(10)
    assert points.text() == "10 磅"
    points.setValue(10.5)
    assert points.text() == "10.5 磅"
    opened.side.shown.close()
