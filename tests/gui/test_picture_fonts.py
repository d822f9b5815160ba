"""Without a screen Windows' fonts come from their files: a collection (.ttc) is taken, a missing one is passed over."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtGui import QFontDatabase

from gui import screenshot

FONT = Path("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc")


@pytest.mark.skipif(not FONT.exists(), reason="fonts-wqy-microhei is missing")
def test_the_fonts_that_are_there_are_taken(qtbot, tmp_path):
    assert screenshot.add_fonts(tmp_path) == 0
    shutil.copy2(FONT, tmp_path / "msyh.ttc")
    (tmp_path / "simhei.ttf").write_bytes(b"damaged")
    assert screenshot.add_fonts(tmp_path) == 1
    assert "WenQuanYi Micro Hei" in QFontDatabase.families()
