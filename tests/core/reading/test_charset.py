import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.reading.pdf.lookalikes import plain
from core.reading.shared.encoding import decode

TEXT = "云溪县民政局2021年政府信息公开工作年度报告，共12件。"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_encodings_without_a_declaration(encoding: str):
    assert decode(TEXT.encode(encoding)) == TEXT


@pytest.mark.parametrize("declared", [None, "", "gb2312", "utf-8", "iso-8859-1", "windows-1252", "big5", "base64", "x"])
def test_a_wrong_declaration_is_not_believed(declared: str | None):
    assert decode(TEXT.encode("utf-8"), declared) == TEXT


def test_a_right_declaration_is_believed():
    assert decode("資訊公開".encode("big5"), "big5") == "資訊公開"


def test_broken_bytes_cost_as_few_characters_as_can_be():
    assert decode(TEXT.encode() + b"\xff\xfe\xfd").startswith(TEXT)
    assert decode(TEXT.encode("gb18030") + b"\x81").startswith(TEXT)


@settings(max_examples=80, deadline=None, derandomize=True, database=None)
@given(st.binary(max_size=60))
def test_any_bytes_become_text(data: bytes):
    assert isinstance(decode(data), str)


def test_lookalikes_become_the_usual_characters():
    assert "".join(map(plain, "⼀⼆⽉⽇⻔﨑豈ﬁ年")) == "一二月日门﨑豈fi年"
