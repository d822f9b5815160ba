"""The columns of the desk's table."""

from __future__ import annotations

COLUMNS = (
    "单位", "类别", "状态", "错误", "需核对", "缺什么、要注意什么", "年度", "版式", "文件", "上年", "报送时间",
    "由谁报送", "退回", "办理", "备注",
)  # fmt: skip
(
    OFFICE, KIND, STATE, ERRORS, WARNINGS, MISSING, YEAR, EDITION, FILE, LAST_YEAR, RECEIVED, SENDER, RETURNS, MARKS,
    NOTE,
) = range(len(COLUMNS))  # fmt: skip
FIGURES = frozenset((ERRORS, WARNINGS, YEAR, RETURNS))
HIDDEN_AT_FIRST = frozenset((KIND, EDITION, SENDER, RETURNS, MARKS, NOTE))
# In average characters of the font; MISSING takes the rest.
WIDTHS = {
    OFFICE: 13, KIND: 5, STATE: 6, ERRORS: 3, WARNINGS: 4, YEAR: 3, EDITION: 3, FILE: 4, LAST_YEAR: 3, RECEIVED: 8,
    SENDER: 6, RETURNS: 3, MARKS: 8, NOTE: 8,
}  # fmt: skip
