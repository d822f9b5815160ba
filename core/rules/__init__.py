"""Report to findings: what is wrong, where, and why, by the statutory rules."""

from core.equations import LinearForm, equations, equations_of, linear
from core.rules.condense import at_most_twenty
from core.rules.context import Day, Deadline, RuleSettings, profile_of
from core.rules.dismissal import applies, dismiss, lapsed, may_dismiss, sort_out
from core.rules.evaluate import Evaluation, Outcome, catalogue, evaluate
from core.rules.loading import Profile, RuleDataError, RuleInfo
from core.rules.office import OfficeRules, export_office_rules, import_office_rules, load_office_rules
from core.rules.sets.across import across, guess_parent

__all__ = [
    "Day",
    "Deadline",
    "Evaluation",
    "LinearForm",
    "OfficeRules",
    "Outcome",
    "Profile",
    "RuleDataError",
    "RuleInfo",
    "RuleSettings",
    "across",
    "applies",
    "at_most_twenty",
    "catalogue",
    "dismiss",
    "equations",
    "equations_of",
    "evaluate",
    "export_office_rules",
    "guess_parent",
    "import_office_rules",
    "lapsed",
    "linear",
    "load_office_rules",
    "may_dismiss",
    "profile_of",
    "sort_out",
]
