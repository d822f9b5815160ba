"""What nobody understood in a sentence makes its figures uncertain, and none that agrees makes the sentence foreign."""

import pytest
from rules_support import balanced, say

from core.finding import Severity
from core.rules import evaluate
from core.rules.narrative.reading import Setting, read


@pytest.mark.parametrize(
    ("text", "certain"),
    [
        ("全年收到政府信息公开申请70件。", True),
        ("市管委会收到政府信息公开申请70件。", True),
        ("紧扣攻坚行动蓝图，收到政府信息公开申请70件。", False),
        ("全年琢磨推敲收到政府信息公开申请70件。", False),
    ],
)
def test_a_figure_in_a_sentence_of_strange_words_is_only_hinted_at(text, certain):
    (bound,) = read(text, Setting(2024, ("2021",) * 3)).bounds
    assert bound.certain is certain


def test_a_sentence_of_three_figures_none_of_which_agrees_may_speak_of_others():
    text = "全年收到政府信息公开申请70件，予以公开41件，部分公开29件。"
    found = [f for f in evaluate(say(balanced(), 1, text)).findings if f.rule == "text.binding"]
    assert [f.severity for f in found] == [Severity.HINT] * 3
    assert all("没有一个与表格相同" in f.message for f in found)
    two = [f for f in evaluate(say(balanced(), 1, "收到申请70件，予以公开41件。")).findings if f.rule == "text.binding"]
    assert [f.severity for f in two] == [Severity.WARNING] * 2


def test_thousands_of_figures_without_a_stop_are_read_one_by_one():
    assert len(read("收到申请12件" * 3000, Setting(2024, ("2021",) * 3)).bounds) == 3000
