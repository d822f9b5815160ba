"""Names proposed for a report are names that Windows and Linux accept."""

from dataclasses import replace

import gui_support
import pytest

from core.export.file_names import file_name, safe_name


@pytest.mark.parametrize("name, safe", [
    ("CON", "_CON"), ("nul.", "_nul"), ("com1.年报", "_com1.年报"), ("LPT¹", "_LPT¹"), ("console", "console"),
    ("年报. . .", "年报"), ("..年报", "年报"), ("a/b\\c:d*?\"<>|\x07\x9b", "abcd"),
    ("年报\u202excod\u2069\u200e\u061c", "年报xcod"), (" \u3000\ufeff", ""),
])  # fmt: skip
def test_names_that_windows_refuses_are_made_safe(name, safe):
    assert safe_name(name) == safe


def test_a_long_name_fits_255_bytes_with_its_ending_and_cuts_no_character():
    for character in ("局", "a", "\U00020bb7"):
        name = safe_name(character * 300)
        assert len((name + ".docx").encode()) <= 255 and set(name) == {character}


def test_the_proposed_name_of_a_report_is_safe():
    report = replace(gui_support.report(), agency="../云溪县\u202e民政局/" + "长" * 200)
    name = file_name(report)
    assert "/" not in name and "\u202e" not in name and len(name.encode()) <= 240
    assert file_name(gui_support.report()) == "云溪县民政局2023年政府信息公开工作年度报告"
