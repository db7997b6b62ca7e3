"""Known sizes of a population, by stratum and by condition."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

import attrs
import numpy as np

from likertkit._checks import as_float, is_number, shown
from likertkit._text import counted, join_words
from likertkit.errors import ArgumentError, ArgumentTypeError, PopulationError
from likertkit.tally._axes import plain_key

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from numpy.typing import NDArray

    from likertkit.tally._axes import Axis


@attrs.frozen(kw_only=True)
class KnownSizes:
    """Sizes of a population as they were given, checked.

    Attributes
    ----------
    name : str
        The argument that they came by.
    by_condition : tuple of (condition, tuple of (stratum, size)) or None
        Sizes of each condition's strata; None where they hold under every condition.
    everywhere : tuple of (stratum, size)
        Sizes that hold under every condition.  Without strata the stratum is None.
    """

    name: str
    by_condition: tuple[tuple[Hashable, tuple[tuple[Hashable, float], ...]], ...] | None = None
    everywhere: tuple[tuple[Hashable, float], ...] = ()

    def strata(self) -> tuple[Hashable, ...]:
        """Return the strata that have a size under some condition."""
        some = self.by_condition or ((None, self.everywhere),)
        return tuple(dict.fromkeys(stratum for _, sizes in some for stratum, _ in sizes))

    def under(
        self, condition: Hashable, merged: Mapping[Hashable, Hashable]
    ) -> dict[Hashable, float]:
        """Return the sizes of the strata under a condition, merged strata added up."""
        sizes = self.everywhere
        if self.by_condition is not None:
            known = dict(self.by_condition)
            if condition not in known:
                raise PopulationError(
                    f"the condition {condition!r} has no sizes in `{self.name}`, which has "
                    f"{join_words([repr(condition_name) for condition_name in known]) or 'none'}.",
                    "give the sizes for each condition of the data.",
                )
            sizes = known[condition]
        total: dict[Hashable, float] = {}
        for stratum, size in sizes:
            into = merged.get(stratum, stratum)
            total[into] = total.get(into, 0.0) + size
        return {stratum: size for stratum, size in total.items() if size > 0}


def _size(value: object, name: str, place: str) -> float:
    if not is_number(value):
        raise ArgumentTypeError(
            f"{name}{place} is {value!r}, which is not a number.", "give numbers of people."
        )
    size = as_float(value)
    if not (math.isfinite(size) and size >= 0):
        raise PopulationError(
            f"{name}{place} is {shown(value)}; expected a number of people, 0 or more.",
            "leave out strata that have no people.",
        )
    return size


def _sizes(values: Mapping[object, object], name: str) -> tuple[tuple[Hashable, float], ...]:
    return tuple(
        (plain_key(key), _size(value, name, f"[{key!r}]")) for key, value in values.items()
    )


def read_sizes(sizes: object, name: str, axes: Sequence[Axis]) -> KnownSizes | None:
    """Return sizes as they were given: one number, by stratum, by condition, or by both.

    Raises
    ------
    PopulationError
        If a size is negative or not finite.
    ArgumentError
        If the sizes are of strata or conditions, and the data have none.
    """
    if sizes is None:
        return None
    roles = {axis.role: axis.name for axis in axes}
    stratum = roles.get("stratum")
    if not isinstance(sizes, Mapping):
        size = _size(sizes, name, "")
        if stratum is not None:
            raise ArgumentError(
                f"{name}={sizes!r} is one number, but the data have the strata of {stratum!r}; "
                f"expected the size of each stratum.",
                f"write {name}={{stratum: size, ...}}.",
            )
        return KnownSizes(name=name, everywhere=((None, size),))
    nested = [isinstance(value, Mapping) for value in sizes.values()]
    if any(nested) and not all(nested):
        raise ArgumentTypeError(
            f"{name} contains both numbers and mappings; expected stratum → size, or condition → "
            f"stratum → size.",
            "give every condition its own mapping.",
        )
    if any(nested) or (stratum is None and "condition" in roles):
        if "condition" not in roles:
            raise ArgumentError(
                f"{name} has sizes by condition, but the data have no condition.",
                f"write {name}={{stratum: size, ...}}, or declare the condition.",
            )
        if any(nested) and stratum is None:
            raise _no_strata(name)
        return KnownSizes(
            name=name,
            by_condition=tuple(
                (
                    plain_key(key),
                    _sizes(value, name)
                    if isinstance(value, Mapping)
                    else ((None, _size(value, name, f"[{key!r}]")),),
                )
                for key, value in sizes.items()
            ),
        )
    if stratum is None:
        raise _no_strata(name)
    return KnownSizes(name=name, everywhere=_sizes(sizes, name))


def _no_strata(name: str) -> ArgumentError:
    return ArgumentError(
        f"{name} has sizes by stratum, but the data have no strata.",
        "declare the column of strata with `stratum=` when you make the responses or the counts.",
    )


def sizes_table(
    known: KnownSizes,
    conditions: Sequence[Hashable],
    strata: Sequence[Hashable],
    merged: Mapping[Hashable, Hashable],
) -> NDArray[np.float64]:
    """Return the size of each condition's strata, shape (n_conditions, n_strata); 0 for none."""
    table = np.zeros((len(conditions), len(strata)))
    for c, condition in enumerate(conditions):
        sizes = known.under(condition, merged)
        table[c] = [sizes.get(stratum, 0.0) for stratum in strata]
    return table


