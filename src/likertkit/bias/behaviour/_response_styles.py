"""response_styles: who agrees, disagrees or chooses the ends or the middle for any item."""

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
from likertkit.instrument._score_item import ASK_ANSWERS, refuse_scores
from likertkit.responses._answers import respondent_answers
from likertkit.results._arrays import frozen_array

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from likertkit.instrument import Instrument, Item
    from likertkit.responses import Responses
    from likertkit.responses._answers import RespondentAnswers

# With fewer reversed items than this proportion, acquiescence is hardly measurable.
_FEW = 0.25


@attrs.frozen(kw_only=True, eq=False, repr=False)
class ResponseStyles(RespondentFigures):
    """The response styles of every respondent, which print as a summary.

    Attributes
    ----------
    acquiescence, disacquiescence : array of float, shape (n_rows,)
        Mean steps of agreement, and of disagreement, over all valid answers.
    net_acquiescence : array of float, shape (n_rows,)
        Acquiescence minus disacquiescence.
    extreme, midpoint : array of float, shape (n_rows,)
        Proportion of the valid answers at either end, and in the middle of scales with a middle.
    balanced_acquiescence : array of float, shape (n_rows,)
        Net acquiescence in which positively and negatively keyed items count one half each; NaN
        if a row has answers to items of only one keying.
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
    """Return the steps of agreement of each level, lowest code first; NaN without direction."""
    steps = agreement_steps(item.scale.n_levels).astype(np.float64)
    if item.scale.positive is None:
        return np.full_like(steps, np.nan)
    return steps if item.scale.positive == "high" else steps[::-1]


def response_styles(responses: Responses) -> ResponseStyles:
    """Measure how each respondent uses the scale, whatever the items say.

    Answers are not reversed by their keying; each item is on its own scale, turned so that its
    positive end means agreement.  A level counts by its steps from the middle of the scale: on
    five points ARS is (n₄ + 2 n₅) / k and DARS (n₂ + 2 n₁) / k, on seven (n₅ + 2 n₆ + 3 n₇) / k,
    on four, which have no middle, (n₃ + 2 n₄) / k, with k the valid answers.  ERS is the
    proportion at either end; MRS is the proportion in the middle, over the items whose scale has a
    middle.  Agreement uses the items whose scale declares its positive end.

    Parameters
    ----------
    responses : Responses
        The answers, in memory.

    Returns
    -------
    ResponseStyles
        Six figures for each row, the last balanced for keying.

    Raises
    ------
    ArgumentTypeError
        If *responses* is not Responses.
    ArgumentError
        If the responses are not in memory, or if a key column has the name of a figure.

    Notes
    -----
    Agreement with every item is acquiescence only if items contradict each other.  If half of the
    items are negatively keyed, the effects of the content cancel and net acquiescence is free of
    them.  ``balanced_acquiescence`` corrects for unbalanced keying: it is the average of the mean
    over the positively keyed items and the mean over the negatively keyed items.

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
    refuse_scores(answers.instrument, "response_styles()", ASK_ANSWERS)
    instrument = answers.instrument
    steps = [_steps(item) for item in instrument]
    sizes = [np.abs(agreement_steps(item.scale.n_levels)).astype(np.float64) for item in instrument]
    sides = [
        answers.row_means(
            levels if item.keyed == keying else np.full_like(levels, np.nan)
            for item, levels in zip(instrument, steps, strict=True)
        )
        for keying in ("positive", "negative")
    ]
    middle = [size == 0 if 0 in size else np.full_like(size, np.nan) for size in sizes]
    n_answers = np.count_nonzero(answers.valid, axis=1)
    return ResponseStyles(
        **common_fields(answers, "Response styles"),
        acquiescence=answers.row_means(np.maximum(levels, 0) for levels in steps),
        disacquiescence=answers.row_means(np.maximum(-levels, 0) for levels in steps),
        net_acquiescence=answers.row_means(steps),
        extreme=answers.row_means(size == size.max() for size in sizes),
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
        "Codes as answered; each scale is turned so that its positive end means agreement. Items "
        "are not reversed by their keying."
    )
    notes = [turned]
    if answers.view != "as_answered":
        notes.append(f"The view {answers.view!r} is not used here.")
    notes += _direction_notes(instrument)
    notes += _scale_notes(instrument)
    if empty := int(np.count_nonzero(n_answers == 0)):
        verb = "has" if empty == 1 else "have"
        notes.append(f"{counted(empty, 'row')} without a valid answer {verb} no figures.")
    notes += _keying_notes(instrument)
    return (*notes, *answers.notes)


def _direction_notes(instrument: Instrument) -> list[str]:
    lacking = [item for item in instrument if item.scale.positive is None]
    if not lacking:
        return []
    names = join_words([item.name for item in lacking])
    left_out = (
        f"Agreement, disagreement and their difference leave out {names}: "
        f"{no_direction(lacking[0])}."
    )
    return [left_out]


def _scale_notes(instrument: Instrument) -> list[str]:
    notes = []
    lengths = sorted({item.scale.n_levels for item in instrument})
    if len(lengths) > 1:
        levels = ", ".join(map(str, lengths))
        notes.append(
            f"The scales have {levels} levels: agreement counts steps from the middle of each "
            "item's scale, so longer scales count more."
        )
    if all(length % 2 == 0 for length in lengths):
        notes.append("No scale has a middle.")
    elif any(length % 2 == 0 for length in lengths):
        notes.append("midpoint: a proportion of the answers on scales that have a middle.")
    return notes


def _keying_notes(instrument: Instrument) -> list[str]:
    n_items = len(instrument)
    negative = sum(item.keyed == "negative" for item in instrument)
    fewer, kind = min((negative, "negatively"), (n_items - negative, "positively"))
    if fewer == 0:
        unknown = (
            f"No item is {kind} keyed: acquiescence cannot be separated from agreement with the "
            "content of the items, and balanced_acquiescence is undefined."
        )
        return [unknown]
    notes = []
    if fewer < _FEW * n_items:
        verb = "is" if fewer == 1 else "are"
        notes.append(
            f"Only {fewer} of {n_items} items {verb} {kind} keyed: acquiescence can hardly be "
            "separated from agreement with the content of the items."
        )
    notes.append(
        "balanced_acquiescence: positively and negatively keyed items count one half each."
    )
    return notes
