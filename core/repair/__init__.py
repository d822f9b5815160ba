"""Findings to the smallest sets of changes that make a table hold."""

from core.diagnosis.slips import Slip
from core.repair.suggestion import Suggestion, suggest

__all__ = ["Slip", "Suggestion", "suggest"]
