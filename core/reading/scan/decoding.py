"""What the model's answer says: the best text over the whole alphabet, or over the signs of a figure alone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from core.reading.scan.engine import Floats, models

FIGURE_SIGNS = "0123456789.-/,"
_ALIASES = {"-": "-－—–一", ".": ".．", "/": "/／", ",": ",，"}  # classes that stand for one sign in a figure
_ZEROES = "Oo〇○。D口□0°"  # classes that a lone 0 is taken for
_SURE_STEP = 0.02  # of a step's probability: below, the step says nothing
_LEAST_OFFERED = 0.005


@dataclass(frozen=True, slots=True)
class Reading:
    """A text with the probability of each character, and the step at which it stands."""

    text: str
    certainties: tuple[float, ...] = ()
    steps: tuple[float, ...] = ()

    @property
    def certainty(self) -> float:
        """Of the least certain character; 0 where there is none."""
        return min(self.certainties, default=0.0)


def full_text(answer: Floats) -> Reading:
    """The text over the whole alphabet."""
    characters = models().characters
    best = answer.argmax(axis=1)
    return _collapse(best, answer[np.arange(len(best)), best], characters)


@cache
def _figure_classes() -> tuple[tuple[int, ...], ...]:
    """For no sign and for each sign of a figure the model's classes that mean it."""
    characters = models().characters
    known = {character: index for index, character in enumerate(characters)}
    digits = [tuple(known[alias] for alias in _ALIASES.get(sign, sign) if alias in known) for sign in FIGURE_SIGNS]
    return ((0,), *digits)


def figure_text(answer: Floats) -> Reading:
    """The text over the signs of a figure alone: probabilities of all other classes are left out."""
    shares = _figure_shares(answer)
    best = shares.argmax(axis=1)
    return _collapse(best, shares[np.arange(len(best)), best], ("", *FIGURE_SIGNS))


def runner_up(answer: Floats) -> str:
    """The figure with its least certain sign read as the next likely one; '' where there is none."""
    first = figure_text(answer)
    if not first.text:
        return ""
    shares = _figure_shares(answer)
    place = min(range(len(first.text)), key=lambda index: first.certainties[index])
    step = min(int(first.steps[place]), len(shares) - 1)
    order = np.argsort(-shares[step])
    other = next((int(sign) for sign in order if sign and FIGURE_SIGNS[int(sign) - 1] != first.text[place]), 0)
    if not other or shares[step, other] < _LEAST_OFFERED:
        return ""
    return first.text[:place] + FIGURE_SIGNS[other - 1] + first.text[place + 1 :]


def _figure_shares(answer: Floats) -> Floats:
    """For each step how the probability is shared among no sign and the signs of a figure."""
    few = np.stack([answer[:, list(classes)].max(axis=1) for classes in _figure_classes()], axis=1)
    few[:, 1] = np.maximum(few[:, 1], answer[:, _zero_classes()].sum(axis=1))
    total = few.sum(axis=1, keepdims=True)
    shares: Floats = few / np.maximum(total, 1e-9)
    shares[total[:, 0] < _SURE_STEP] = np.eye(1, shares.shape[1], dtype=np.float32)  # says nothing: no sign
    return shares


@cache
def _zero_classes() -> list[int]:
    characters = models().characters
    return [index for index, character in enumerate(characters) if character and character in _ZEROES]


def _collapse(best: NDArray[np.int64], certainty: Floats, characters: tuple[str, ...]) -> Reading:
    """Repeats of a class are one character unless "no character" stands between them."""
    text: list[str] = []
    certainties: list[float] = []
    steps: list[float] = []
    start = 0
    for end in range(1, len(best) + 1):
        if end < len(best) and best[end] == best[start]:
            continue
        if best[start]:
            text.append(characters[best[start]])
            certainties.append(float(certainty[start:end].max()))
            steps.append((start + end) / 2)
        start = end
    return Reading("".join(text), tuple(certainties), tuple(steps))
