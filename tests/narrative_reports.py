"""Whole reports of our own: consistent tables with any figures, and paragraphs of tests/data/narrative_paragraphs.toml.

`python tests/narrative_reports.py [REPORTS] [SEED]` prints every text warning; each is a false one.
"""

from __future__ import annotations

import random
import sys
import tomllib
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parent
sys.path[:0] = [str(ROOT.parent), str(ROOT)]

from rules_support import COLUMNS, grid, sections, table3, table4  # noqa: E402

from core.finding import Finding, Severity  # noqa: E402
from core.model import Heading, Paragraph, Report  # noqa: E402
from core.rules import evaluate  # noqa: E402

AGENCIES = {
    "我局": "云溪县民政局",
    "我镇": "清河镇人民政府",
    "我县": "云溪县人民政府",
    "本单位": "云溪县水务局",
    "我区": "云溪区人民政府",
    "我办": "云溪县政务服务办公室",
    "本机关": "云溪县财政局",
}
SIZES = (1, 4, 15, 60)
# How many paragraphs of each topic a report has, and in which section.
MAKE_UP = {
    **dict.fromkeys(("open",), (1, 1)),
    **{"active": (1, 4), "request": (1, 2), "manage": (1, 3), "platform": (1, 2), "guard": (1, 3)},
    **{"five": (5, 3), "six": (6, 2)},
}
GROUPS = {"ref": "refused", "un": "unavailable", "dec": "declined", "oth": "other"}
Values = dict[str, object]


def paragraphs(name: str | None = None) -> list[dict[str, object]]:
    """All paragraphs, or those of one set."""
    data = tomllib.loads((ROOT / "data" / "narrative_paragraphs.toml").read_text("utf-8"))["paragraph"]
    return [p for p in data if name is None or p["set"] == name]


def report(rng: random.Random, pool: Sequence[dict[str, object]]) -> Report:
    """A report whose text agrees with its tables."""
    details = _details(rng)
    values = _values(rng, details)
    texts: dict[int, list[str]] = {}
    for topic, (section, count) in MAKE_UP.items():
        chosen = [p for p in pool if p["topic"] == topic and _fits(p, values)]
        for one in rng.sample(chosen, min(count, len(chosen))):
            texts.setdefault(section, []).append(str(one["text"]).format(**values))
    return _report(values, details, {n: tuple(lines) for n, lines in texts.items()})


def _fits(paragraph: dict[str, object], values: Values) -> bool:
    zero, positive = paragraph.get("zero", []), paragraph.get("positive", [])
    return all(values[k] == 0 for k in zero) and all(values[k] for k in positive)  # type: ignore[attr-defined]


