"""Sentences for a paper: what a row says, and how a table puts its rows together."""

from __future__ import annotations

import math
import re
from functools import singledispatch
from typing import TYPE_CHECKING

import attrs

from likertkit._text import format_figure, join_words
from likertkit.errors import ArgumentError, ArgumentTypeError, UndefinedFigureError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# A table of more rows is summed up.
MOST_ROWS = 5
# So many items of a table that is summed up are named with their figures.
_MOST_NAMED = 12
WITH_SENTENCES = (
    *("describe", "means", "box_scores", "frequencies"),
    *("compare_paired", "compare_groups", "compare_conditions", "compare_overlapping"),
    *("equivalence", "reliability", "cronbach_alpha", "mcdonald_omega", "ordinal_alpha"),
    *("split_half", "correlations", "test_retest", "icc", "cohen_kappa", "krippendorff_alpha"),
    "coding_agreement",
)
_FAMILY = re.compile(r"the family being (\d+) ")
_FROM_TABLE = "take the row from its table, for example table['q1'].sentence()."


@attrs.frozen(kw_only=True, eq=False)
class Origin:
    """What a table knows that its rows do not hold.

    Attributes
    ----------
    title : str
        What the table shows.
    options : dict
        The options that made it.
    notes : tuple of str
        What a reader of the table must know.
    by : tuple of str
        The columns that split the data into groups.
    """

    title: str
    options: dict[str, object]
    notes: tuple[str, ...]
    by: tuple[str, ...]

    @property
    def level(self) -> float:
        """The confidence level of the intervals."""
        level = self.options.get("confidence_level")
        return level if isinstance(level, float) else math.nan

    @property
    def view(self) -> str:
        """How codes became scores."""
        return str(self.options.get("view", "as_answered"))

    @property
    def n_tests(self) -> int:
        """The size of the family for which p-values are adjusted; 0 where they are not."""
        sizes = [int(found[1]) for note in self.notes if (found := _FAMILY.search(note))]
        return sizes[0] if sizes else 0

    def notes_with(self, *starts: str) -> tuple[str, ...]:
        """Return the notes that start with one of some words."""
        return tuple(note for note in self.notes if note.startswith(starts))


@attrs.frozen(kw_only=True)
class Sentence:
    """What a row says, in parts that a table can put together.

    Attributes
    ----------
    name : str
        The item, or the scale, in its group.
    finding : str
        What was found, without the group and the test.
    figures : tuple of str
        The figures behind it.
    group : str
        The group, as the sentence begins: "for sex 'f'".
    how : str
        The test, with its article; empty where nothing is tested.
    shared : tuple of str
        Sentences that hold for the whole table.
    remarks : tuple of str
        Sentences about this row.
    significant : bool or None
        Whether the test is significant; None where nothing is tested.
    brief : str
        The finding in a list of items.
    caveat : str
        What a test that is not significant does not show.
    value : float
        The figure by which rows without a test are summed up.
    what : str
        What that figure is: "mean score".
    as_text : str
        That figure as text.
    """

    name: str
    finding: str
    figures: tuple[str, ...]
    group: str = ""
    how: str = ""
    shared: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    significant: bool | None = None
    brief: str = ""
    caveat: str = "which does not show that nothing differs"
    value: float = math.nan
    what: str = ""
    as_text: str = ""

    def text(self, *, with_test: bool = True) -> str:
        """Return the finding with its figures, then the remarks."""
        by = f"by {self.how}" if with_test and self.how else ""
        opening = ", ".join(filter(None, (self.group, by, self.finding)))
        return " ".join([f"{_capital(', '.join((opening, *self.figures)))}.", *self.remarks])


