"""The answers of groups of respondents, item by item, condition by condition."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from likertkit._checks import is_in
from likertkit._text import counted, join_words
from likertkit.compare._declared_design import in_design
from likertkit.compare.groups._designed import Answering, DesignedGroups
from likertkit.errors import ArgumentError, ArgumentTypeError
from likertkit.responses import as_tally
from likertkit.tally import collapse_strata, inside, plain_key, sorted_groups, whole_sample

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from likertkit._kernels.design import LoneStratum
    from likertkit.instrument import Item
    from likertkit.responses import Responses
    from likertkit.tally import Axis, Design, Group, Tally


@attrs.frozen(eq=False, kw_only=True)
class ItemGroups:
    """The valid answers to one item, group by group.

    Attributes
    ----------
    by : tuple of (str, object)
        The condition that they were given under, where there are conditions.
    item : Item
        The item.
    scores : tuple of int
        The scores, ascending.
    counts : tuple of tuple of int
        Answers of each group at each score.
    weightless : tuple of int
        Respondents of weight 0 in each group, who are in no count.
    design : DesignedGroups or None
        The same inside their sampling design; None for a simple random sample.
    """

    by: tuple[tuple[str, object], ...]
    item: Item
    scores: tuple[int, ...]
    counts: tuple[tuple[int, ...], ...]
    weightless: tuple[int, ...]
    design: DesignedGroups | None

    def nobody(self, groups: Iterable[int], names: Sequence[object]) -> str:
        """Return which of some groups gave no valid answer; *names* are all groups'."""
        told = [
            repr(names[g])
            + (f" ({counted(n, 'respondent')} of weight 0)" if (n := self.weightless[g]) else "")
            for g in groups
            if not any(self.counts[g])
        ]
        return f"no valid answers in {join_words(told)}" if told else ""


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
        The axis of the condition, unless the groups are conditions.
    groups : tuple
        The groups in their order, without the blank.
    n_blank : int
        Rows that belong to no group.
    plan : Design
        The sampling design, declared with the data or by the options of the call.
    """

    tally: Tally
    axis: Axis
    names: tuple[str, ...]
    groups: tuple[Hashable, ...]
    n_blank: int
    plan: Design

    @classmethod
    def of(cls, data: Responses | Tally, by: object, lone_stratum: LoneStratum) -> GroupSource:
        """Make the tally of *data* and find its groups."""
        if not isinstance(by, str):
            raise ArgumentTypeError(
                f"by={by!r} is not a column name.", "name the one column that holds the groups."
            )
        tally, _ = as_tally(data, (by,))
        tally = whole_sample(tally)
        tally, plan = in_design(tally, lone_stratum, collapse_strata, designed=_is_designed(tally))
        axis = next(axis for axis in tally.axes if axis.name == by)
        limited = plan.finite_population and (plan.population or plan.cluster_population)
        if axis.role == "condition" and limited:
            raise ArgumentError(
                "a population has each person once, and the groups are conditions; expected a "
                "design without its sizes.",
                "compare the answers of the same respondents by `compare_paired`, or declare "
                "finite_population=False.",
            )
        place = tally.axes.index(axis)
        within = np.flatnonzero(inside(tally)).tolist()
        values = {g: tally.groups[g][place] for g in within}
        groups = tuple(
            key
            for (key,) in sorted_groups([axis], {(value,) for value in values.values()})
            if key is not None
        )
        if len(groups) < 2:
            found = f"one group, {groups[0]!r}" if groups else "no group"
            raise ArgumentError(
                f"by={by!r} has {found}; expected two or more to compare.",
                "name a column in which the respondents differ.",
            )
        blank = [g for g, value in values.items() if value is None]
        return cls(
            tally=tally,
            axis=axis,
            names=tuple(
                one.name for one in tally.axes if one.role == "condition" and one.name != by
            ),
            groups=groups,
            n_blank=int(tally.counts[blank].sum(axis=(0, 2)).max(initial=0)),
            plan=plan,
        )

    @property
    def designed(self) -> bool:
        """Whether the answers are more, or less, than a simple random sample."""
        return _is_designed(self.tally)

    def place(self, group: object, name: str) -> int:
        """Return where a group stands among the others; raise if it is none of them."""
        key = plain_key(group)
        for place, known in enumerate(self.groups):
            # True is no 1.
            if is_in(key, (known,)) and isinstance(known, bool) == isinstance(key, bool):
                return place
        known_groups = ", ".join(map(repr, self.groups))
        raise ArgumentError(
            f"{name}={group!r} is none of the groups of {self.axis.name!r}, which are "
            f"{known_groups}.",
            "write a group as the data do.",
        )

    def items(self) -> Iterator[ItemGroups]:
        """Yield the answers to each item, under each condition."""
        tally = self.tally
        at = [axis.name for axis in tally.axes]
        owner = self._owners()
        picked = [tuple(group[at.index(name)] for name in self.names) for group in tally.groups]
        axes = [axis for axis in tally.axes if axis.name in self.names]
        within = [picked[g] for g in np.flatnonzero(inside(tally)).tolist()]
        for condition in sorted_groups(axes, within) if axes else [()]:
            rows = np.array([one == condition for one in picked], dtype=np.bool_)
            answering = Answering(tally, rows, owner)
            for i, item in enumerate(tally.instrument):
                yield self._item(i, item, condition, answering)

    def _owners(self) -> NDArray[np.intp]:
        """Return the number of each of the tally's groups among those compared; -1 for none."""
        number = {group: g for g, group in enumerate(self.groups)}
        place = self.tally.axes.index(self.axis)
        found = [number.get(group[place], -1) for group in self.tally.groups]
        # Rows outside a domain are sampled, and belong to no group.
        return np.where(inside(self.tally), np.array(found, dtype=np.intp), -1)

    def _item(
        self,
        i: int,
        item: Item,
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
            by=tuple(zip(self.names, condition, strict=True)),
            item=item,
            scores=scores[turned],
            counts=tuple(map(tuple, counts)),
            weightless=tuple(
                0 if zeros is None else int(zeros[rows & (owner == g), i].sum())
                for g in range(len(self.groups))
            ),
            design=DesignedGroups.of(self.tally, i, answering, condition, self.plan)
            if self.designed
            else None,
        )


def _is_designed(tally: Tally) -> bool:
    return tally.weighted or tally.clusters is not None