def _details(rng: random.Random) -> dict[tuple[str, str], int]:
    """Figures of table 3 from which all others follow, most of them small, as those of townships are."""
    size = rng.choice(SIZES)
    most = {
        **{"carried_in": size // 2, "granted": 3 * size, "partly_granted": size, "refused_third_party": size // 3},
        **{"refused_enforcement_file": size // 3, "refused_deliberative": size // 4, "unavailable_not_held": 2 * size},
        **{"unavailable_not_compiled": size // 3, "unavailable_unclear": size // 4, "declined_petition": size // 3},
        **{"declined_repeated": size // 4, "other_not_supplemented": size // 3, "other_misc": size // 3},
        **{"carried_forward": size // 2},
    }
    found = {(row, "natural_person"): rng.randint(0, count) for row, count in most.items()}
    found["granted", "business"] = rng.randint(0, size)
    return found


def _values(rng: random.Random, details: dict[tuple[str, str], int]) -> Values:
    rows: dict[str, int] = {}
    for (row, _), figure in details.items():
        rows[row] = rows.get(row, 0) + figure
    groups = {k: sum(v for row, v in rows.items() if row.startswith(stem)) for k, stem in GROUPS.items()}
    done = rows["granted"] + rows["partly_granted"] + sum(groups.values())
    received = done + rows["carried_forward"] - rows["carried_in"]
    if received < details["granted", "business"]:  # a year that only carried over
        return _values(rng, _without(details, "carried_in"))
    disputes = {k: rng.randint(0, 2) for k in ("ru", "rc", "ro", "rp", "du", "dc", "dp", "su2")}
    year = rng.choice([2021, 2022, 2023, 2024])
    values: Values = {
        **rows,
        **groups,
        **disputes,
        **{f"x{i}": rng.randint(1, 400) for i in range(9)},
        **{"gr": rows["granted"], "pg": rows["partly_granted"], "gr_pg": rows["granted"] + rows["partly_granted"]},
        **{"rec": received, "inn": rows["carried_in"], "fwd": rows["carried_forward"], "res": done},
        **{"both": received + rows["carried_in"], "org": details["granted", "business"]},
        **{"Y": year, "P": year - 1, "N": year + 1, "we": rng.choice(list(AGENCIES))},
        **{"ni": rng.randint(0, 9), "nx": rng.randint(0, 5), "nv": rng.randint(0, 40)},
        **{"li": rng.choice([0, rng.randint(1, 900)]), "pe": rng.choice([0, rng.randint(1, 60)])},
        **{"co": rng.randint(0, 3), "fee": Decimal(rng.randint(0, 9000)) / 100},
        **{"on": received // 3, "off": received - received // 3, "quarter": received // 4},
        **{"half": received - 2 * (received // 4)},
    }
    values["np"] = received - details["granted", "business"]
    values["rv"] = sum(disputes[k] for k in ("ru", "rc", "ro", "rp"))
    values["ds"], values["sr"] = sum(disputes[k] for k in ("du", "dc", "dp")), disputes["su2"]
    values["su"], values["suu"] = int(str(values["ds"])) + disputes["su2"], disputes["du"] + disputes["su2"]
    for key in ("gr", "pg", "ref", "un"):
        values[f"{key}_share"] = f"{100 * int(str(values[key])) / done:.1f}" if done else "0"
    return values


def _without(details: dict[tuple[str, str], int], row: str) -> dict[tuple[str, str], int]:
    for column in COLUMNS:
        details.pop((row, column), None)
    details[row, "natural_person"] = 0
    return details


def _report(values: Values, details: dict[tuple[str, str], int], texts: dict[int, tuple[str, ...]]) -> Report:
    v = {k: int(x) for k, x in values.items() if isinstance(x, int)}
    documents = zip(("issued", "repealed", "in_force"), (v["ni"], v["nx"], v["nv"]), strict=True)
    second = {
        **{("normative_documents", column): figure for column, figure in documents},
        **{
            (row, "decisions"): v[k]
            for row, k in (("licences", "li"), ("penalties", "pe"), ("coercive_measures", "co"))
        },
        ("fees", "amount"): Decimal(str(values["fee"])),
    }
    fourth = {
        "review": (v["ru"], v["rc"], v["ro"], v["rp"]),
        "direct_suit": (v["du"], v["dc"], 0, v["dp"]),
        "suit_after_review": (v["su2"], 0, 0, 0),
    }
    parts = sections("2021", texts)
    agency, year = AGENCIES[str(values["we"])], v["Y"]
    return Report(
        edition="2021",
        title=f"{agency}{year}年政府信息公开工作年度报告",
        agency=agency,
        year=year,
        sections=parts,
        tables={2: grid("2021", 2, second), 3: table3("2021", details), 4: table4("2021", fourth)},
        outline=tuple(Heading(s.heading or "", s.number) for s in parts),
        preamble=(Paragraph(f"本报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。"),),
    )


def warnings(one: Report) -> Iterator[Finding]:
    """What the text rules warn of; sums of lists apart, for the lists of these paragraphs have any figures."""
    for finding in evaluate(one).findings:
        hint = finding.severity is Severity.HINT
        if finding.rule.startswith("text.") and finding.rule != "text.parts" and not hint:
            yield finding


def main(count: int, seed: int) -> None:
    """Print the warnings of many reports."""
    pool = paragraphs()
    wrong = 0
    for i in range(count):
        found = list(warnings(report(random.Random(seed * 1000 + i), pool)))
        wrong += bool(found)
        for finding in found:
            print(f"{finding.quote.text if finding.quote else ''} | {finding.message}")
    print(f"{wrong} of {count} reports with a false text warning")


if __name__ == "__main__":
    main(*(int(a) for a in (*sys.argv[1:3], *("60", "0")[len(sys.argv[1:3]) :])))
