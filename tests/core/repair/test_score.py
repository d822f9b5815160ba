"""A reduced run of tests/score/score_repair.py is not worse than the figures kept."""

import importlib.util
import json
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[2]


def _script():
    spec = importlib.util.spec_from_file_location("score_repair", TESTS / "score" / "score_repair.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


KEPT = json.loads((TESTS / "expected" / "repair_score.json").read_text("utf-8"))
ASKED = {1: 1.0, 2: 0.9865, 3: 0.9625}


@pytest.mark.parametrize("wrong", [1, 2, 3])
def test_the_kept_figures_are_what_was_asked(wrong):
    assert KEPT[str(wrong)]["found"] == 1
    assert KEPT[str(wrong)]["first_true"] >= ASKED[wrong]
    assert KEPT["highs"]["equal"] == KEPT["highs"]["cases"] == 500


@pytest.mark.parametrize("wrong", [1, 2, 3])
def test_a_reduced_run_is_not_worse(wrong):
    script, kept = _script(), KEPT[f"{wrong} reduced"]
    now = script.score(script.cases(wrong, kept["cases"]))
    assert now["found"] == 1
    assert now["first_true"] >= kept["first_true"]
    assert now["listed"] >= kept["listed"]


def test_a_right_table_is_left_alone_and_blanks_are_repaired_as_well():
    assert KEPT["0"]["quiet"] == 1
    assert KEPT["1 blanks"]["first_true"] == 1
    assert KEPT["2 blanks"]["first_true"] >= 0.99
    assert KEPT["3 blanks"]["first_true"] >= 0.95
