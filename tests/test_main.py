"""The commands and exit codes that scripts depend on."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import main
from core import paths, schema

SAMPLE = paths.resources() / "samples" / "示例报告.docx"
ROOT = Path(main.__file__).parent


@pytest.fixture(autouse=True)
def data_dir(tmp_path, monkeypatch):
    monkeypatch.setenv("NIANBAO_DATA_DIR", str(tmp_path / "data"))


def run(capsys, *arguments):
    try:
        code = main.main([str(a) for a in arguments])
    except SystemExit as stop:
        code = stop.code
    out, err = capsys.readouterr()
    return code, out, err


def test_extract_gives_the_whole_report(capsys):
    code, out, _err = run(capsys, "extract", SAMPLE)
    got = json.loads(out)
    assert code == 0
    assert (got["agency"], got["year"], got["edition"]) == ("云溪县民政局", 2024, "2021")
    assert got["table2"]["行政许可"] == [126]
    assert got["table2"]["行政事业性收费"] == [3.62]
    assert [r["row"] for r in got["table3"]] == [r.key for r in schema.shape("2021", 3).rows]
    assert got["table3"][0] == {
        "row": "received",
        "label": "一、本年新收政府信息公开申请数量",
        "values": [14, 3, 0, 1, 1, 0, 19],
    }
    assert got["table4"] == [1, 0, 0, 1, None, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0]
    assert [s["number"] for s in got["sections"]] == [1, 2, 3, 4, 5, 6]
    assert "214条" in got["sections"][0]["text"]
    assert got["unplaced"] == []


def test_check_finds_errors_and_says_so_by_its_exit_code(capsys):
    code, out, _err = run(capsys, "check", "--json", SAMPLE)
    got = json.loads(out)
    assert code == 1
    assert got["error"] is None
    cell = {"table": 3, "row": "results_total", "row_index": 23, "column": "natural_person"}
    assert cell in [c for f in got["findings"] for c in f["cells"]]
    first = got["repairs"][0]
    assert {**cell, "from": 51, "to": 15} in first["changes"]
    assert first["reason"]


def test_a_mended_report_is_fine(capsys, tmp_path):
    target = tmp_path / "改正.docx"
    assert run(capsys, "export", SAMPLE, "-o", target, "--apply-repairs")[0] == 0
    code, out, _err = run(capsys, "check", "--json", target)
    assert code == 0
    assert not [f for f in json.loads(out)["findings"] if f["severity"] == "error"]


def test_many_files_give_one_line_each_in_order(capsys, tmp_path):
    bad = tmp_path / "空.docx"
    bad.write_bytes(b"")
    code, out, err = run(capsys, "check", "--json", bad, SAMPLE)
    lines = [json.loads(line) for line in out.splitlines()]
    assert code == 2
    assert [Path(line["file"]).name for line in lines] == ["空.docx", "示例报告.docx"]
    assert lines[0]["error"] in err
    assert lines[1]["error"] is None


def test_last_years_report_by_option(capsys):
    code, out, _err = run(capsys, "check", "--json", "--previous", SAMPLE, "--profile", "township", SAMPLE)
    assert code == 1
    assert any(f["rule"].startswith("year.") for f in json.loads(out)["findings"])


@pytest.mark.parametrize(
    "arguments",
    [["check"], ["extract"], ["export", "x.docx"], ["export", "x.docx", "-o", "x.txt"],
     ["check", "--profile", "x", "y"], ["screenshot", "x.docx", "-o", "x.jpg"], ["extract", "x", "--nothing"],
     ["--nothing"], ["a.docx", "b.docx"], ["extract", "x", "--data-dir"]],
)  # fmt: skip
def test_wrong_usage_ends_with_3(capsys, arguments):
    assert run(capsys, *arguments)[0] == 3


@pytest.mark.parametrize("command", [["extract"], ["check"], ["export", "-o", "x.docx"]])
def test_a_missing_file_ends_with_2_and_a_sentence(capsys, tmp_path, command):
    name, *rest = command
    code, _out, err = run(capsys, name, tmp_path / "没有.docx", *rest)
    assert code == 2
    assert err.strip().endswith("。")
    assert len(err.strip().splitlines()) == 1


def test_the_data_folder_option_stands_before_or_after_the_command(capsys, tmp_path):
    for arguments in (["--data-dir", tmp_path, "extract", SAMPLE], ["extract", SAMPLE, "--data-dir", tmp_path]):
        assert run(capsys, *arguments)[0] == 0


def test_the_commands_never_load_qt(tmp_path):
    code = (
        "import sys, main\n"
        f"main.main(['extract', {str(SAMPLE)!r}]); main.main(['check', {str(SAMPLE)!r}])\n"
        f"main.main(['export', {str(SAMPLE)!r}, '-o', {str(tmp_path / 'x.pdf')!r}])\n"
        "assert not [m for m in sys.modules if m.startswith('PySide6')], 'Qt was loaded'"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_checking_loads_nothing_that_it_does_not_use():
    """Start-up on an old PC: ssl and http.client once came along with a function that writes XML."""
    files = [SAMPLE, SAMPLE.with_suffix(".pdf"), ROOT / "tests/data/installer/示例报告.doc"]
    heavy = ["ssl", "http.client", "urllib.request", "pdfplumber", "pdfminer", "reportlab", "openpyxl", "docx", "PIL"]
    code = (
        f"import sys, main\n[main.main(['check', name]) for name in {[str(f) for f in files]!r}]\n"
        f"loaded = [m for m in {heavy!r} if m in sys.modules]\nassert not loaded, loaded"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
