"""main.py export: the layouts, tracked changes, and targets that cannot be."""

import docx
import export_support as made
import pytest

import main
from core import paths

SAMPLE = paths.resources() / "samples" / "示例报告.docx"


def run(*arguments, tmp_path):
    return main.main([*map(str, arguments), "--data-dir", str(tmp_path / "data")])


def test_changes_writes_the_change_note_in_both_formats(tmp_path):
    for name in ("说明.docx", "说明.xlsx"):
        target = tmp_path / name
        assert run("export", SAMPLE, "-o", target, "--layout", "changes", "--apply-repairs", tmp_path=tmp_path) == 0
        assert target.exists()
    texts = [p.text for p in docx.Document(tmp_path / "说明.docx").paragraphs]
    assert "特此说明。" in texts


def test_track_changes_marks_the_repairs_in_the_original(tmp_path):
    target = tmp_path / "修订.docx"
    options = ("--layout", "original", "--track-changes", "--apply-repairs")
    assert run("export", SAMPLE, "-o", target, *options, tmp_path=tmp_path) == 0
    assert list(made.document(target.read_bytes()).iter(f"{made.W}ins"))


def test_track_changes_without_the_original_is_wrong_usage(tmp_path, capsys):
    with pytest.raises(SystemExit) as ended:
        run("export", SAMPLE, "-o", tmp_path / "a.docx", "--track-changes", tmp_path=tmp_path)
    assert ended.value.code == 3
    assert "--layout original" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["长" * 120 + ".docx", "长" * 300 + "/a.docx", "none/a.docx", "长" * 120 + ".pdf"])
@pytest.mark.parametrize("layout", ["standard", "original"])
def test_a_target_that_cannot_be_is_one_sentence_and_exit_2(name, layout, tmp_path, capsys):
    assert run("export", SAMPLE, "-o", tmp_path / name, "--layout", layout, tmp_path=tmp_path) == 2
    said = capsys.readouterr().err.strip()
    assert said and "\n" not in said and "Traceback" not in said


def test_nothing_corrected_is_no_change_note(tmp_path, capsys):
    assert run("export", SAMPLE, "-o", tmp_path / "a.docx", "--layout", "changes", tmp_path=tmp_path) == 2
    assert "没有需要更正" in capsys.readouterr().err
