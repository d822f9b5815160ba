"""The countable parts of docs/wording.md, over every sentence the clerk may see."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Names that stand on the clerk's own screen: programs, kinds of file, keys; and the standard that exports follow.
ALLOWED = set(
    """Word WPS QQ Excel PDF OFD RTF XML JSON TOML CSV HTML Markdown Unicode UTF OpenDocument LibreOffice PowerPoint PPT
    Windows Linux Qt PySide Python MIT LGPL GB MB KB SHA ID ICP Ctrl Shift Alt Enter Esc Tab Delete F
    PgUp PgDn""".split()  # noqa: SIM905
)
KINDS = re.compile(
    r"\*?\.?\b(docx?|docm|wps|rtf|odt|pdf|ofd|html?|mhtm?l?|xlsx?|xlsm|xlsb|et|ods|txt|md|csv|zip|toml|db|json|uof|uot|png|jpg)\b"
)
ERRORS = {"UserError", "ReadError", "ExportError", "StoreError"}
NEXT_STEP = re.compile("请|可以|先|再|不必|不用|只能|需要|才能|应|改用|见")


def shown_strings():
    """(file, line, text) of what is passed to tr() or to an error for the person."""
    for path in sorted([*(ROOT / "gui").rglob("*.py"), *(ROOT / "core").rglob("*.py")]):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            # Whoever writes rules into a file, or a cell into a command, reads the names of the keys in these messages.
            if path.name not in ("office.py", "screenshot.py") and (name == "tr" or name in ERRORS):
                text = text_of(node.args[0])
                if re.search("[一-鿿]", text):
                    yield path.relative_to(ROOT), node.lineno, name, text


def text_of(node):
    """A literal's text; what an f-string fills in stands as {}."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(v.value if isinstance(v, ast.Constant) else "{}" for v in node.values)
    return ""


SHOWN = list(shown_strings())


def places(wrong):
    return [f"{path}:{line} {text}" for path, line, _, text in SHOWN if wrong(text)]


def test_there_are_sentences_to_look_at():
    assert len(SHOWN) > 300


def test_no_english_but_names_on_the_clerks_own_screen():
    def foreign(text):
        plain = KINDS.sub("", re.sub(r"<[^>]*>|\{[^}]*\}|&[A-Za-z]|\(&?[A-Z]\)", "", text))
        return [
            w for w in re.findall(r"[A-Za-z]+", plain) if w not in ALLOWED and not re.fullmatch(r"[A-Z]\d?|F\d+", w)
        ]

    assert places(foreign) == []


def test_punctuation_in_chinese_is_full_width():
    assert places(lambda text: re.search(r"[一-鿿][,;:?!][一-鿿]", text)) == []


def test_nobody_is_shouted_at():
    assert places(lambda text: "！" in text) == []


@pytest.mark.parametrize("word", ["异常", "解析", "缓存", "进程", "字段", "非法", "句柄", "您输入有误", "严重"])
def test_words_of_programmers_and_of_blame_do_not_occur(word):
    assert places(lambda text: word in text) == []


def test_a_refusal_says_what_to_do_next():
    wrong = [
        f"{p}:{n} {t}" for p, n, name, t in SHOWN if name in ERRORS and "{}" not in t[:2] and not NEXT_STEP.search(t)
    ]
    assert wrong == []
