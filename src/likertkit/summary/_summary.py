"""What may be claimed and what may not, and the summary that holds both."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Literal, Self

import attrs

from likertkit._text import escape_html, markdown_paragraph, wrap_text
from likertkit.results import Table
from likertkit.results._frame import plain_value
from likertkit.results._record import Record
from likertkit.results._table import line_width
from likertkit.results.documents._printed import PrintedTable, readable_grid
from likertkit.summary._differences import differ, no_difference, scoring, unadjusted
from likertkit.summary._findings import cause, described, directions, few, recall
from likertkit.summary._gaps import (
    cohorts_apart,
    impossible,
    not_in_pairs,
    silent,
    unlinked,
)
from likertkit.summary._notes import MOST_COUNTS, item_notes
from likertkit.summary._row import SummaryRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from likertkit._text import Grid
    from likertkit.bias import ThreatTable
    from likertkit.summary._claim_input import ClaimInput, Sentence


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Claim(Record):
    """A sentence that the figures support, or a sentence that they do not support.

    Attributes
    ----------
    kind : {'may', 'may not'}
        Whether it may be claimed.
    about : str
        What it is about: an item, a condition, or what threatens it.
    text : str
        The sentence.
    figures : tuple of (str, float)
        The figures that it uses, by name.
    """

    kind: Literal["may", "may not"]
    about: str
    text: str
    figures: tuple[tuple[str, float], ...]

    def cells(self) -> dict[str, str]:
        """Return the parts as text for people, the figures with four significant digits."""
        figures = ", ".join(f"{name} {value:.4g}" for name, value in self.figures)
        return {**super().cells(), "figures": figures or "–"}


def claims(given: ClaimInput) -> tuple[Claim, ...]:
    """Return what may be claimed, then what may not."""
    sides = tuple(zip(given.conditions, ("first", "second"), strict=False))
    may = [sentence for name, side in sides for sentence in described(given, name, side)]
    may_not = [*impossible(given), *few(given), *directions(given)]
    if len(sides) == 2:
        may += differ(given)
        may_not += [
            *no_difference(given),
            *unadjusted(given),
            *scoring(given),
            *recall(given),
            *cause(given),
            *(not_in_pairs(given) if given.linked else unlinked(given)),
        ]
    for name, side in sides:
        may_not += [*silent(given, name, side), *cohorts_apart(given, name, side)]
    kinds: tuple[tuple[Literal["may", "may not"], list[Sentence]], ...]
    kinds = (("may", may), ("may not", may_not))
    return tuple(
        Claim(
            kind=kind,
            about=sentence.about,
            text=sentence.text,
            figures=tuple((name, float(value)) for name, value in sentence.figures.items()),
        )
        for kind, sentences in kinds
        for sentence in sentences
    )


# One grid each for the answers, each condition, the means, the numbers of people, the superiority
# and what could undo a difference.
_GRIDS = (
    ("answers_first", "answers_second"),
    ("n_first", "mean_first", "stratified_first", "low_first", "high_first"),
    ("n_second", "mean_second", "stratified_second", "low_second", "high_second"),
    ("n_pairs", "mean_difference", "low", "high", "mean_pvalue_adjusted"),
    ("n_higher", "n_equal", "n_lower", "n_first_only", "n_second_only"),
    ("superiority", "superiority_low", "superiority_high", "pvalue_adjusted"),
    ("robust", "shift_to_nonsignificant", "respondents_to_zero", "within_low", "within_high"),
)


def grids(rows: Sequence[SummaryRow]) -> tuple[tuple[str, ...], ...]:
    """Return the columns of each grid that have a figure in some row."""
    filled = [
        [name for name in names if any(_there(row, name) for row in rows)] for names in _GRIDS
    ]
    return tuple(("item", *names) for names in filled if names)


def _there(row: SummaryRow, name: str) -> bool:
    value = getattr(row, name)
    if name == "respondents_to_zero":
        # Here a dash means that no number of people is enough.
        return not math.isnan(row.shift_to_zero)
    if name.startswith("answers_"):
        return 0 < len(value) <= MOST_COUNTS
    if name in {"n_first_only", "n_second_only"}:
        return any((row.n_first_only, row.n_second_only))
    return not (value in (None, ()) or (isinstance(value, float) and math.isnan(value)))


_HEADINGS = {"may": "What may be claimed", "may not": "What may not be claimed"}


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Summary(Table[SummaryRow]):
    """The items of a survey, and everything that could undo their figures.

    Attributes
    ----------
    threats : ThreatTable or None
        What threatens the figures; None if no design was given.
    claims : tuple of Claim
        What may be claimed, then what may not.
    grids : tuple of tuple of str
        The columns of each grid that is printed.

    Examples
    --------
    >>> import likertkit as lk
    >>> table = [[4, 2, 0], [6, 8, 1], [3, 5, 5]]
    >>> pairs = lk.PairTally.from_table(table, lk.LikertScale((1, 2, 3)))
    >>> found = lk.summarize(pairs)
    >>> found["item"].respondents_to_zero
    14
    """

    threats: ThreatTable | None
    claims: tuple[Claim, ...]
    grids: tuple[tuple[str, ...], ...]
    _claim_input: ClaimInput = attrs.field(alias="_claim_input")

    def filter(self, /, **conditions: object) -> Self:
        """Return the summary of the rows whose columns have the given values.

        Parameters
        ----------
        **conditions : object
            A value for each column to look at.

        Returns
        -------
        Summary
            The rows that have all these values, with their claims and notes; p-values stay
            adjusted for all items.

        Raises
        ------
        UnknownItemError
            If the table has no such column, or no such item.
        """
        kept = super().filter(**conditions)
        given = attrs.evolve(self._claim_input, rows=kept.rows)
        others = set(item_notes(self._claim_input)) - set(item_notes(given))
        notes = [note for note in kept.notes if note not in others]
        notes += [note for note in item_notes(given) if note not in notes]
        return attrs.evolve(
            kept,
            notes=tuple(notes),
            claims=claims(given),
            grids=grids(kept.rows),
            _claim_input=given,
        )

    def _grids(self) -> list[Grid]:
        return [attrs.evolve(self, shown=shown)._grid() for shown in self.grids]  # noqa: SLF001 - own class

    def _claims_by_heading(self) -> list[tuple[str, list[str]]]:
        """Return each heading with the claims below it."""
        by_heading = [
            (heading, [claim.text for claim in self.claims if claim.kind == kind])
            for kind, heading in _HEADINGS.items()
        ]
        return [(heading, texts) for heading, texts in by_heading if texts]

    def to_text(self, width: int | None = None) -> str:
        """Return the summary as text.

        Parameters
        ----------
        width : int, optional
            The most columns a line may take; by default the terminal's.

        Returns
        -------
        str
            The title, the rows, the notes, the threats and the claims.
        """
        width = line_width(width)
        parts = ["\n".join(wrap_text(self.title, width))]
        parts += [grid.to_text(width) for grid in self._grids()]
        parts += [
            "\n".join(line for note in self._footer() for line in wrap_text(note, width, "  "))
        ]
        if self.threats is not None:
            parts.append(self.threats.to_text(width))
        for heading, texts in self._claims_by_heading():
            lines = [f"{heading}:"]
            for text in texts:
                lines += wrap_text(f"- {text}", width, "  ")
            parts.append("\n".join(lines))
        return "\n\n".join(part for part in parts if part)

    def to_dict(self) -> dict[str, Any]:
        """Return everything that the summary prints as plain Python values.

        Returns
        -------
        dict
            What ``Table.to_dict`` has, and two names more.  ``threats``: what the same method of
            the threats returns, None without a design.  ``claims``: a dict for each claim, with its
            ``kind``, ``about`` and ``text``, and its ``figures`` from name to unrounded value.

        Examples
        --------
        >>> import likertkit as lk
        >>> pairs = lk.PairTally.from_table([[4, 2], [6, 8]], lk.LikertScale((1, 2)))
        >>> found = lk.summarize(pairs).to_dict()
        >>> list(found)
        ['title', 'columns', 'rows', 'by', 'options', 'notes', 'threats', 'claims']
        >>> found["claims"][0]["kind"], found["claims"][0]["about"]
        ('may', 'first')
        """
        return {
            **super().to_dict(),
            "threats": None if self.threats is None else self.threats.to_dict(),
            "claims": [
                {
                    "kind": claim.kind,
                    "about": claim.about,
                    "text": claim.text,
                    "figures": {name: plain_value(value) for name, value in claim.figures},
                }
                for claim in self.claims
            ],
        }

    def _printed(self) -> tuple[PrintedTable, ...]:
        own = set(self.names) - set(self.by)
        grids = [readable_grid(grid, own) for grid in self._grids()]
        claimed = [
            f"{heading}: {text}" for heading, texts in self._claims_by_heading() for text in texts
        ]
        below = (*self._footer(), *claimed)
        parts = [
            PrintedTable(
                f"{self.title}{', continued' if k else ''}", g, below if g is grids[-1] else ()
            )
            for k, g in enumerate(grids)
        ]
        threats = () if self.threats is None else self.threats._printed()  # noqa: SLF001
        return (*parts, *threats)

    def to_html(self) -> str:
        """Return the summary as a part of a page, as a notebook shows it.

        Returns
        -------
        str
            A figure for each table, the notes below the last, then the threats and the claims.
        """
        drawn = self._grids()
        last = len(drawn) - 1
        grids = [
            grid.to_html(self.title if k == 0 else "", self._footer() if k == last else ())
            for k, grid in enumerate(drawn)
        ]
        threats = "" if self.threats is None else self.threats.to_html()
        claimed = ""
        for heading, texts in self._claims_by_heading():
            points = "".join(f"<li>{escape_html(text)}</li>" for text in texts)
            claimed += f"<p><b>{heading}</b></p><ul>{points}</ul>"
        return f"{''.join(grids)}{threats}{claimed}"

    def to_markdown(self) -> str:
        """Return the summary as Markdown to paste.

        Returns
        -------
        str
            The title, the rounded rows, the notes, the threats and the claims.
        """
        notes = map(markdown_paragraph, self._footer())
        parts = [markdown_paragraph(self.title)]
        parts += [*(grid.to_markdown() for grid in self._grids()), *notes]
        if self.threats is not None:
            parts.append(self.threats.to_markdown())
        for heading, texts in self._claims_by_heading():
            parts += [
                f"**{heading}**",
                "\n".join(f"- {markdown_paragraph(text)}" for text in texts),
            ]
        return "\n\n".join(parts)
