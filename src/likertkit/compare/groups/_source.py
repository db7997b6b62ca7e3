"""The answers of groups of respondents, item by item, condition by condition."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import attrs
import numpy as np

from likertkit._checks import as_names, is_in
from likertkit._text import counted, join_words
from likertkit.compare._declared_design import counts_by_population, in_design
from likertkit.compare._sides import count_moments, weighted_moments
from likertkit.compare.groups._designed import Answering, DesignedGroups
from likertkit.compare.groups._figures import DESIGNED_NAMES
from likertkit.errors import ArgumentError, ArgumentTypeError, AxisError
from likertkit.instrument._views import box_places
from likertkit.responses._as_tables import (
    as_tally,
    linked_conditions,
    pooled_conditions,
    strangers,
)
from likertkit.tally import PairTally
from likertkit.tally._axes import plain_key, sorted_groups
from likertkit.tally._changes import changes_of
from likertkit.tally._grouped import inside_domain, whole_sample

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from likertkit.compare._options import GroupMethod
    from likertkit.compare.groups._figures import GroupTest
    from likertkit.compare.groups._shares import Boxed
    from likertkit.instrument import Item, Scoring
    from likertkit.responses import Responses
    from likertkit.tally import Axis, Design, Tally
    from likertkit.tally._axes import Group


@attrs.frozen(eq=False, kw_only=True)
class ItemGroups:
    """The valid answers to one item, group by group.

    Attributes
    ----------
    by : tuple of (str, object)
        The part of the answers that is compared: the value of each axis that splits the result.
    item : Item
        The item.
    scores : tuple of int
        The scores, ascending.
    counts : tuple of tuple of int
        Answers of each group at each score.
    view : {'as_answered', 'keyed', 'favourable'}
        How codes became scores.
    weightless : tuple of int
        Respondents of weight 0 in each group, who are in no count.
    design : DesignedGroups or None
        The same inside their sampling design; None for a simple random sample.
    """

    by: tuple[tuple[str, object], ...]
    item: Item
    scores: tuple[int, ...]
    counts: tuple[tuple[int, ...], ...]
    view: Scoring
    weightless: tuple[int, ...]
    design: DesignedGroups | None

    def scores_in_box(self, boxes: tuple[int, int]) -> tuple[int, ...]:
        """Return the scores of the levels in the top box."""
        scores = self.item.scores(self.view)
        return tuple(scores[place] for place in box_places(self.item, self.view, boxes)[0])

    def boxed(self, group: int, boxes: tuple[int, int]) -> Boxed:
        """Return how many answers of a group are outside and how many inside the top box."""
        within = self.scores_in_box(boxes)
        inside = sum(
            n for n, score in zip(self.counts[group], self.scores, strict=True) if score in within
        )
        return sum(self.counts[group]) - inside, inside

    def moments(self, group: int) -> tuple[float, float]:
        """Return the mean and the standard deviation of a group."""
        counts = self.counts[group]
        if self.design is None:
            return count_moments(counts, self.scores)
        if self.design.problem:
            return math.nan, math.nan
        # The design has the levels in the order of the codes.
        weights = dict(
            zip(self.design.scores.tolist(), self.design.weights(group).tolist(), strict=True)
        )
        return weighted_moments([weights[score] for score in self.scores], self.scores, sum(counts))

    def moments_of_all(self) -> dict[str, Any]:
        """Return the answers, means and standard deviations of all groups, a tuple each."""
        means, sds = zip(*map(self.moments, range(len(self.counts))), strict=True)
        return {"n_of_groups": tuple(map(sum, self.counts)), "means": means, "sds": sds}

    def nobody(self, groups: Iterable[int], names: Sequence[object]) -> str:
        """Return which of some groups gave no valid answer; *names* are all groups'."""
        empty = [
            repr(names[g])
            + (f" ({counted(n, 'respondent')} of weight 0)" if (n := self.weightless[g]) else "")
            for g in groups
            if not any(self.counts[g])
        ]
        return f"no valid answers in {join_words(empty)}" if empty else ""


