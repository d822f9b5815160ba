"""Every named check and the rules it speaks for; a rule of the data without its check here fails at load."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache

from core.finding import Finding
from core.rules.context import Context, Unknown
from core.rules.loading import RuleDataError, RuleInfo
from core.rules.narrative import bindings, denied, part_sums, periods, ratios, text_balance
from core.rules.structure import cover, identity, last_sections, leftover_words, other_names, sections, topics
from core.rules.tables import balance, scale
from core.rules.years import last_year


class Reads(Enum):
    """The part of a report a check depends on."""

    TEXT = "text"
    TABLES = "tables"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Check:
    """A function over a report; it yields findings of its rules only, and Unknown where it cannot judge.

    reads says what of the report it looks at, besides title, agency, year and edition: while that stays the same,
    the check is not run again. Reads.ALL checks are always run.
    """

    run: Callable[[Context], Iterable[Finding | Unknown]]
    rules: tuple[str, ...]
    reads: Reads = Reads.ALL


CHECKS: Mapping[str, Check] = {
    "balance": Check(balance.judge_tables, balance.RULES),
    "bindings": Check(bindings.check, bindings.RULES),
    "text_balance": Check(text_balance.check, text_balance.RULES),
    "denied": Check(denied.check, denied.RULES),
    "shares": Check(ratios.shares, ratios.SHARE_RULES),
    "changes": Check(ratios.changes, ratios.CHANGE_RULES),
    "parts": Check(part_sums.check, part_sums.RULES, Reads.TEXT),
    "periods": Check(periods.check, periods.RULES, Reads.TEXT),
    "facts": Check(identity.disagreement, identity.FACT_RULES, Reads.TEXT),
    "sections": Check(sections.sections, ("structure.sections",)),
    "edition": Check(sections.edition, ("structure.edition",), Reads.TABLES),
    "template_words": Check(leftover_words.template_words, ("text.template",), Reads.TEXT),
    "doubled_words": Check(leftover_words.doubled_words, ("text.doubled",), Reads.TEXT),
    "topics": Check(topics.missing_topics, topics.RULES, Reads.TEXT),
    "section1_length": Check(topics.length, ("section1.length",), Reads.TEXT),
    "nameless": Check(other_names.nameless, ("section1.nameless",), Reads.TEXT),
    "other_agency": Check(other_names.other_agency, ("text.other_agency",), Reads.TEXT),
    "other_region": Check(other_names.other_region, ("text.other_region",), Reads.TEXT),
    "problems": Check(last_sections.problems, ("section5.empty",), Reads.TEXT),
    "handling_fee": Check(last_sections.handling_fee, ("section6.fee",), Reads.TEXT),
    "fee_received": Check(last_sections.fee_received, ("section6.fee_received",), Reads.TEXT),
    "preamble": Check(cover.preamble, ("preamble.count",), Reads.TEXT),
    "title": Check(cover.title, ("title.form",), Reads.TEXT),
    "regulations": Check(scale.regulations, ("scope.regulations",), Reads.TABLES),
    "money_unit": Check(scale.money_unit, ("unit.money",)),
    "money_size": Check(scale.money_size, ("money.size",), Reads.TABLES),
    "count_unit": Check(scale.count_unit, ("unit.count",), Reads.TABLES),
    "disputes": Check(scale.disputes, ("t4.no_requests",)),
    "other_majority": Check(scale.other_majority, ("t3.other_majority",), Reads.TABLES),
    "carried": Check(last_year.carried, ("year.carried",)),
    "in_force": Check(last_year.in_force, ("year.in_force",)),
    "items": Check(last_year.items, ("year.items",)),
    "unchanged": Check(last_year.unchanged, ("year.unchanged",)),
    "jump": Check(last_year.jump, ("year.jump",)),
    "pending": Check(last_year.pending, ("year.pending",)),
    "deadline": Check(identity.deadline, identity.DEADLINE_RULES, Reads.TEXT),
}


@cache
def verify(known: tuple[RuleInfo, ...]) -> None:
    """Data and program must name each other: RuleDataError for a rule without a check, or the reverse."""
    data = {(rule.check, rule.id) for rule in known if rule.check not in ("", "across")}
    code = {(name, rule) for name, check in CHECKS.items() for rule in check.rules}
    if data != code:
        raise RuleDataError(f"rules and checks differ: {sorted(data ^ code)}")
