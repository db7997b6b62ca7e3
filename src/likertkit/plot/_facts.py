"""What pictures say beside the figures: labels, scales, directions and notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast

import attrs

from likertkit._text import format_level
from likertkit.errors import ArgumentError, ArgumentTypeError
from likertkit.instrument._item import level_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from likertkit.instrument import Instrument, Item, Scoring
    from likertkit.results import Table
    from likertkit.results._record import Record

Labels = Literal["text", "name"]

# The notes of a table that its picture repeats.
_KEPT = (
    "Interval", "Adjusted p-values", "P-values are not adjusted", "Scores are keyed",
    "Scores are favourable", "Margin", "Weights are", "Clusters", "Inference", "No sum of answers",
    "The conditions", "Only rows", "Domain",
)  # fmt: skip


def minus(text: str) -> str:
    """Return a number with the minus sign of print."""
    return text.replace("-", "−")


def figure_text(estimate: float, low: float, high: float) -> str:
    """Return an estimate with its interval, where it has them."""
    if estimate != estimate:  # noqa: PLR0124 - NaN
        return ""
    ends = "" if low != low or high != high else f" [{low:.2f}, {high:.2f}]"  # noqa: PLR0124
    return minus(f"{estimate:.2f}{ends}")


@attrs.frozen
class Facts:
    """What is known of a table beside its figures.

    Attributes
    ----------
    instrument : Instrument or None
        The instrument, where the table knows it.
    condition : str or None
        The column that is the declared condition.
    view : {'as_answered', 'keyed', 'favourable'}
        How codes became scores.
    level : str
        The confidence level in print; empty where there is none.
    notes : tuple of str
        The notes of the table that the picture repeats.
    """

    instrument: Instrument | None
    condition: str | None
    view: Scoring
    level: str
    notes: tuple[str, ...]

    @classmethod
    def from_table(cls, table: Table[Record]) -> Facts:
        subject = table.subject
        options = dict(table.options)
        level = options.get("confidence_level")
        return cls(
            instrument=None if subject is None else cast("Instrument", subject.instrument),
            condition=None if subject is None else subject.condition,
            view=cast("Scoring", options.get("view", "as_answered")),
            level=format_level(level) if isinstance(level, float) else "",
            notes=tuple(f"{note.rstrip('.')}." for note in table.notes if note.startswith(_KEPT)),
        )

    @property
    def without_intervals(self) -> tuple[str, ...]:
        """The notes for a picture that draws no intervals."""
        return tuple(note for note in self.notes if not note.startswith("Interval"))

    def label(self, item: str, labels: Labels) -> str:
        """Return the text of an item; its name where it has none, beside a text of several."""
        known = self.item(item)
        if known is None or labels == "name" or not known.text:
            return item
        texts = [other.text for other in self.instrument or ()]
        return known.text if texts.count(known.text) == 1 else f"{known.text} ({item})"

    def item(self, name: str) -> Item | None:
        """Return an item, where it is known."""
        known = self.instrument is not None and name in self.instrument.names
        return self.instrument[name] if known and self.instrument is not None else None

    def limits(self, names: Iterable[str]) -> tuple[tuple[float, float] | None, tuple[float, ...]]:
        """Return the ends of the scores and the places of ticks, over all items."""
        items = [self.item(name) for name in names]
        scores = [
            tuple(float(score * item.unit) for score in sorted(item.scores(self.view)))
            for item in items
            if item is not None
        ]
        if not scores or len(scores) < len(items):
            return None, ()
        ends = min(s[0] for s in scores), max(s[-1] for s in scores)
        few = len(set(scores)) == 1 and len(scores[0]) <= _MOST_TICKS
        return ends, scores[0] if few else ()

    def ends(self, names: Iterable[str]) -> tuple[str, str]:
        """Return what the low and the high end of the scores mean, where it is the same for all."""
        if self.view == "favourable":
            return "less favourable", "more favourable"
        pairs = {self._ends_of(name) for name in names}
        return pairs.pop() if len(pairs) == 1 else ("", "")

    def _ends_of(self, name: str) -> tuple[str, str]:
        item = self.item(name)
        if item is None or not {item.scale.low, item.scale.high} <= {*item.scale.labels}:
            return "", ""
        words = [level_label(item, code) for code in (item.scale.low, item.scale.high)]
        scores = item.scores(self.view)
        return (words[0], words[1]) if scores[0] < scores[-1] else (words[1], words[0])

    def positive_is_high(self, names: Iterable[str]) -> bool | None:
        """Return whether the positive end of the scores is their high end; None if not known."""
        if self.view == "favourable":
            return True
        found = {None if (i := self.item(name)) is None else i.scale.positive for name in names}
        return {"high": True, "low": False}.get(str(found.pop())) if len(found) == 1 else None

    def sides(self, names: Sequence[str], first: str, second: str) -> tuple[str, str]:
        """Return what a difference first minus second means below 0, and above."""
        high = self.positive_is_high(names)
        if self.view == "favourable":
            return f"← favours {second}", f"favours {first} →"
        if high is None:
            return f"← {second} higher", f"{first} higher →"
        end = self.ends(names)[int(high)]
        words = f"closer to “{end}”" if end else "closer to the positive end"
        left, right = (second, first) if high else (first, second)
        return f"← {left} {words}", f"{right} {words} →"


_MOST_TICKS = 11


def check_labels(labels: object) -> None:
    """Raise unless *labels* is one of its words."""
    from likertkit._checks import check_choice

    check_choice(labels, "labels", Labels)


def check_no_options(options: Mapping[str, object], function: str) -> None:
    """Raise if options of a function were passed together with its result."""
    if options:
        name = next(iter(options))
        raise ArgumentError(
            f"{name}= has no effect on a table, which is drawn as it is.",
            f"pass the data instead, or {name}= to `{function}`, which makes the table.",
        )


def check_rows(
    table: object, kinds: tuple[type[Record], ...], picture: str, makers: str
) -> Table[Record]:
    """Return a table whose rows are of one of some kinds.

    Raises
    ------
    ArgumentError
        If it has no rows.
    ArgumentTypeError
        If it is not a table of results, or its rows are of another kind.
    """
    from likertkit.results import Table

    if not isinstance(table, Table):
        raise ArgumentTypeError(
            f"plot.{picture}() got a {type(table).__name__}; expected a table of results.",
            f"pass what {makers} returns.",
        )
    if not table.rows:
        raise ArgumentError(
            f"the table {table.title!r} has no rows, so there is nothing to draw.",
            "look at the filter that made the table.",
        )
    if not isinstance(table.rows[0], kinds):
        raise ArgumentTypeError(
            f"plot.{picture}() got a table of {type(table.rows[0]).__name__}, which it does not "
            f"draw.",
            f"pass what {makers} returns, or call `table.plot()`.",
        )
    return cast("Table[Record]", table)


def n_range(numbers: Iterable[int]) -> str:
    """Return one n, or the least and the most."""
    distinct = sorted(set(numbers))
    return f"n = {distinct[0]}" + (f" to {distinct[-1]}" if len(distinct) > 1 else "")
