"""What a web page or a mail puts around a report: menus, lines about publication, footers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from core import text

_ABOUT = re.compile(
    r"^[【\[(]?\s*(?:当前位置|您的位置|您所在的位置|您现在的位置|所在位置|发布时间|发布日期|发文日期|成文日期|生成日期|公开日期|更新时间|时间|日期"
    r"|来源|信息来源|文章来源|稿源|作者|撰稿|字体|字号|浏览|浏览次数|点击|点击数|点击量|阅读|阅读次数|访问量|分享|分享到|打印|保存|关闭|收藏"
    r"|责任编辑|编辑|审核|审核人|初审|复审|终审|校对|索引号|索引号码|信息索引号|文号|发文字号|发文机关|主题分类|主题词|体裁分类|组配分类"
    r"|发布机构|公开机构|公开形式|信息名称|信息分类|有效性|语音播报|语音朗读|大中小|A\+|小中大|分类|名称|公开方式|公开范围|公开时限|视力保护色)"
    r"\s*[】\])]?\s*(?:[:：].*|[】\])].*|\s*)$"
)
_TRAIL = re.compile(r"^.{0,20}首页\s*[>》›/→\-].*|.*[>›»].*[>›»].*")
_PIPE = re.compile(r"^[^。；]{0,60}(?:\|[^。；|]{0,30}){2,}$")
_FOOTER = re.compile(
    r"主办(?:单位)?\s*[:：]|承办(?:单位)?\s*[:：]|协办\s*[:：]|版权所有|网站标识码|ICP备|ICP证|公网安备"
    r"|copyright|all rights reserved"
    r"|转载声明|违法和不良信息|建议使用.{0,20}(?:分辨率|浏览器)|技术支持\s*[:：]|网站地图|关于我们|联系我们|友情链接|返回顶部"
    r"|^上一(?:篇|条)|^下一(?:篇|条)|扫一扫|扫描二维码|打印本页|关闭窗口|关闭本页|【\s*打印|分享到|相关(?:链接|文章|附件|文档|信息)$|^附件(?:下载)?[:：]?$|^无障碍",
    re.IGNORECASE,
)
_NEVER_LONGER = 90


def is_about_page(raw: str) -> bool:
    """A line about the publication (发布时间, 来源, 字体, the way through the menus), not of the report."""
    plain = text.fold(text.narrow(raw))
    if len(plain) > 160 or not plain:
        return False
    return bool(
        _ABOUT.match(plain) or _TRAIL.match(plain) or _PIPE.match(plain) or (len(plain) < 60 and _FOOTER.search(plain))
    )


def footer_start(tail: Sequence[str]) -> int:
    """Index of the first line of a page's footer among the last paragraphs; their number if there is none.

    All that follows must be short too: a footer does not stand inside the text.
    """
    for start, raw in enumerate(tail):
        plain = text.fold(text.narrow(raw))
        if len(plain) <= _NEVER_LONGER and _FOOTER.search(plain):
            rest = [text.fold(r) for r in tail[start:]]
            if all(len(r) <= _NEVER_LONGER * 2 for r in rest):
                return start
    return len(tail)