def check_sizes(
    known: KnownSizes,
    sizes: NDArray[np.float64],
    sampled: NDArray[np.int64],
    conditions: Sequence[Hashable],
    strata: Sequence[Hashable],
    *,
    at_least_sampled: bool,
    what: str,
) -> None:
    """Raise unless every sampled stratum has a size, and one not below its sample.

    Raises
    ------
    PopulationError
        If a stratum is absent from the population, or smaller there than in the sample.
    """
    for c, condition in enumerate(conditions):
        where = "" if condition is None else f" under {condition!r}"
        for h, stratum in enumerate(strata):
            n, size = int(sampled[c, h]), float(sizes[c, h])
            named = "the sample" if stratum is None else f"stratum {stratum!r}"
            sample = f"{named}{where} has {counted(n, what)}"
            if n and not size:
                listed = [repr(s) for s, number in zip(strata, sizes[c], strict=True) if number]
                raise PopulationError(
                    f"{sample} and no size in `{known.name}`, which has "
                    f"{join_words(listed) or 'none'}.",
                    "add its size, or merge the stratum with another stratum with `collapse=`.",
                )
            if at_least_sampled and n > size:
                raise PopulationError(
                    f"{sample}, more than the {size:g} people of its population.",
                    "check the sizes; if they are shares, or if the population is wider, pass "
                    "finite_population=False.",
                )


def check_filled(
    known: KnownSizes,
    sizes: NDArray[np.float64],
    sampled: NDArray[np.int64],
    conditions: Sequence[Hashable],
    strata: Sequence[Hashable],
) -> None:
    """Raise if somebody of the population is in a stratum that nobody of the sample is in.

    Raises
    ------
    PopulationError
        With the stratum, its size, and what can be done.
    """
    for c, condition in enumerate(conditions):
        empty = [h for h in range(len(strata)) if sizes[c, h] and not sampled[c, h]]
        if not empty:
            continue
        where = "" if condition is None else f" under {condition!r}"
        named = join_words([f"{strata[h]!r} ({sizes[c, h]:g} people)" for h in empty])
        others = [h for h in range(len(strata)) if sampled[c, h]]
        remedy = (
            f"where it never was{where or ' asked'}, leave it out of "
            f"`{known.name}`{f'[{condition!r}]' if condition is not None else ''}"
        )
        if others:
            near = strata[min(others, key=lambda h: abs(h - empty[0]))]
            merged = f"{{{strata[empty[0]]!r}: {near!r}}}"
            remedy += f"; or merge it, as in `sampled(collapse={merged})`"
        raise PopulationError(
            f"nobody{where} is in stratum {named}: the mean of the whole population cannot be "
            f"estimated without answers from it.",
            f"{remedy}.",
        )
