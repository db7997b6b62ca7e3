"""What a study declares: who was asked, about what, and who could rate it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import attrs

from likertkit._checks import check_count, is_in, shown
from likertkit.bias.design._conditions import Cohort, Condition, ResponseRate
from likertkit.bias.design._declared import as_pairs, as_people, as_records
from likertkit.errors import ArgumentTypeError, DefinitionError, UnknownItemError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import TypeAlias

    _Pairs: TypeAlias = Mapping[str, object] | Iterable[object]


def _conditions(value: Iterable[Condition]) -> tuple[Condition, ...]:
    return as_records(value, Condition, "conditions")


def _cohorts(value: Iterable[Cohort]) -> tuple[Cohort, ...]:
    return as_records(value, Cohort, "cohorts")


def _invited(value: object) -> int | None:
    return as_people(value, "invited")


def _responded(value: object) -> int | None:
    return as_people(value, "responded")


def _n_items(value: object) -> int | None:
    return None if value is None else check_count(value, "n_items", least=1)


def _exclusions(value: _Pairs) -> tuple[tuple[str, int], ...]:
    return tuple(
        (reason, check_count(n, "exclusions", least=1))
        for reason, n in as_pairs(value, "exclusions")
    )


def _limitations(value: _Pairs) -> tuple[tuple[str, str], ...]:
    pairs = []
    for name, statement in as_pairs(value, "limitations"):
        if not isinstance(statement, str):
            raise ArgumentTypeError(
                f"limitations[{name!r}] is {shown(statement)}, which is not text.",
                "write the authors' statement about it, in quotation marks.",
            )
        pairs.append((name, statement))
    return tuple(pairs)


def _check_distinct(name: str, names: tuple[str, ...]) -> None:
    repeated = sorted({each for each in names if names.count(each) > 1})
    if repeated:
        raise DefinitionError(
            f"{name} repeats {', '.join(map(repr, repeated))}.", "give each a different name."
        )


_RecordT = TypeVar("_RecordT", Condition, Cohort)


def _named(records: tuple[_RecordT, ...], name: str, kind: str) -> _RecordT:
    for record in records:
        if is_in(name, (record.name,)):
            return record
    raise UnknownItemError(name, tuple(record.name for record in records), kind)


@attrs.frozen(kw_only=True)
class DeclaredDesign:
    """What a study declares about its conditions, its cohorts and its people.

    The fields are those of :class:`StudyDesign`, which also looks for threats.
    """

    conditions: tuple[Condition, ...] = attrs.field(converter=_conditions)
    cohorts: tuple[Cohort, ...] = attrs.field(default=(), converter=_cohorts)
    invited: int | None = attrs.field(default=None, converter=_invited)
    responded: int | None = attrs.field(default=None, converter=_responded)
    n_items: int | None = attrs.field(default=None, converter=_n_items)
    exclusions: tuple[tuple[str, int], ...] = attrs.field(default=(), converter=_exclusions)
    limitations: tuple[tuple[str, str], ...] = attrs.field(default=(), converter=_limitations)

    def __attrs_post_init__(self) -> None:
        """Check the declarations against each other."""
        self._check_names()
        self._check_people()

    def _check_names(self) -> None:
        if not self.conditions:
            raise DefinitionError(
                "the study design has no condition; expected at least one.",
                "for a survey without a comparison, write conditions=(Condition('survey'),).",
            )
        known = tuple(condition.name for condition in self.conditions)
        _check_distinct("conditions", known)
        _check_distinct("cohorts", tuple(cohort.name for cohort in self.cohorts))
        _check_distinct("limitations", tuple(name for name, _ in self.limitations))
        named = [
            *((f"condition {each.name!r}", each.rated_after) for each in self.conditions),
            *((f"cohort {each.name!r}", each.conditions or ()) for each in self.cohorts),
        ]
        for what, names in named:
            unknown = [name for name in names if name not in known]
            if unknown:
                raise DefinitionError(
                    f"{what} refers to {', '.join(map(repr, unknown))}, but the design's "
                    f"conditions are {', '.join(map(repr, known))}.",
                    "add the condition to `conditions=`, or correct the spelling of its name.",
                )

    def _check_people(self) -> None:
        members = sum(cohort.size for cohort in self.cohorts)
        answered = sum(cohort.responded or 0 for cohort in self.cohorts)
        all_known = all(cohort.responded is not None for cohort in self.cohorts)
        hint = "`invited` and the cohorts' `size` count people, with or without an answer."
        if self.cohorts and self.invited is not None and self.invited > members:
            raise DefinitionError(
                f"{self.invited} people were invited, but the cohorts have only {members} members.",
                hint,
            )
        for condition in self.conditions:
            self._check_at_most(condition, "invited", "were invited")
            self._check_at_most(condition, "responded", "answered")
        if self.responded is None:
            return
        if self.invited is not None and self.responded > self.invited:
            raise DefinitionError(
                f"{self.responded} people answered, but only {self.invited} were invited.", hint
            )
        if answered > self.responded or (self.cohorts and all_known and answered < self.responded):
            raise DefinitionError(
                f"{self.responded} people answered, but the cohorts' numbers add up to {answered}.",
                "leave a cohort's `responded` out if it is not known.",
            )

    def _check_at_most(self, condition: Condition, what: str, did: str) -> None:
        part, whole = getattr(condition, what), getattr(self, what)
        if part is not None and whole is not None and part > whole:
            raise DefinitionError(
                f"condition {condition.name!r} has {what}={part}, but only {whole} people {did} in "
                f"the whole study.",
                f"the design's `{what}` counts everyone, under all conditions.",
            )

    def condition(self, name: str) -> Condition:
        """Return a condition by its name.

        Parameters
        ----------
        name : str
            The name.

        Returns
        -------
        Condition
            The condition.

        Raises
        ------
        UnknownItemError
            If the design has no such condition.
        """
        return _named(self.conditions, name, "condition")

    def cohort(self, name: str) -> Cohort:
        """Return a cohort by its name.

        Parameters
        ----------
        name : str
            The name.

        Returns
        -------
        Cohort
            The cohort.

        Raises
        ------
        UnknownItemError
            If the design has no such cohort.

        Examples
        --------
        >>> from likertkit.bias import Cohort, Condition, StudyDesign
        >>> design = StudyDesign(
        ...     conditions=(Condition("survey"),), cohorts=(Cohort("junior", size=42),)
        ... )
        >>> design.cohort("junior").size
        42
        """
        return _named(self.cohorts, name, "cohort")

    def eligible(self, condition: str) -> int | None:
        """Return how many people belong to the cohorts that had a condition.

        Parameters
        ----------
        condition : str
            The condition's name.

        Returns
        -------
        int or None
            The total size of these cohorts; None if the design declares no cohorts, because then
            it is unknown who had which condition.

        Raises
        ------
        UnknownItemError
            If the design has no such condition.
        """
        self.condition(condition)
        if not self.cohorts:
            return None
        return sum(cohort.size for cohort in self.cohorts if cohort.knew(condition))

    def invited_to(self, condition: str) -> int | None:
        """Return how many people were asked to rate a condition and could rate it.

        Parameters
        ----------
        condition : str
            The condition's name.

        Returns
        -------
        int or None
            The condition's own number if it is stated, otherwise the smaller of the eligible and
            the invited, if they are stated.

        Raises
        ------
        UnknownItemError
            If the design has no such condition.
        """
        stated = self.condition(condition).invited
        if stated is not None:
            return stated
        bounds = (self.eligible(condition), self.invited)
        return min((bound for bound in bounds if bound is not None), default=None)

    @property
    def response_rate(self) -> ResponseRate | None:
        """How many of the invited answered; None if either number is not stated."""
        if not self.invited or self.responded is None:
            return None
        return ResponseRate(self.responded, self.invited)