@attrs.frozen(eq=False, kw_only=True)
class GroupSource:
    """A tally that is split into groups.

    Attributes
    ----------
    tally : Tally
        The counts.
    axis : Axis
        The axis whose values are the groups.
    names : tuple of str
        The axes that split the result: those named in the call, then the condition, unless the
        groups are conditions or conditions are pooled.
    groups : tuple
        The groups in their order, without the blank.
    n_blank : int
        Rows that belong to no group.
    plan : Design
        The sampling design that the data declare.
    notes : tuple of str
        What errors do not know where conditions are pooled.
    designed : bool
        Whether the answers are more, or less, than a simple random sample, and are tested so.
    test : str
        The test.
    """

    tally: Tally
    axis: Axis
    names: tuple[str, ...]
    groups: tuple[Hashable, ...]
    n_blank: int
    plan: Design
    notes: tuple[str, ...]
    designed: bool
    test: GroupTest

    @classmethod
    def from_data(
        cls,
        data: Responses | Tally | PairTally,
        groups: object,
        by: str | Iterable[str] | None,
        test: GroupTest,
    ) -> GroupSource:
        """Make the tally of *data*, find its groups, and the parts within which they are compared.

        Of pairs these are the changes.

        The condition is such a part by default; an empty *by* pools the conditions.
        """
        if not isinstance(groups, str):
            raise ArgumentTypeError(
                f"groups={groups!r} is not a column name.",
                "name the column that contains the groups.",
            )
        splits = None if by is None else as_names(by, "by")
        if groups in (splits or ()):
            raise ArgumentError(
                f"groups={groups!r} is also named in by={splits!r}; expected another column to "
                "split by.",
                "leave it out of `by=`: each part would hold one group.",
            )
        if isinstance(data, PairTally):
            axes = tuple(axis.name for axis in data.axes)
            for name in (groups, *(splits or ())):
                if name not in axes:
                    raise AxisError(name, axes, "pairs")
            data = changes_of(data)
        tally, names = _tally(data, groups, splits, test)
        tally = whole_sample(tally)
        unlinked = strangers(tally, (groups, *names))
        designed = tally.weighted or tally.clusters is not None
        sized = counts_by_population(tally)
        designed = designed or (test in DESIGNED_NAMES and sized)
        tally, plan = in_design(tally, designed=designed, test=test)
        axis = next(axis for axis in tally.axes if axis.name == groups)
        sized = sized and designed
        limited = plan.finite_population and (plan.population or plan.cluster_population)
        if sized and len(pooled_conditions(tally, (groups, *names))) > 1:
            raise ArgumentError(
                "a population has each person once, and by=() pools the conditions; expected a "
                "design without its sizes.",
                "compare the groups within each condition: leave `by=` out.",
            )
        if axis.role == "condition" and (limited or sized):
            raise ArgumentError(
                "a population has each person once, and the groups are conditions; expected a "
                "design without its sizes.",
                "compare the answers of the same respondents by `compare_paired`"
                + ("." if sized else ", or declare finite_population=False."),
            )
        place = tally.axes.index(axis)
        inside = np.flatnonzero(inside_domain(tally)).tolist()
        values = {g: tally.groups[g][place] for g in inside}
        known = tuple(
            key
            for (key,) in sorted_groups([axis], {(value,) for value in values.values()})
            if key is not None
        )
        if len(known) < 2:
            groups_found = f"one group, {known[0]!r}" if known else "no group"
            raise ArgumentError(
                f"groups={groups!r} has {groups_found}; expected two or more to compare.",
                "name a column with different values.",
            )
        blank = [g for g, value in values.items() if value is None]
        return cls(
            tally=tally,
            axis=axis,
            names=names,
            groups=known,
            n_blank=int(tally.counts[blank].sum(axis=(0, 2)).max(initial=0)),
            plan=plan,
            notes=unlinked,
            designed=designed,
            test=test,
        )

    def place(self, group: object, name: str) -> int:
        """Return where a group stands among the others; raise if it is not one of them."""
        key = plain_key(group)
        for place, known in enumerate(self.groups):
            # True is no 1.
            if is_in(key, (known,)) and isinstance(known, bool) == isinstance(key, bool):
                return place
        known_groups = ", ".join(map(repr, self.groups))
        raise ArgumentError(
            f"{name}={group!r} is not one of the groups of {self.axis.name!r}, which are "
            f"{known_groups}.",
            "write the group as it is in the data.",
        )

    def items(self) -> Iterator[ItemGroups]:
        """Yield the answers to each item, in each part of the answers.

        A condition is a sample of its own; any other part is a domain, inside the sample of its
        condition.
        """
        tally = self.tally
        at = {axis.name: place for place, axis in enumerate(tally.axes)}
        axes = [tally.axes[at[name]] for name in self.names]
        owner = self._owners()
        parts = [tuple(group[at[name]] for name in self.names) for group in tally.groups]
        samples = [name for name in self.names if tally.axes[at[name]].role == "condition"]
        conditions = [tuple(group[at[name]] for name in samples) for group in tally.groups]
        in_domain = [parts[g] for g in np.flatnonzero(inside_domain(tally)).tolist()]
        for part in sorted_groups(axes, in_domain) if axes else [()]:
            values = dict(zip(self.names, part, strict=True))
            condition = tuple(values[name] for name in samples)
            inside = np.array([sampled == condition for sampled in conditions], dtype=np.bool_)
            within = np.array([row_part == part for row_part in parts], dtype=np.bool_)
            answering = Answering(tally, inside, np.where(within, owner, -1))
            for i, item in enumerate(tally.instrument):
                yield self._item(i, item, part, condition, answering)

    def _owners(self) -> NDArray[np.intp]:
        """Return the number of each of the tally's groups among those compared; -1 for none."""
        number = {group: g for g, group in enumerate(self.groups)}
        place = self.tally.axes.index(self.axis)
        owners = [number.get(group[place], -1) for group in self.tally.groups]
        # Rows outside a domain are sampled, and belong to no group.
        return np.where(inside_domain(self.tally), np.array(owners, dtype=np.intp), -1)

    def _item(
        self,
        i: int,
        item: Item,
        part: Group,
        condition: Group,
        answering: Answering,
    ) -> ItemGroups:
        rows, owner = answering.inside, answering.owner
        k = item.scale.n_levels
        scores = item.scores(self.tally.view)
        turned = slice(None, None, 1 if scores[0] < scores[-1] else -1)
        counts = [
            self.tally.counts[rows & (owner == g), i, :k].sum(axis=0)[turned].tolist()
            for g in range(len(self.groups))
        ]
        zeros = self.tally.zeros
        return ItemGroups(
            by=tuple(zip(self.names, part, strict=True)),
            item=item,
            scores=scores[turned],
            counts=tuple(map(tuple, counts)),
            view=self.tally.view,
            weightless=tuple(
                0 if zeros is None else int(zeros[rows & (owner == g), i].sum())
                for g in range(len(self.groups))
            ),
            design=DesignedGroups.from_tally(self.tally, i, answering, condition, self.plan)
            if self.designed
            else None,
        )


