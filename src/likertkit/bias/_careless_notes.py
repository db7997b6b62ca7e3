"""What must be known to read the signs of careless answers, a sentence each."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from likertkit._kernels import FEWEST_POINTS
from likertkit._text import counted, format_percentage, join_words
from likertkit.bias._careless_figures import common_range, item_halves

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from likertkit.bias._careless_figures import CarelessFigures
    from likertkit.bias._careless_rule import Rule, Verdicts
    from likertkit.instrument import Instrument
    from likertkit.responses import RespondentAnswers


def rule_notes(rule: Rule, verdicts: Verdicts, flagged: NDArray[np.bool_]) -> list[str]:
    """Return the rule, and how many rows it flags."""
    n_rows, n_flagged = len(flagged), int(np.count_nonzero(flagged))
    share = format_percentage(n_flagged / n_rows if n_rows else math.nan, 1)
    said = [rule.note(), f"Flagged: {n_flagged} of {counted(n_rows, 'row')} ({share})."]
    unjudged = int(np.count_nonzero(~verdicts.judged))
    if unjudged:
        verb = "has" if unjudged == 1 else "have"
        said.append(
            f"{counted(unjudged, 'row')} {verb} fewer than {rule.min_answered} valid answers: not "
            "judged, and not flagged."
        )
    return said


def careless_notes(
    answers: RespondentAnswers,
    figures: CarelessFigures,
    rule: Rule,
    synonym_correlation: float,
) -> list[str]:
    """Return how the figures were made, and what could not be."""
    instrument = answers.instrument
    return [
        *_straight_lines(instrument, rule),
        *_distances(answers, figures, rule),
        *_consistencies(answers, figures, synonym_correlation),
    ]


def _straight_lines(instrument: Instrument, rule: Rule) -> list[str]:
    lines = (
        "longstring, irv: of the codes as answered, in the order of the items; blanks and answers "
        "without substance neither break a run nor lengthen it."
    )
    said = [lines]
    n_items = len(instrument)
    if n_items < rule.min_answered:
        said.append(
            f"The instrument has {counted(n_items, 'item')}, fewer than the {rule.min_answered} "
            "answers that are needed: so short a straight line can well be meant, and nobody is "
            "judged."
        )
    keyings = {item.keyed for item in instrument}
    if len(keyings) == 1:
        said.append(
            "All items are keyed one way: whoever agrees with everything may mean it. Look at the "
            "flagged before leaving them out."
        )
    if common_range(instrument) is None:
        said.append(
            "The items' codes have different ranges: irv mixes them, and its criterion is not used."
        )
    return said


def _undirected(instrument: Instrument) -> list[str]:
    """Say which scales stay as coded among those that are turned toward agreement."""
    lacking = [item.name for item in instrument if item.scale.positive is None]
    if not 0 < len(lacking) < len(instrument):
        return []
    one = len(lacking) == 1
    scales, do, count = ("scale", "does", "counts") if one else ("scales", "do", "count")
    said = (
        f"synonyms: the {scales} of {join_words(lacking)} {do} not say which end is the positive "
        f"one, and {count} as coded, so that a pair of synonyms may not be found."
    )
    return [said]


def _distances(answers: RespondentAnswers, figures: CarelessFigures, rule: Rule) -> list[str]:
    within = " within each condition" if answers.by else ""
    made = (
        f"mahalanobis: D²{within}, over the items that a row answers; χ² with a degree of freedom "
        "for each."
    )
    said = [made]
    if figures.untold:
        said.append(
            f"mahalanobis: undefined{_under(answers, figures.untold)}, where answers are missing "
            "and the rows are too few, or the items too dependent, to tell the covariance."
        )
    threshold = dict(rule.thresholds).get("mahalanobis")
    short = [] if threshold is None else figures.out_of_reach(threshold)
    if short:
        said.append(
            f"mahalanobis: too few rows{_under(answers, short)} for any complete one to reach p < "
            f"{threshold:g}."
        )
    return said


def _under(answers: RespondentAnswers, groups: Iterable[int]) -> str:
    """Return some conditions as words; nothing where there are none."""
    if not answers.by:
        return ""
    return f" under {join_words([' / '.join(map(str, answers.groups[g])) for g in groups])}"


def _consistencies(
    answers: RespondentAnswers, figures: CarelessFigures, synonym_correlation: float
) -> list[str]:
    subscales = len(item_halves(answers.instrument))
    had = f"the instrument has {subscales or 'none'}"
    said = [
        f"even_odd: over {subscales} subscales; high is consistent."
        if subscales >= FEWEST_POINTS
        else f"even_odd: needs {FEWEST_POINTS} subscales of two or more items, and {had}."
    ]
    names = [" / ".join(map(str, group)) for group in answers.groups]
    pairs = join_words(
        [
            f"{counted(n, 'pair')}{f' under {name}' if name else ''}"
            for name, n in zip(names, figures.pairs, strict=True)
        ]
    )
    said.append(
        f"synonyms: {pairs} of items with r > {synonym_correlation:g}; a row needs {FEWEST_POINTS}."
    )
    return [*said, *_undirected(answers.instrument)]
