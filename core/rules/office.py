"""An office's own rules: TOML files in <data folder>/rules, written here or handed down by the city.

Every file is checked when it is loaded. A rule that makes no sense is left out and told with its file, its line and
what is wrong; the others are used. The format is described with ten examples in docs/office-rules.md.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from core import atomic_write
from core.errors import UserError
from core.rules.data.judge import matches
from core.rules.loading import RuleDataError, RuleInfo, parse, rules

FOLDER = "rules"
_SAMPLE_YEAR = 2021  # the report year of sample texts
_LARGEST = 1_000_000


@dataclass(frozen=True, slots=True)
class OfficeRules:
    """The rules that can be used, and a sentence for each that cannot."""

    rules: tuple[RuleInfo, ...] = ()
    problems: tuple[str, ...] = ()


def load_office_rules(data_dir: Path) -> OfficeRules:
    """The rules of all files in the data folder, in the order of the files' names."""
    folder = data_dir / FOLDER
    found: list[RuleInfo] = []
    problems: list[str] = []
    for path in sorted(folder.glob("*.toml")) if folder.is_dir() else ():
        try:
            text = path.read_text("utf-8-sig") if path.stat().st_size <= _LARGEST else None
        except (OSError, UnicodeDecodeError):
            text = None
        if text is None:
            problems.append(f"规则文件 {path.name} 读不出来，请用记事本存成 UTF-8 编码。")
            continue
        new, wrong = read_office_rules(text, path.name, {rule.id for rule in found})
        found += new
        problems += wrong
    return OfficeRules(tuple(found), tuple(problems))


def read_office_rules(text: str, name: str, taken: Iterable[str] = ()) -> tuple[list[RuleInfo], list[str]]:
    """The rules of one file and what is wrong with the others; taken are ids used in other files."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return [], [f"规则文件 {name} {_syntax(str(error))}，整个文件没有使用。"]
    if strange := sorted(set(data) - {"rule"}):
        return [], [f"规则文件 {name} 里有不认识的部分“{strange[0]}”，每条规则应以 [[rule]] 开头。"]
    items = data.get("rule", [])
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        return [], [f"规则文件 {name} 里每条规则应以 [[rule]] 开头。"]
    blocks = list(_blocks(text))
    used, found, problems = {*rules(), *taken}, [], []
    for number, item in enumerate(items):
        start, lines = blocks[number] if number < len(blocks) else (1, [])
        try:
            rule = _checked(item, name, used)
        except RuleDataError as error:
            line = start + _line_of(lines, str(error))
            problems.append(f"规则文件 {name} 第 {line} 行：{error}，这条规则没有使用。")
            continue
        used.add(rule.id)
        found.append(rule)
    return found, problems


def _checked(item: Mapping[str, Any], name: str, used: set[str]) -> RuleInfo:
    rule = parse(item, own=name)
    if rule.id in used:
        raise RuleDataError(f"{rule.id}：id 与另一条规则相同，请换一个")
    body = rule.body
    if body is not None and body.kind == "words":
        for sample in body.fails:
            if not any(True for _ in matches(body, sample, _SAMPLE_YEAR)):
                raise RuleDataError(f"{rule.id}：fails 里的例句“{sample[:20]}”没有被查出来")
        for sample in body.passes:
            if any(True for _ in matches(body, sample, _SAMPLE_YEAR)):
                raise RuleDataError(f"{rule.id}：passes 里的例句“{sample[:20]}”被查出来了")
    return rule


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """(line number, lines) of each [[rule]] of a file."""
    lines = text.splitlines()
    heads = [i for i, line in enumerate(lines) if re.match(r"\s*\[\[\s*rule\s*\]\]", line)]
    for head, following in pairwise([*heads, len(lines)]):
        yield head + 1, lines[head:following]


def _line_of(lines: list[str], message: str) -> int:
    """How far below [[rule]] the key stands that the message names; 0 when it names none of the block's."""
    said = message.split("：", 1)[-1]
    named: list[tuple[int, int]] = []  # where in the message, how far below
    for offset, line in enumerate(lines):
        key = re.match(r"\s*(\w+)\s*=", line)
        place = re.search(rf"(?<!\w){key[1]}(?!\w)", said) if key else None
        if place:
            named.append((place.start(), offset))
    return min(named)[1] if named else 0


def _syntax(error: str) -> str:
    """tomllib's "Expected '=' after a key (at line 3, column 5)" for a person."""
    match = re.search(r"at line (\d+), column (\d+)", error)
    place = f"第 {match[1]} 行第 {match[2]} 个字符附近" if match else "末尾"
    return f"{place}不合 TOML 的写法（常见原因：引号不成对、用了中文引号、少了等号）"


def export_office_rules(data_dir: Path, target: Path) -> int:
    """All own rules as one file, to be handed on; the number of rules. UserError when there are none."""
    loaded = load_office_rules(data_dir)
    if not loaded.rules:
        raise UserError("本单位还没有自己的规则，没有可以导出的内容。")
    texts = []
    for path in sorted((data_dir / FOLDER).glob("*.toml")):
        texts.append(f"# {path.name}\n\n{path.read_text('utf-8-sig').strip()}\n")
    atomic_write.write_whole(target, "\n".join(texts).encode("utf-8"))
    return len(loaded.rules)


def import_office_rules(data_dir: Path, source: Path) -> tuple[RuleInfo, ...]:
    """Take a file of rules over into the data folder under its own name; an older one of that name is replaced.

    UserError says what is wrong with the file; then nothing is changed.
    """
    try:
        data = source.read_bytes()
        text = data.decode("utf-8-sig")
    except OSError as error:
        raise UserError(f"打不开 {source.name}，请检查文件是否还在。") from error
    except UnicodeDecodeError as error:
        raise UserError(f"{source.name} 不是 UTF-8 编码，请用记事本另存为 UTF-8 后再导入。") from error
    name = f"{source.stem}.toml"
    others = [rule.id for rule in load_office_rules(data_dir).rules if rule.file != name]
    found, problems = read_office_rules(text, source.name, others)
    if problems:
        raise UserError("没有导入：" + "\n".join(problems))
    if not found:
        raise UserError(f"{source.name} 里没有规则，每条规则应以 [[rule]] 开头。")
    folder = data_dir / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    atomic_write.write_whole(folder / name, text.encode("utf-8"))
    return tuple(found)
