"""Report to findings: what is wrong, where, and why, by the statutory rules."""

from core.equations import LinearForm, equations, equations_of, linear
from core.rules.context import RuleSettings, profile_of
from core.rules.dismissal import applies, dismiss, lapsed, may_dismiss, sort_out
from core.rules.evaluate import Evaluation, Outcome, catalogue, evaluate
from core.rules.loading import Profile, RuleDataError, RuleInfo
from core.rules.sets.across import across, guess_parent

__all__ = [
    "Evaluation",
    "LinearForm",
    "Outcome",
    "Profile",
    "RuleDataError",
    "RuleInfo",
    "RuleSettings",
    "across",
    "applies",
    "catalogue",
    "dismiss",
    "equations",
    "equations_of",
    "evaluate",
    "guess_parent",
    "lapsed",
    "linear",
    "may_dismiss",
    "profile_of",
    "sort_out",
]
