"""response_styles: who agrees, disagrees, goes to the ends or to the middle whatever is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import attrs
import numpy as np

from likertkit._kernels.respondents import agreement_steps
from likertkit._text import counted, join_words
from likertkit.bias.behaviour._respondent_figures import (
    RespondentFigures,
    common_fields,
)
from likertkit.instrument._item import no_direction
from likertkit.responses._answers import respondent_answers
from likertkit.results._arrays import frozen_array

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from likertkit.instrument import Instrument, Item
    from likertkit.responses import Responses
    from likertkit.responses._answers import RespondentAnswers

# Fewer reversed items than this proportion tell little of who agrees with everything.
_FEW = 0.25


@attrs.frozen(kw_only=True, eq=False, repr=False)
class ResponseStyles(RespondentFigures):
    """The response styles of every respondent, which print as a summary.

    Attributes
    ----------
    acquiescence, disacquiescence : array of float, shape (n_rows,)
        Mean steps of agreement, and of disagreement, over all valid answers.
    net_acquiescence : array of float, shape (n_rows,)
        The first minus the second.
    extreme, midpoint : array of float, shape (n_rows,)
        Proportion of the valid answers at either end, and in the middle of a scale that has one.
    balanced_acquiescence : array of float, shape (n_rows,)
        Net acquiescence with positively and negatively keyed items counted half each; NaN where
        a row has answers of one keying only.
    n_answers : array of int, shape (n_rows,)
        Valid answers.

    Examples
    --------
    >>> import likertkit as lk, pandas as pd
    >>> trial = lk.Instrument("trial", [lk.Item("q1", lk.LikertScale.preset("agreement", 5))])
    >>> frame = pd.DataFrame({"who": ["a", "b"], "q1": [5, 2]})
    >>> styles = lk.bias.response_styles(lk.Responses(frame, trial, respondent="who"))
    >>> styles.to_frame()[["who", "acquiescence", "disacquiescence", "extreme"]]
      who  acquiescence  disacquiescence  extreme
    0   a           2.0              0.0      1.0
    1   b           0.0              1.0      0.0
    """

    FIGURES: ClassVar[tuple[str, ...]] = (
        "acquiescence",
        "disacquiescence",
        "net_acquiescence",
        "extreme",
        "midpoint",
        "balanced_acquiescence",
    )
    SHOWN: ClassVar[tuple[str, ...]] = FIGURES

    acquiescence: NDArray[np.float64] = attrs.field(converter=frozen_array)
    disacquiescence: NDArray[np.float64] = attrs.field(converter=frozen_array)
    net_acquiescence: NDArray[np.float64] = attrs.field(converter=frozen_array)
    extreme: NDArray[np.float64] = attrs.field(converter=frozen_array)
    midpoint: NDArray[np.float64] = attrs.field(converter=frozen_array)
    balanced_acquiescence: NDArray[np.float64] = attrs.field(converter=frozen_array)
    n_answers: NDArray[np.int64] = attrs.field(converter=frozen_array)


def _steps(item: Item) -> NDArray[np.float64]:
    """Return the steps of agreement of each level, lowest code first; NaN where no end is it."""
    steps = agreement_steps(item.scale.n_levels).astype(np.float64)
    if item.scale.positive is None:
        return np.full_like(steps, np.nan)
    return steps if item.scale.positive == "high" else steps[::-1]


def response_styles(responses: Responses) -> ResponseStyles:
    """Measure how each respondent uses the scale, whatever the items say.

    The answers are taken as they were given, before any keying, and each item on its own scale,
    turned so that its positive end is the most agreement.  A level counts by its steps from the
    middle of the scale: on five points ARS is (n₄ + 2 n₅) / k and DARS (n₂ + 2 n₁) / k, on seven
    (n₅ + 2 n₆ + 3 n₇) / k, on four, where nobody could choose the middle, (n₃ + 2 n₄) / k, with k
    the valid answers.  ERS is the proportion at either end; MRS is the proportion in the middle,
    over the items whose scale has a middle.  Agreement is counted over the items whose scale says
    which end is positive.

    Parameters
    ----------
    responses : Responses
        The answers, in memory.

    Returns
    -------
    ResponseStyles
        Six figures a row, the last of them net of keying.

    Raises
    ------
    ArgumentTypeError
        If *responses* are not Responses.
    ArgumentError
        If an engine holds them, or if a column that names the rows is called like a figure.

    Notes
    -----
    Agreement with every item is acquiescence only where items contradict each other.  Where the
    keying is balanced, content adds to one half of the items what it takes from the other, and
    net acquiescence is free of it.  ``balanced_acquiescence`` makes it so where it is not: the
    mean over the positively keyed items and that over the negatively keyed ones, halved.

    References
    ----------
    .. [1] Baumgartner and Steenkamp (2001), Response styles in marketing research: a
       cross-national investigation, Journal of Marketing Research 38, 143-156.
    .. [2] Weijters, Geuens and Schillewaert (2010), The stability of individual response styles,
       Psychological Methods 15, 96-110.

    Examples
    --------
    >>> import likertkit as lk, pandas as pd
    >>> scale = lk.LikertScale.preset("agreement", 5)
    >>> calm = lk.Instrument(
    ...     "calm", [lk.Item("calm", scale), lk.Item("tense", scale, keyed="negative")]
    ... )
    >>> frame = pd.DataFrame({"calm": [5, 4, 3], "tense": [5, 2, 3]})
    >>> styles = lk.bias.response_styles(lk.Responses(frame, calm))
    >>> styles.balanced_acquiescence.tolist()
    [2.0, 0.0, 0.0]
    >>> styles.to_frame()[["row", "acquiescence", "net_acquiescence", "midpoint"]]
       row  acquiescence  net_acquiescence  midpoint
    0    0           2.0               2.0       0.0
    1    1           0.5               0.0       0.0
    2    2           0.0               0.0       1.0
    """
    answers = respondent_answers(responses)
    instrument = answers.instrument
    steps = [_steps(item) for item in instrument]
    sizes = [np.abs(agreement_steps(item.scale.n_levels)).astype(np.float64) for item in instrument]
    sides = [
        answers.row_means(
            own if item.keyed == keying else np.full_like(own, np.nan)
            for item, own in zip(instrument, steps, strict=True)
        )
        for keying in ("positive", "negative")
    ]
    middle = [own == 0 if 0 in own else np.full_like(own, np.nan) for own in sizes]
    n_answers = np.count_nonzero(answers.valid, axis=1)
    return ResponseStyles(
        **common_fields(answers, "Response styles"),
        acquiescence=answers.row_means(np.maximum(own, 0) for own in steps),
        disacquiescence=answers.row_means(np.maximum(-own, 0) for own in steps),
        net_acquiescence=answers.row_means(steps),
        extreme=answers.row_means(own == own.max() for own in sizes),
        midpoint=answers.row_means(middle),
        balanced_acquiescence=(sides[0] + sides[1]) / 2,
        n_answers=n_answers,
        notes=_notes(answers, n_answers),
    )


def _notes(
    answers: RespondentAnswers,
    n_answers: NDArray[np.int64],
) -> tuple[str, ...]:
    instrument = answers.instrument
    turned = (
        "Answers as given, each scale turned so that its positive end is the most agreement, "
        "before any keying."
    )
    said = [turned]
    if answers.view != "as_answered":
        said.append(f"The view {answers.view!r} is not used here.")
    said += _direction_notes(instrument)
    said += _scale_notes(instrument)
    if silent := int(np.count_nonzero(n_answers == 0)):
        verb = "has" if silent == 1 else "have"
        said.append(f"{counted(silent, 'row')} without a valid answer {verb} no figures.")
    said += _keying_notes(instrument)
    return (*said, *answers.notes)


def _direction_notes(instrument: Instrument) -> list[str]:
    lacking = [item for item in instrument if item.scale.positive is None]
    if not lacking:
        return []
    names = join_words([item.name for item in lacking])
    left_out = (
        f"Agreement, disagreement and their difference leave out {names}: "
        f"{no_direction(lacking[0].scale)}."
    )
    return [left_out]


def _scale_notes(instrument: Instrument) -> list[str]:
    said = []
    lengths = sorted({item.scale.n_levels for item in instrument})
    if len(lengths) > 1:
        levels = ", ".join(map(str, lengths))
        said.append(
            f"The scales have {levels} levels: agreement counts steps from the middle of each "
            "item's own scale, so that longer scales weigh more."
        )
    if all(length % 2 == 0 for length in lengths):
        said.append("No scale has a middle, so that nobody could choose it.")
    elif any(length % 2 == 0 for length in lengths):
        said.append("midpoint: a proportion of the answers on scales that have a middle.")
    return said


def _keying_notes(instrument: Instrument) -> list[str]:
    n_items = len(instrument)
    negative = sum(item.keyed == "negative" for item in instrument)
    fewer, kind = min((negative, "negatively"), (n_items - negative, "positively"))
    if fewer == 0:
        untold = (
            f"No item is keyed {kind}: acquiescence cannot be told from agreement with what the "
            "items say, and balanced_acquiescence is undefined."
        )
        return [untold]
    said = []
    if fewer < _FEW * n_items:
        verb = "is" if fewer == 1 else "are"
        said.append(
            f"Only {fewer} of {n_items} items {verb} keyed {kind}: acquiescence is poorly told "
            "from agreement with what the items say."
        )
    said.append(
        "balanced_acquiescence: net of keying, positively and negatively keyed items half each."
    )
    return said
