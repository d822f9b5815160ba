"""Report to findings: what is wrong, where, and why, by the statutory rules."""

from core.rules.context import RuleSettings, profile_of
from core.rules.equations import equations, equations_of
from core.rules.evaluate import Evaluation, Outcome, catalogue, evaluate
from core.rules.linear import LinearForm, linear
from core.rules.loading import Profile, RuleDataError, RuleInfo

__all__ = [
    "Evaluation",
    "LinearForm",
    "Outcome",
    "Profile",
    "RuleDataError",
    "RuleInfo",
    "RuleSettings",
    "catalogue",
    "equations",
    "equations_of",
    "evaluate",
    "linear",
    "profile_of",
]
