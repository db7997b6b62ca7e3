"""Scale scores: several items of a respondent in one figure, which goes on as an item does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import attrs
import numpy as np

from likertkit._checks import check_choice
from likertkit._text import join_words
from likertkit.errors import ArgumentError, ArgumentTypeError
from likertkit.instrument import Instrument
from likertkit.instrument._score_item import ScoreMethod
from likertkit.responses._answers import respondent_answers
from likertkit.responses._declaration import Block
from likertkit.responses._domain import rows_by_block, rows_inside
from likertkit.responses._responses import Responses
from likertkit.responses._scored_frame import BLANK, FrameMissing, FrameValues
from likertkit.responses.memory._columns import Column, check_columns
from likertkit.responses.scores._score_set import (
    TOO_FEW,
    check_columns_of_scores,
    enough_answered,
    score_set,
    stated_sets,
)
from likertkit.results._units import times_unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from narwhals.typing import IntoFrame
    from numpy.typing import NDArray

    from likertkit.instrument import Item, Scoring
    from likertkit.instrument._score_item import ScoreItem
    from likertkit.responses._answers import RespondentAnswers
    from likertkit.responses._declaration import Declaration
    from likertkit.responses.memory._eager import EagerSource
    from likertkit.responses.scores._score_set import ScoredSet

_FIGURES: dict[ScoreMethod, str] = {
    "mean": "the mean of the items answered",
    "sum": "the sum of the items",
    "pomp": "the percent of the maximum possible (0 to 100) of the items answered",
}
_MOST_NAMED = 4
_METHODS: dict[ScoreMethod, str] = {
    "mean": "means of the items",
    "sum": "sums of the items",
    "pomp": "percent of the maximum possible (0 to 100)",
}


@attrs.frozen(init=False, eq=False, repr=False)
class Scores(Responses):
    """Scale scores of respondents, which go wherever responses go.

    Made by :func:`scale_scores`.  Each score is an item of `instrument`; its levels are all the
    values that the score has, so that every estimate, comparison and picture takes it.
    """

    _method: ScoreMethod = "mean"
    _n_answered: tuple[tuple[NDArray[np.int64], ...], ...] = ()
    _items: Responses | None = None

    @property
    def responses(self) -> Responses:
        """The responses to the items, in the domain and with the weights of the scores."""
        items = cast("Responses", self._items)
        held, source = _rows(items)[0], _rows(self)[0]
        return items._evolved(  # noqa: SLF001 - of the same kind
            _domain=self._domain,
            _weighting=self._weighting,
            _design=self._design,
            _source=attrs.evolve(held, inside=source.inside),
        )

    def scored(self, view: Scoring) -> Scores:
        """Return the scores; the view is chosen before they are made.

        Parameters
        ----------
        view : {'keyed', 'favourable'}
            The view in which the items were scored.

        Returns
        -------
        Scores
            The same.

        Raises
        ------
        ArgumentError
            If it is another view.

        Examples
        --------
        >>> import likertkit as lk, pandas as pd
        >>> trial = lk.Instrument("trial", [lk.Item("a", lk.LikertScale(positive="high"))])
        >>> scores = lk.scale_scores(lk.Responses(pd.DataFrame({"a": [2, 5]}), trial))
        >>> scores.scored("keyed") is scores
        True
        """
        for item in self.instrument:
            item.scores(view)
        return self

    def to_frame(
        self, *, values: FrameValues = "scores", missing: FrameMissing = "nan"
    ) -> IntoFrame:
        """Return the scores, a row a row of the data.

        Parameters
        ----------
        values : {'scores'}, optional
            Scores have no codes and no labels.
        missing : {'nan', 'reason'}, optional
            With ``'reason'`` a column ``<score>_missing`` says why there is no score.

        Returns
        -------
        data frame
            Of the kind that came in: the respondent, or the number of the row, and the condition;
            then for each set its score and ``<score>_n_answered``, the number of items answered.

        Raises
        ------
        ArgumentError
            If codes or labels are asked for.
        OptionError
            If an option is not one of its allowed values.

        Examples
        --------
        >>> import likertkit as lk, pandas as pd
        >>> trial = lk.Instrument("trial", [lk.Item("a", lk.LikertScale())])
        >>> scores = lk.scale_scores(lk.Responses(pd.DataFrame({"a": [2, None]}), trial))
        >>> scores.to_frame()
           row  trial  trial_n_answered
        0    0    2.0                 1
        1    1    NaN                 0
        """
        check_choice(values, "values", FrameValues)
        check_choice(missing, "missing", FrameMissing)
        if values != "scores":
            raise ArgumentError(
                f"values={values!r}: scores have no codes and no labels.",
                "leave `values=` out, or take the frame of the responses.",
            )
        return _frame(self, self._n_answered, reasons=missing == "reason")

    def __repr__(self) -> str:
        """Return which scores there are."""
        sets = join_words([repr(name) for name in self.instrument.names])
        what = (
            f"Scores of {self.instrument.name!r}: {self._source.describe()}, {sets}; "
            f"{_METHODS[self._method]}, {self.view}"
        )
        return "\n".join((what, *self._notes))


def scale_scores(
    responses: Responses,
    *,
    subscale: str | Iterable[str] | None = None,
    items: Mapping[str, str | Iterable[str]] | None = None,
    method: ScoreMethod = "mean",
    min_answered: float | None = None,
) -> Scores:
    """Score the items of each subscale, respondent by respondent.

    Nothing is imputed: the score is that of the items which a respondent answered, where these
    are enough, and missing where they are not.

    Parameters
    ----------
    responses : Responses
        Answers in memory.
    subscale : str or iterable of str, optional
        The subscales to score; by default all, or the whole instrument where it declares none.
    items : mapping of str to str or iterable of str, optional
        Further or other sets: name of the score → items, by name or pattern.  Sets may overlap,
        as a total and its parts.  With `items` alone no subscale is scored.
    method : {'mean', 'sum', 'pomp'}, optional
        The mean of the items, on their scale; the sum; or the percent of the maximum possible,
        0 to 100, which also joins items on different scales.
    min_answered : float or int, optional
        How many items must be answered: a float is a share of the items, an int a number.  By
        default half of the items for means and POMP, and all items for sums; a sum of fewer is
        prorated, and a note counts it.

    Returns
    -------
    Scores
        One item a set; a row a row of the data.  Negatively keyed items are reversed: the view
        ``as_answered`` becomes ``keyed``.

    Raises
    ------
    ArgumentTypeError, ArgumentError
        If the responses are in an engine, an argument is not what it should be, or a score would
        be named as the column of respondents or of conditions is.
    UnknownItemError
        If there is no such subscale or item.
    MismatchError
        If the items of a mean or sum have scales of different ranges.
    OptionError
        If *method* is not one of the three.

    References
    ----------
    .. [1] Cohen, Cohen, Aiken and West (1999), The problem of units and the circumstance for
       POMP, Multivariate Behavioral Research 34, 315-346.
    .. [2] Newman (2014), Missing data: five practical guidelines, Organizational Research Methods
       17, 372-411.

    Examples
    --------
    >>> import likertkit as lk, pandas as pd
    >>> scale = lk.LikertScale.preset("agreement", 5)
    >>> trial = lk.Instrument(
    ...     "trial", [lk.Item("calm", scale), lk.Item("tense", scale, keyed="negative")]
    ... )
    >>> frame = pd.DataFrame({"calm": [4, 5, None], "tense": [2, 3, None]})
    >>> scores = lk.scale_scores(lk.Responses(frame, trial))
    >>> row = lk.means(scores)["trial"]
    >>> row.mean, row.n, row.n_missing
    (4.0, 2, 1)
    """
    check_choice(method, "method", ScoreMethod)
    if isinstance(responses, Scores):
        raise ArgumentTypeError(
            "responses are scores already.", "score the responses that hold the items."
        )
    if isinstance(responses, Responses) and responses.view == "as_answered":
        responses = responses.scored("keyed")
    whole = responses._evolved(_domain=None) if isinstance(responses, Responses) else responses  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - same room
    answers = respondent_answers(whole, ())
    sets = stated_sets(responses.instrument, subscale, items)
    check_columns_of_scores(sets, (name for name, _ in answers.keys))
    inside = _inside(responses, len(answers.levels))
    scored = [
        score_set(answers, name, its, method=method, min_answered=min_answered, inside=inside)
        for name, its in sets.items()
    ]
    made = tuple(score.item for score in scored)
    return _bind(responses, scored, method, _how(made, answers, method, min_answered))


def _rows(responses: Responses) -> tuple[EagerSource, Declaration]:
    """Return the rows, which are known to be in memory, and what they mean."""
    return cast("EagerSource", responses._source), responses._declared  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - same room


def _inside(responses: Responses, n_rows: int) -> NDArray[np.bool_]:
    """Return which rows lie in the domain; all do where there is none."""
    domain = responses._domain  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - same room
    source, declared = _rows(responses)
    if domain is None:
        return np.ones(n_rows, dtype=np.bool_)
    return rows_inside(source, domain, declared)[0]


def _how(
    scores: Sequence[ScoreItem],
    answers: RespondentAnswers,
    method: ScoreMethod,
    min_answered: float | None,
) -> str:
    """Return, for the notes, how the scores were made."""
    sets = "; ".join(
        f"{score.name}: "
        + (join_words(score.items) if len(score.items) <= _MOST_NAMED else _span(score.items))
        for score in scores
    )
    used = dict.fromkeys(name for score in scores for name in score.items)
    turned = [name for name in used if _is_turned(answers.instrument[name], answers.view)]
    reversed_items = f"reversed: {join_words(turned)}" if turned else "no item is reversed"
    enough = enough_answered(min_answered, method)
    return f"Scores: {_FIGURES[method]}, where {enough} ({sets}); {reversed_items}."


def _span(names: Sequence[str]) -> str:
    return f"{len(names)} items, {names[0]} to {names[-1]}"


def _is_turned(item: Item, view: Scoring) -> bool:
    scores = item.scores(view)
    return scores[0] > scores[-1]


def _bind(
    responses: Responses, scored: Sequence[ScoredSet], method: ScoreMethod, how: str
) -> Scores:
    """Return the scores in the place of the answers, beside the columns that there are."""
    source, declared = _rows(responses)
    old = declared.instrument
    instrument = Instrument(
        old.name, [score.item for score in scored], title=old.title, citation=old.citation
    )
    blocks, coded, n_answered = [], [], []
    for b, block in enumerate(declared.blocks):
        asked = {name for name, _ in block.columns}
        here = slice(b * source.n_rows(), (b + 1) * source.n_rows())
        its = [(i, part) for i, part in enumerate(scored) if asked.intersection(part.item.items)]
        blocks.append(
            Block(block.condition, tuple((part.item.name, part.item.name) for _, part in its))
        )
        coded.append(
            tuple((i, part.item, _column(part.item, part.places[here])) for i, part in its)
        )
        n_answered.append(tuple(part.n_answered[here] for _, part in its))
    width = max(item.scale.n_cells for item in instrument)
    counts = np.zeros((len(blocks), len(scored), width), dtype=np.int64)
    for table, its_coded in zip(counts, coded, strict=True):
        if its_coded:
            found = check_columns([(item, column) for _, item, column in its_coded])
            table[[i for i, _, _ in its_coded], : found.shape[1]] = found
    made = Scores.__new__(Scores)
    fields: dict[str, Any] = {
        field.name: getattr(responses, field.name) for field in attrs.fields(Responses)
    }
    fields |= {
        "_source": attrs.evolve(source, blocks=tuple(coded), found=counts, made=instrument.names),
        "_declared": attrs.evolve(declared, instrument=instrument, blocks=tuple(blocks)),
        "_notes": (how, *responses._notes, *(note for part in scored for note in part.notes)),  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - same room
        "_method": method,
        "_n_answered": tuple(n_answered),
        "_items": responses,
    }
    for name, value in fields.items():
        object.__setattr__(made, name, value)
    return made


def _column(item: Item, cells: NDArray[np.int32]) -> Column:
    """Return the cells as a column of numbers that are cells."""
    return Column(cells, tuple((k, k) for k in range(item.scale.n_cells)), item.scale.n_levels)


def _frame(
    scores: Responses, n_answered: tuple[tuple[NDArray[np.int64], ...], ...], *, reasons: bool
) -> IntoFrame:
    """Return the keys of each row, its scores, and how many items each is of."""
    import narwhals as nw

    source, declared = _rows(scores)
    answers = respondent_answers(scores)
    inside = rows_by_block(source, declared, scores._domain)  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - same room
    columns: dict[str, NDArray[Any]] = dict(answers.keys)
    for i, item in enumerate(scores.instrument):
        levels = answers.levels[:, i]
        codes = times_unit(np.array([*item.scale.codes, np.nan, np.nan]), item.unit)
        n = np.zeros((len(declared.blocks), source.n_rows()), dtype=np.int64)
        for b, (block, counts) in enumerate(zip(source.blocks, n_answered, strict=True)):
            its = [k for k, (number, _, _) in enumerate(block) if number == i]
            if its:
                n[b] = counts[its[0]]
        n_items = n[inside]
        columns[item.name] = codes[levels]
        columns[f"{item.name}_n_answered"] = n_items
        if reasons:
            why = np.full(len(levels), None, dtype=object)
            why[levels < 0] = BLANK
            why[(levels < 0) & (n_items > 0)] = TOO_FEW
            columns[f"{item.name}_missing"] = why
    backend = source.frame.frame.implementation
    series = [
        nw.new_series(name, values.tolist() if values.dtype == object else values, backend=backend)
        for name, values in columns.items()
    ]
    made: IntoFrame = nw.from_dict({s.name: s for s in series}, backend=backend).to_native()
    return made
