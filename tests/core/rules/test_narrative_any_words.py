"""No order of known words breaks the reading."""

import random

import pytest

from core.rules.narrative.lexicon import lexicon
from core.rules.narrative.reading import Setting, read

WORDS = sorted(lexicon().words)
OTHERS = ["3件", "12", "０件", "两件", "一件", "5万元", "20%", "2023年", "2024年", *"，、；。（）：某"]
SETTINGS = [Setting(2024, ("2021",) * 3, True, False, "requests"), Setting(None, ("2019",) * 3, False, True, "")]


@pytest.mark.parametrize("seed", range(40))
def test_any_order_of_known_words_is_read_without_an_exception(seed):
    chosen = random.Random(seed)
    for _ in range(12):
        text = "".join(chosen.choice(WORDS if chosen.random() < 0.6 else OTHERS) for _ in range(24))
        for setting in SETTINGS:
            reading = read(text, setting)
            assert all(0 <= b.start < b.end <= len(text) and b.options for b in reading.bounds)
            assert all(d.cells for d in reading.denials)


@pytest.mark.parametrize("text", [
    "行政许可45件增至61件。", "收到申请45件增加为61件，又增至70件。", "行政许可由45件增至61件。", "上年45件增至61件。",
])  # fmt: skip
def test_a_figure_that_became_another_is_cut_to_an_end(text):
    assert len(read(text, SETTINGS[0]).bounds) <= 1
