"""The days a report is due: by kind of office, handing in and publishing apart, as the law or the settings say."""

from dataclasses import replace

import pytest
from rules_support import balanced

from core import settings
from core.model import Paragraph
from core.rules import Deadline, Profile, RuleSettings, evaluate


def found(closing, profile, **deadlines):
    report = replace(balanced(), closing=tuple(map(Paragraph, closing)))
    chosen = RuleSettings(profile=profile, deadlines=deadlines.get("deadlines", {}))
    return [f for f in evaluate(report, None, chosen).findings if f.rule == "deadline"]


@pytest.mark.parametrize(
    ("profile", "line", "message"),
    [
        (Profile.DEPARTMENT, "2022年2月9日", "落款日期是 2022 年 2 月 9 日，晚于应当报送的 2022 年 1 月 31 日"),
        (Profile.DEPARTMENT, "发布时间：2022-02-09", "发布日期是 2022 年 2 月 9 日，晚于应当公布的 2022 年 1 月 31 日"),
        (Profile.GOVERNMENT, "2022年4月1日", "落款日期是 2022 年 4 月 1 日，晚于应当公布的 2022 年 3 月 31 日"),
        (Profile.GOVERNMENT, "2022年3月9日", ""),
        (Profile.TOWNSHIP, "2022年9月9日", ""),
    ],
)
def test_the_days_of_the_law(profile, line, message):
    told = found([line], profile)
    assert message in "".join(f.message for f in told) if message else told == []


def test_an_offices_own_days_take_their_place():
    days = {Profile.TOWNSHIP: Deadline(submit=(1, 10), publish=(2, 20))}
    told = found(["2022年1月12日", "发布时间：2022-02-21"], Profile.TOWNSHIP, deadlines=days)
    assert [f.subject for f in told] == ["落款日期", "发布日期"]


def test_the_days_are_kept_in_the_settings(tmp_path):
    chosen = settings.Settings(deadlines={Profile.TOWNSHIP: Deadline((1, 10), None)}, section1_most=1200)
    settings.save(tmp_path, chosen)
    assert settings.load(tmp_path) == chosen
    assert settings.load(tmp_path).rules.deadlines[Profile.TOWNSHIP].submit == (1, 10)
    assert [settings.day_of(t) for t in ("03-31", "3.31", "3月31日", "02-30", "", None)] == [
        *((3, 31),) * 3,
        None,
        None,
        None,
    ]