def _tally(
    data: Responses | Tally, groups: str, splits: tuple[str, ...] | None, test: GroupTest
) -> tuple[Tally, tuple[str, ...]]:
    """Return the tally of *data*, split by the groups, and the axes that split the result."""
    tally, names = as_tally(data, (groups, *(splits or ())))
    names = names[1:]
    if splits == () and names:
        # The conditions are pooled: a respondent's answers under several are one sampled unit.
        tally, _ = as_tally(data, (groups,), pooled=True)
        return tally, ()
    axis = next(axis for axis in tally.axes if axis.name == groups)
    if axis.role == "condition" and (test == "proportion" or tally.weighted):
        return linked_conditions(data, tally, (groups, *names)), names
    return tally, names


def check_design(source: GroupSource, method: GroupMethod) -> None:
    """Raise if the test, or its method, is for simple random samples and the data are not."""
    if source.tally.calibration is not None:
        raise ArgumentError(
            "the weights were calibrated, but comparisons of groups cannot take the margins into "
            "account yet.",
            "declare the weights of the design with `weight=`.",
        )
    if not source.designed:
        return
    tally = source.tally
    what = "a declared population"
    if tally.weighted:
        what = "sampling weights"
    elif tally.clusters is not None:
        what = "clusters"
        if tally.clusters.unit == "respondent":
            what = "several answers of a respondent, under conditions"
    if source.test not in DESIGNED_NAMES:
        known = ", ".join(f"test={name!r}" for name in DESIGNED_NAMES)
        raise ArgumentError(
            f"the data have {what}, but test={source.test!r} is for simple random samples.",
            f"choose a test that knows them: {known}.",
        )
    if method != "auto":
        raise ArgumentError(
            f"method={method!r} is for simple random samples, but the data have {what}.",
            "leave `method=` out: the test is one by the design.",
        )
