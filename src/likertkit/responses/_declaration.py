"""What the columns of a frame mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import attrs

from likertkit.errors import (
    ArgumentError,
    ArgumentTypeError,
    BlankKeyError,
    MissingColumnError,
    UnknownItemError,
)
from likertkit.responses._frames import check_not_repeated
from likertkit.tally import Axis
from likertkit.tally._axes import plain_key

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from likertkit.instrument import Instrument, Item

WIDE_CONDITION = "condition"
PURPOSES = ("respondent", "condition", "stratum", "cluster", "weight")


@attrs.frozen
class Block:
    """Columns that hold the answers to items, all under one condition in a wide frame.

    Attributes
    ----------
    condition : hashable or None
        The condition; None where a column of the frame tells it, or there is none.
    columns : tuple of (str, str)
        Each item asked, and its column.
    """

    condition: Hashable | None
    columns: tuple[tuple[str, str], ...]

    def items(self, instrument: Instrument) -> tuple[tuple[int, Item, str], ...]:
        """Return the number, the item and the column of each item asked."""
        places = {item.name: (i, item) for i, item in enumerate(instrument)}
        return tuple((*places[name], column) for name, column in self.columns)


@attrs.frozen(kw_only=True)
class Declaration:
    """The instrument, and which column holds what.

    Attributes
    ----------
    instrument : Instrument
        The items.
    blocks : tuple of Block
        One block for a long frame, one a condition for a wide one.
    wide : bool
        Whether the conditions stand side by side in blocks.
    respondent, condition, stratum, cluster, weight : str or None
        Columns of the frame.
    trimmed : bool
        Whether the weights were given row by row, in place of a column.
    linked : bool
        Whether all answers of a row of a wide frame are kept together as one sampled unit.
    repeated : tuple of str
        Names that several columns of the frame have, none of which is declared.
    """

    instrument: Instrument
    blocks: tuple[Block, ...]
    wide: bool = False
    respondent: str | None = None
    condition: str | None = None
    stratum: str | None = None
    cluster: str | None = None
    weight: str | None = None
    trimmed: bool = False
    linked: bool = False
    repeated: tuple[str, ...] = ()

    def __attrs_post_init__(self) -> None:
        """Raise unless each column is named by a text."""
        for purpose in PURPOSES:
            check_name(getattr(self, purpose), purpose)

    def used_columns(self) -> tuple[str, ...]:
        """Return every column of the frame that is declared."""
        named = (getattr(self, purpose) for purpose in PURPOSES)
        answers = (column for block in self.blocks for _, column in block.columns)
        return (*(name for name in named if name is not None), *answers)

    def group_columns(self, by: Iterable[str] = (), *, clustered: bool = False) -> tuple[str, ...]:
        """Return the frame's columns that split a tally, the declared ones first.

        Where it is *clustered* the clusters stand behind, which a tally sums over last.
        """
        declared = (self.condition, self.stratum)
        names = [name for name in declared if name is not None]
        columns = tuple(dict.fromkeys((*names, *(n for n in by if n not in self.axis_names()))))
        return (*columns, self.cluster) if clustered and self.cluster is not None else columns

    def filled_columns(self) -> tuple[tuple[str, str], ...]:
        """Return the purpose and the name of each grouping column that has a value in every row."""
        columns = (
            (purpose, getattr(self, purpose)) for purpose in ("condition", "stratum", "cluster")
        )
        return tuple((purpose, name) for purpose, name in columns if name is not None)

    def condition_name(self) -> str | None:
        """Return the axis of the conditions; None where there are none."""
        return WIDE_CONDITION if self.wide else self.condition

    def axis_names(self) -> tuple[str, ...]:
        """Return the axes that every tally of this declaration has."""
        return tuple(axis.name for axis in self.axes(()))

    def axes(
        self, by: Iterable[str], levels: Mapping[str, tuple[str, ...]] | None = None
    ) -> tuple[Axis, ...]:
        """Return the axes of a tally that is also split by the given columns.

        *levels* holds the values of a column in the order in which its type declares them.
        """
        levels = levels or {}
        axes = []
        if self.wide:
            order = tuple(block.condition for block in self.blocks)
            axes.append(Axis(WIDE_CONDITION, "condition", order))
        elif self.condition is not None:
            axes.append(Axis(self.condition, "condition", levels.get(self.condition, ())))
        if self.stratum is not None:
            axes.append(Axis(self.stratum, "stratum", levels.get(self.stratum, ())))
        known = [axis.name for axis in axes]
        new = (name for name in by if name not in known)
        return (*axes, *(Axis(name, "by", levels.get(name, ())) for name in new))

    def restricted(self, instrument: Instrument) -> Declaration:
        """Return the declaration for some of the items; a block keeps those that it asks."""
        blocks = tuple(
            attrs.evolve(block, columns=tuple(pair for pair in block.columns if pair[0] in names))
            for names in [set(instrument.names)]
            for block in self.blocks
        )
        return attrs.evolve(self, instrument=instrument, blocks=blocks)

    def pooled(self) -> Declaration:
        """Return the declaration for answers whose conditions are pooled.

        A respondent's answers under several conditions are one sampled unit where it is known
        which these are, unless the respondents are in declared clusters.
        """
        if self.cluster is not None:
            return self
        if self.wide:
            return attrs.evolve(self, linked=True)
        return self if self.condition is None else attrs.evolve(self, cluster=self.respondent)

    def check_columns(self, available: Sequence[str], by: Iterable[str] = ()) -> None:
        """Raise unless the frame has every column that is named, and has it once."""
        if self.repeated:
            check_not_repeated(self.repeated, by)
        purposes: dict[str, str] = {WIDE_CONDITION: "the conditions"} if self.wide else {}
        for purpose in PURPOSES:
            name = getattr(self, purpose)
            if name is None or (purpose == "weight" and self.trimmed):
                continue
            # A respondent with several rows is a cluster.
            if name in purposes and (purpose, name) != ("cluster", self.respondent):
                raise ArgumentError(
                    f"column {name!r} is declared as {purpose} and as {purposes[name]}; expected "
                    f"different columns.",
                    "name another column.",
                )
            purposes[name] = f"the {purpose}"
            if name not in available:
                raise MissingColumnError((name,), tuple(available), purpose)
        if self.wide and WIDE_CONDITION in by and WIDE_CONDITION in available:
            raise ArgumentError(
                f"by={WIDE_CONDITION!r} can mean the conditions or the column of the frame with "
                f"that name.",
                "rename the column of the frame.",
            )
        wanted = tuple(column for block in self.blocks for _, column in block.columns)
        there = set(available)
        missing = tuple(name for name in dict.fromkeys(wanted) if name not in there)
        if missing:
            raise MissingColumnError(missing, tuple(available), "item")
        unknown = tuple(n for n in by if n not in available and n not in self.axis_names())
        if unknown:
            raise MissingColumnError(unknown, tuple(available), "by")


def check_name(name: object, purpose: str) -> None:
    """Raise unless this is the name of a column, or None."""
    if name is None or isinstance(name, str):
        return
    example = purpose
    if isinstance(name, list | tuple) and len(name) == 1 and isinstance(name[0], str):
        example = name[0]
    hint = f"name one column of the frame, as in `{purpose}={example!r}`"
    if isinstance(name, list | tuple) and len(name) > 1:
        hint = f"{hint}; join several columns into one column first"
    raise ArgumentTypeError(
        f"{purpose} is a {type(name).__name__}; expected the name of a column as text.",
        f"{hint}.",
    )


def _check_mapping(columns: object, form: str) -> None:
    if not isinstance(columns, Mapping):
        raise ArgumentTypeError(
            f"columns={columns!r} is not a mapping; expected {form}.",
            "name the column of each item, for example {'q1': 'Q1 text'}.",
        )


def _check_distinct(columns: Iterable[tuple[str, str]]) -> None:
    """Raise if one column is to stand for two answers; each comes with what it stands for."""
    taken: dict[str, str] = {}
    for place, column in columns:
        if not isinstance(column, str):
            raise ArgumentTypeError(
                f"columns names {column!r} for {place}; expected the name of a column as text.",
                "write the column name as it is in the frame.",
            )
        if column in taken:
            raise ArgumentError(
                f"column {column!r} is given for {taken[column]} and for {place}; expected "
                f"different columns.",
                "check the column names; perhaps a copied line was not changed.",
            )
        taken[column] = place


def long_block(instrument: Instrument, columns: Mapping[str, str] | None) -> Block:
    """Return the block of a long frame: every item, under its own name unless mapped."""
    if columns is None:
        columns = {}
    _check_mapping(columns, "item → column")
    for name in columns:
        if name not in instrument:
            raise UnknownItemError(name, instrument.names)
    block = Block(None, tuple((name, columns.get(name, name)) for name in instrument.names))
    _check_distinct((f"item {name!r}", column) for name, column in block.columns)
    return block


_TEMPLATE = "{item}"


def _of_template(template: str, condition: object, instrument: Instrument) -> dict[str, str]:
    """Return the columns that a text such as ``pre_{item}`` stands for."""
    if _TEMPLATE not in template:
        raise ArgumentError(
            f"columns has {template!r} for the condition {condition!r}, without {_TEMPLATE!r}.",
            f"write a text such as 'pre_{_TEMPLATE}', or item → column.",
        )
    return {name: template.replace(_TEMPLATE, name) for name in instrument.names}


def wide_blocks(
    instrument: Instrument, columns: Mapping[str, Mapping[str, str] | str]
) -> tuple[Block, ...]:
    """Return a block a condition; an item that a condition leaves out was not asked there."""
    _check_mapping(columns, "condition → item → column")
    if not columns:
        raise ArgumentError(
            "columns={} has no condition; expected condition → item → column.",
            "write columns={'before': {'q1': 'q1_before'}, 'after': {'q1': 'q1_after'}}.",
        )
    mappings = {
        condition: _of_template(mapping, condition, instrument)
        if isinstance(mapping, str)
        else mapping
        for condition, mapping in columns.items()
    }
    for condition, mapping in mappings.items():
        if plain_key(condition) is None:
            raise BlankKeyError(
                f"columns has a condition without a name, {condition!r}; expected a name for each "
                f"condition.",
                "write the name that tables will show.",
            )
        _check_mapping(mapping, "condition → item → column")
        if not mapping:
            raise ArgumentError(
                f"condition {condition!r} has no item; expected at least one item in every "
                f"condition.",
                "name its columns, or leave the condition out.",
            )
        for name in mapping:
            if name not in instrument:
                raise UnknownItemError(name, instrument.names)
    _check_distinct(
        (f"item {name!r} under {condition!r}", column)
        for condition, mapping in mappings.items()
        for name, column in mapping.items()
    )
    return tuple(Block(condition, tuple(items.items())) for condition, items in mappings.items())
