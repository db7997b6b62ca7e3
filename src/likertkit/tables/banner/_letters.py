"""The letters beside figures: which columns are significantly lower, and what was not tested."""

from __future__ import annotations

import math
from string import ascii_uppercase
from typing import TYPE_CHECKING

import attrs
import numpy as np

from likertkit._kernels.pvalues import adjust_pvalues
from likertkit._text import format_level, join_words
from likertkit.compare._options import NO_SPREAD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from likertkit.compare._options import Correction
    from likertkit.tables.banner._tests import BannerCompare, PairTests


def column_letter(number: int) -> str:
    """Return the letter of a column: A to Z, then AA, AB and so on."""
    text, number = "", number + 1
    while number:
        number, place = divmod(number - 1, len(ascii_uppercase))
        text = ascii_uppercase[place] + text
    return text


@attrs.frozen(kw_only=True)
class LetterRule:
    """How tests become letters.

    Attributes
    ----------
    compare : {'columns', 'rest', 'previous'}
        What each column is compared with.
    confidence_levels : tuple of float
        One level or two, the higher first.
    correction : {'none', 'holm', 'bonferroni', 'benjamini-hochberg'}
        How the p-values of a row in a span are adjusted.
    minimum_base : int
        Columns with fewer answers are not tested.
    """

    compare: BannerCompare
    confidence_levels: tuple[float, ...]
    correction: Correction
    minimum_base: int

    def large(self, bases: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Return which columns, and then which rests beside them, have enough answers."""
        every = np.concatenate([bases, bases.sum() - bases])
        return every >= max(self.minimum_base, 1)

    def mark(
        self,
        tests: PairTests,
        pairs: Sequence[tuple[int, int]],
        large: NDArray[np.bool_],
    ) -> list[tuple[str, str]]:
        """Return the letters and the note of each column in a row of an item.

        Of the columns that nobody is in the figures have their own note.
        """
        n = len(large) // 2
        usable = [bool(large[a] and large[b]) for a, b in pairs]
        pvalues = [
            p if use else math.nan for p, use in zip(tests.pvalues.tolist(), usable, strict=True)
        ]
        if self.correction != "none":
            pvalues = adjust_pvalues(pvalues, self.correction)
        found: list[list[tuple[int, str]]] = [[] for _ in range(n)]
        silent: list[list[int]] = [[] for _ in range(n)]
        asked, partners = [0] * n, [0] * n
        for (a, b), use, pvalue, difference in zip(
            pairs, usable, pvalues, tests.differences.tolist(), strict=True
        ):
            for column, other in ((a, b), (b, a)):
                if column < n:
                    asked[column] += 1
                if use and column < n:
                    partners[column] += 1
                    if math.isnan(pvalue):
                        silent[column].append(other)
            level = self._level(pvalue)
            if level is None or difference == 0:
                continue
            if self.compare == "rest":
                sign = "+" if difference > 0 else "-"
                found[a].append((0, f"({sign})" if level else sign))
            else:
                higher, lower = (a, b) if difference > 0 else (b, a)
                letter = column_letter(lower)
                found[higher].append((lower, letter.lower() if level else letter))
        apart = " " if n > len(ascii_uppercase) else ""
        return [
            (
                apart.join(letter for _, letter in sorted(found[column])),
                self._note(tests, asked[column], partners[column], silent[column])
                if large[column]
                else f"not tested: fewer than {self.minimum_base} answers",
            )
            for column in range(n)
        ]

    def _level(self, pvalue: float) -> int | None:
        """Return the number of the highest level at which a p-value is significant."""
        for number, level in enumerate(self.confidence_levels):
            if pvalue < 1 - level:
                return number
        return None

    def _note(
        self,
        tests: PairTests,
        asked: int,
        partners: int,
        silent: Sequence[int],
    ) -> str:
        """Return why a column was not tested, or not beside some others; empty where it was."""
        if asked and not partners:
            return f"not tested: nothing to compare with has {max(self.minimum_base, 1)} answers"
        if not silent:
            return ""
        why = tests.problem or NO_SPREAD
        if len(silent) == partners:
            return f"not tested: {why}"
        letters = join_words([column_letter(other) for other in silent])
        return f"not tested beside {letters}: {why}"

    def sentences(self) -> list[str]:
        """Return what the letters mean, and which p-values are one family."""
        first = format_level(self.confidence_levels[0])
        if self.compare == "rest":
            said = (
                f"+ and -: significantly higher or lower than the other columns of the span "
                f"together, at {first}"
            )
            if len(self.confidence_levels) > 1:
                said += f"; in brackets at {format_level(self.confidence_levels[1])} only"
        else:
            which = "column" if self.compare == "columns" else "neighbouring column"
            said = (
                f"A letter beside a figure: it is significantly higher than that of the {which} "
                f"with this letter, in the same span; capital letters at {first}"
            )
            if len(self.confidence_levels) > 1:
                lower = format_level(self.confidence_levels[1])
                said += f", small letters at {lower} but not at {first}"
        least = (
            f"Columns with fewer than {self.minimum_base} valid answers to an item (the unweighted "
            "base) are not tested; nor is the column of all respondents."
        )
        if not self.minimum_base:
            least = "The column of all respondents is not tested."
        return [f"{said}.", self._family(), least]

    def _family(self) -> str:
        names = {
            "holm": "Holm",
            "bonferroni": "Bonferroni",
            "benjamini-hochberg": "Benjamini-Hochberg",
        }
        family = "the tests of one row of an item within one span"
        if self.correction == "none":
            return f"P-values are not adjusted; the family of a correction would be {family}."
        return (
            f"P-values are adjusted by {names[self.correction]}, the family being {family}; those "
            "of different rows and spans are not adjusted for each other."
        )
