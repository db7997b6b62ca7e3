"""The answers of two conditions, with the pairs if answers are linked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from likertkit._checks import as_names
from likertkit._text import join_words
from likertkit.errors import ArgumentError
from likertkit.responses import Responses
from likertkit.responses._as_tables import as_pairs, in_ascending_order, item_pairs
from likertkit.responses._respondents import cluster_column
from likertkit.tally import Tally
from likertkit.tally._axes import named_axes, plain_key
from likertkit.tally._pair_tally import check_conditions
from likertkit.tally._to_frame import check_unweighted, pair_notes

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator
    from fractions import Fraction

    from numpy.typing import NDArray

    from likertkit.instrument import Scoring
    from likertkit.responses import Respondents
    from likertkit.tally import PairTally


@attrs.frozen(eq=False, kw_only=True)
class TwoSides:
    """One item's answers under two conditions.

    Attributes
    ----------
    by : tuple of (str, object)
        The group.
    item : str
        The item.
    scores : tuple of int
        The scores in ascending order.
    first, second : tuple of int
        Valid answers at each score under each condition.
    table : array of int, shape (K, K)
        The pairs, a row for each score under the first; all 0 if answers are not linked.
    unit : Fraction
        What one step of the scores is, where they are whole numbers of a scale score.
    """

    by: tuple[tuple[str, object], ...]
    item: str
    scores: tuple[int, ...]
    first: tuple[int, ...]
    second: tuple[int, ...]
    table: NDArray[np.int64]
    unit: Fraction


@attrs.frozen(eq=False, kw_only=True)
class TwoConditions:
    """The answers of two conditions, item by item.

    Attributes
    ----------
    name : str
        The instrument's name.
    first, second : hashable
        The conditions.
    names : tuple of str
        The axes that split the result.
    view : str
        How codes became scores.
    matched : bool
        Whether only respondents with a valid answer under both conditions count.
    paired : bool
        Whether the answers of a respondent are linked.
    clustered : bool
        Whether people, or the rows of a person, were sampled in clusters.
    notes : tuple of str
        How codes became scores, what is pooled, and the notes of the data.
    sides : tuple of TwoSides
        The items.
    """

    name: str
    first: Hashable
    second: Hashable
    names: tuple[str, ...]
    view: Scoring
    matched: bool
    paired: bool
    clustered: bool
    notes: tuple[str, ...]
    sides: tuple[TwoSides, ...]

    @classmethod
    def from_data(
        cls,
        data: Responses | PairTally | Tally,
        first: Hashable,
        second: Hashable,
        by: str | Iterable[str],
        respondents: Respondents,
    ) -> TwoConditions:
        """Return the answers under two conditions.

        Raises
        ------
        ArgumentError
            If the conditions are not in the data, or the data are weighted.
        """
        if isinstance(data, Tally):
            return _from_tally(data, plain_key(first), plain_key(second), by)
        # Splitting by the column of clusters avoids a note that the clusters are lost.
        cluster = cluster_column(data) if isinstance(data, Responses) else None
        pairs, names = as_pairs(data, first, second, by, cluster)
        check_unweighted(pairs)
        return cls(
            name=pairs.instrument.name,
            first=pairs.first,
            second=pairs.second,
            names=names,
            view=pairs.view,
            matched=respondents == "matched",
            paired=True,
            clustered=cluster is not None,
            notes=pair_notes(pairs, names),
            sides=tuple(_from_pairs(pairs, names, respondents)),
        )


def _from_pairs(
    pairs: PairTally, names: tuple[str, ...], respondents: Respondents
) -> Iterator[TwoSides]:
    for answers in item_pairs(pairs, names):
        first, second = answers.table.sum(axis=1), answers.table.sum(axis=0)
        if respondents == "all":
            first, second = first + answers.first_only, second + answers.second_only
        yield TwoSides(
            by=answers.by,
            item=answers.item.name,
            scores=answers.scores,
            first=tuple(first.tolist()),
            second=tuple(second.tolist()),
            table=answers.table,
            unit=answers.item.unit,
        )


def _from_tally(
    tally: Tally, first: Hashable, second: Hashable, by: str | Iterable[str]
) -> TwoConditions:
    check_conditions(first, second)
    check_unweighted(tally)
    asked = as_names(by, "by")
    places = [place for place, axis in enumerate(tally.axes) if axis.role == "condition"]
    if not places:
        raise ArgumentError(
            "the tally has no condition; expected two conditions to compare.",
            "make the tally from responses with `condition=`, or pass the responses.",
        )
    condition = tally.axes[places[0]].name
    if condition in asked:
        raise ArgumentError(
            f"by={asked!r} contains the condition, which is compared; expected other axes.",
            "leave it out.",
        )
    names = named_axes(tally.axes, asked)
    apart = tally.marginal((*names, condition))
    known = tuple(dict.fromkeys(group[-1] for group in apart.groups))
    for named in (first, second):
        if named not in known:
            raise ArgumentError(
                f"{named!r} is not one of the conditions; they are "
                f"{join_words([repr(each) for each in known]) or 'none'}.",
                "write the condition as it is in the data.",
            )
    counts = dict(zip(apart.groups, apart.counts, strict=True))
    nobody = np.zeros(tally.counts.shape[1:], dtype=np.int64)
    sides: list[TwoSides] = []
    for group in dict.fromkeys(group[:-1] for group in apart.groups):
        sides_of = [counts.get((*group, name), nobody) for name in (first, second)]
        for i, item in enumerate(tally.instrument):
            k = item.scale.n_levels
            scores, turned = in_ascending_order(item, tally.view)
            turn = slice(None, None, -1 if turned else 1)
            sides.append(
                TwoSides(
                    by=tuple(zip(names, group, strict=True)),
                    item=item.name,
                    scores=scores,
                    first=tuple(sides_of[0][i, :k][turn].tolist()),
                    second=tuple(sides_of[1][i, :k][turn].tolist()),
                    table=np.zeros((k, k), dtype=np.int64),
                    unit=item.unit,
                )
            )
    return TwoConditions(
        name=tally.instrument.name,
        first=first,
        second=second,
        names=names,
        view=tally.view,
        matched=False,
        paired=False,
        clustered=tally.clusters is not None,
        notes=pair_notes(tally, names),
        sides=tuple(sides),
    )