@attrs.frozen(kw_only=True)
class Undefined:
    """A row that has no sentence, and why."""

    name: str
    what: str
    note: str

    def text(self) -> str:
        """Return that the figure is undefined."""
        return f"For {self.name}, {self.what} is undefined: {self.note}."

    def refuse(self) -> UndefinedFigureError:
        """Return the error of a row that is asked for its sentence."""
        return UndefinedFigureError(
            f"{self.name}: {self.what} is undefined: {self.note}.",
            "report the number of answers and this reason; a sentence states only figures that "
            "the data give.",
        )


@singledispatch
def write_row(row: object, origin: Origin) -> Sentence | Undefined:
    """Return what a row says; each room above registers its own rows."""
    raise ArgumentTypeError(
        f"a {type(row).__name__} has no sentence, and neither has the table {origin.title!r}; "
        f"the results of these functions have sentences: {join_words(WITH_SENTENCES)}.",
        "write the sentence from the figures of `.to_frame()`.",
    )


@singledispatch
def write_rows(first: object, rows: Sequence[object], origin: Origin) -> list[Sentence | Undefined]:
    """Return what the rows of a table say, by default a sentence a row; *first* is the first."""
    del first
    return [write_row(row, origin) for row in rows]


def row_sentence(row: object, origin: Origin | None) -> str:
    """Return the sentence of a row.

    Raises
    ------
    ArgumentTypeError
        If such rows have no sentence.
    ArgumentError
        If the row does not come from a table.
    UndefinedFigureError
        If the figure that the sentence is about is undefined.
    """
    unknown = Origin(title="", options={}, notes=(), by=())
    said = write_row(row, unknown if origin is None else origin)
    if origin is None:
        raise ArgumentError(
            f"this {type(row).__name__} is not from a table, whose options its sentence names.",
            _FROM_TABLE,
        )
    if isinstance(said, Undefined):
        raise said.refuse()
    return " ".join([said.text(), *said.shared])


def table_sentence(rows: Sequence[object], origin: Origin) -> str:
    """Return the paragraph of a table: a sentence a row, or a summary of many rows.

    Raises
    ------
    ArgumentTypeError
        If such rows have no sentence.
    ArgumentError
        If the table has no rows.
    """
    if not rows:
        raise ArgumentError(
            f"the table {origin.title!r} has no rows.", "take the table before it was filtered."
        )
    said = write_rows(rows[0], rows, origin)
    defined = [sentence for sentence in said if isinstance(sentence, Sentence)]
    if not defined:
        return " ".join(sentence.text() for sentence in said)
    hows = {sentence.how for sentence in defined}
    lead = f"Comparisons are by {defined[0].how}." if len(hows) == 1 and defined[0].how else ""
    shared = dict.fromkeys(note for sentence in defined for note in sentence.shared)
    if len(said) <= MOST_ROWS:
        body = [
            sentence.text(with_test=not lead) if isinstance(sentence, Sentence) else sentence.text()
            for sentence in said
        ]
    else:
        undefined = [sentence.text() for sentence in said if isinstance(sentence, Undefined)]
        body = [*_summary(defined, len(said)), *undefined]
        if not lead and defined[0].how:
            lead = f"Comparisons are by {' or '.join(dict.fromkeys(s.how for s in defined))}."
    return " ".join(filter(None, [lead, *body, *shared]))


def _summary(said: Sequence[Sentence], n_rows: int) -> list[str]:
    """Return how many rows are significant, and which; or between which ends the figures lie."""
    if said[0].significant is None:
        low, high = (pick(said, key=lambda s: s.value) for pick in (min, max))
        ends = f"from {low.as_text} ({low.name}) to {high.as_text} ({high.name})"
        return [f"The {len(said)} {said[0].what} ranged {ends}."]
    found = [sentence for sentence in said if sentence.significant]
    if not found:
        return [f"Of {n_rows} comparisons, none was significant, {said[0].caveat}."]
    total = f"Of {n_rows} comparisons, {len(found)} {'was' if len(found) == 1 else 'were'}"
    texts = [f"{total} significant{_listed(found)}."]
    if rest := len(said) - len(found):
        was = "was" if rest == 1 else "were"
        texts.append(f"The other {rest} {was} not significant, {said[0].caveat}.")
    return texts


