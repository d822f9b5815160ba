"""Code points that only look like the usual ones, as PDF fonts map them."""

from __future__ import annotations

import unicodedata

# Text copied from such a file looks right and matches nothing: "⼀、总体情况" is not "一、总体情况".
# Radicals (⼀ for 一) and compatibility ideographs stand in PDFs whose fonts share a glyph between both.
_RANGES = ((0x2E80, 0x2FE0), (0xF900, 0xFB00), (0x2F800, 0x2FA20), (0xFB00, 0xFB07))
REPLACED = {
    code: unicodedata.normalize("NFKC", chr(code))
    for start, end in _RANGES
    for code in range(start, end)
    if unicodedata.normalize("NFKC", chr(code)) != chr(code)
}
# Radicals that Unicode gives no equivalent for, though fonts map common characters to them.
REPLACED |= {
    0x2EA0: "民", 0x2EC5: "见", 0x2EC8: "讠", 0x2ECB: "车", 0x2ED3: "长", 0x2ED4: "门", 0x2EDA: "页", 0x2EDB: "风",
    0x2EDD: "食", 0x2EE2: "马", 0x2EE3: "骨", 0x2EE5: "鱼", 0x2EE6: "鸟", 0x2EE9: "黄", 0x2EEC: "齐", 0x2EEE: "齿",
    0x2EF0: "龙", 0x2E81: "厂", 0x2E8B: "巴", 0x2E8C: "小", 0x2EAE: "竹", 0x2E9F: "母", 0x2EE8: "麦", 0x2EED: "齐",
    0x2EEF: "龙", 0x2EF3: "龟", 0x2ED9: "韦", 0x2EB0: "纟", 0x2EAA: "疋", 0x2EAF: "糸", 0x2E9D: "月", 0x2E97: "心",
    0x2EB6: "羊", 0x2EC4: "西", 0x2ED1: "长", 0x2ECA: "足", 0x2EB7: "羊", 0x2E95: "彐", 0x2E88: "刀", 0x2E89: "刂",
}  # fmt: skip


def plain(character: str) -> str:
    """The usual character for one that looks the same; the character itself otherwise."""
    return REPLACED.get(ord(character), character)
