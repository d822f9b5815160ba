"""The fields of the tables that belong together, by their names in narrative_words.toml."""

from __future__ import annotations

DISPUTES = ("review", "suit", "direct_suit", "suit_after_review")
DOCUMENTS = ("normative_documents", "regulations")
DECISIONS = ("licences", "penalties", "coercive_measures")
# The group of results a kind of result belongs to: 因重复申请不予处理 names both, and means the kind.
GROUPS = ("refused", "unavailable", "declined", "other")