def _listed(found: Sequence[Sentence]) -> str:
    named = "; ".join(f"{sentence.name}, {sentence.brief}" for sentence in found[:_MOST_NAMED])
    more = len(found) - _MOST_NAMED
    return f": {named}{f'; and {more} more' if more > 0 else ''}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


class Telling:
    """The base of tables that can be told in sentences."""

    __slots__ = ()

    if TYPE_CHECKING:

        def _told(self) -> tuple[Sequence[object], Origin]: ...

    def sentence(self) -> str:
        """Return what the table says, as a paragraph for the results section of a paper.

        English, with figures as APA style has them.  A table of up to five rows has a sentence a
        row (of frequencies: an item); a longer one is summed up: how many comparisons are
        significant after the correction and which these are, or between which ends the figures
        lie.  A row whose figure is undefined is named with the reason.

        Returns
        -------
        str
            The paragraph.

        Raises
        ------
        ArgumentTypeError
            If results of this kind have no sentence.
        ArgumentError
            If the table has no rows.

        Examples
        --------
        >>> import likertkit as lk
        >>> trial = lk.Instrument("trial", [lk.Item("q1", lk.LikertScale())])
        >>> tally = lk.Tally.from_counts({"q1": {3: 2, 4: 5, 5: 3}}, trial)
        >>> lk.means(tally).sentence()
        "The mean score on 'q1' was 4.10 (SE = 0.23), 95% CI [3.57, 4.63], n = 10."
        """
        return table_sentence(*self._told())


def as_remark(note: str) -> tuple[str, ...]:
    """Return the note of a row as a sentence, without what it says to whoever writes the code."""
    parts = [part for part in note.split("; ") if part]
    for i, part in enumerate(parts):
        if re.search(r"\w=\S|`", part):
            parts[i] = part.rpartition(": ")[0]
        parts[i] = re.sub(r"[,:] see \w+$", "", parts[i])
    text = "; ".join(filter(None, parts))
    return (f"{_capital(text)}.",) if text else ()


def quoted(value: object) -> str:
    """Return a name in quotes; a number as it prints."""
    return repr(value) if isinstance(value, str) else format_figure(value)


def group_words(by: Iterable[tuple[str, object]]) -> str:
    """Return a row's group as a sentence begins: "where sex is 'f' and class is 2"."""
    parts = [f"{name} is {quoted(value)}" for name, value in by]
    return f"where {join_words(parts)}" if parts else ""


def row_name(by: Iterable[tuple[str, object]], item: object) -> str:
    """Return the name of a row in a list: the item, then its group."""
    return " ".join(filter(None, (quoted(item), group_words(by))))


_VIEWS = {
    "keyed": "Scores are keyed: negatively keyed items are reversed.",
    "favourable": "Every item is scored so that higher is better.",
}
_WEIGHTED = "Weights are sampling weights"


def reading(origin: Origin, item: object = None) -> tuple[str, ...]:
    """Return what must be known of the scores of a table, and of one item."""
    none_turned = origin.view == "keyed" and origin.notes_with("Reversed: no item.")
    shared = [_VIEWS[origin.view]] if origin.view in _VIEWS and not none_turned else []
    if origin.notes_with(_WEIGHTED):
        shared.append("Figures are weighted; n counts respondents.")
    if _is_named(item, origin, "Negatively keyed, and not reversed here: "):
        shared.append(f"Item {quoted(item)} is negatively keyed, and is not reversed here.")
    if _is_named(item, origin, "Reversed: "):
        shared.append(f"The scores of item {quoted(item)} are reversed.")
    return tuple(shared)


def _is_named(item: object, origin: Origin, start: str) -> bool:
    """Return whether a note that starts so names an item."""
    names = [note.removeprefix(start).rstrip(".") for note in origin.notes_with(start)]
    return any(str(item) in re.split(", | and ", listed) for listed in names)
