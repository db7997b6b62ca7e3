"""One group of respondents of a published study, and the themes of its open answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from likertkit.results import Table
from likertkit.results._record import Record

if TYPE_CHECKING:
    from likertkit.bias import StudyDesign
    from likertkit.instrument import Instrument
    from likertkit.published import PublishedTable


@attrs.frozen(kw_only=True, repr=False)
class Panel:
    """One group of respondents: what it was asked, what was published, who it was.

    Attributes
    ----------
    instrument : Instrument
        The questions and their scale.
    published : PublishedTable
        The means as printed, by condition and item.
    design : StudyDesign
        Who was asked about what.
    response_rate : str
        The response rate in per cent, as printed.
    gender : tuple of (str, str)
        The percentages of each gender, as printed; empty where none are.

    Examples
    --------
    >>> from likertkit import studies
    >>> studies.balint().facilitators
    Panel(balint_facilitators: 12 items, 5 of 5 responded)
    """

    instrument: Instrument
    published: PublishedTable
    design: StudyDesign
    response_rate: str
    gender: tuple[tuple[str, str], ...] = ()

    def __repr__(self) -> str:
        """Return one line; the parts print by themselves."""
        rate = f"{self.design.responded} of {self.design.invited} responded"
        return f"Panel({self.instrument.name}: {len(self.instrument)} items, {rate})"


@attrs.frozen(kw_only=True, eq=False, repr=False)
class ThemeRow(Record):
    """One theme found in the open answers, with its codes.

    Attributes
    ----------
    respondents : str
        Whose answers they were.
    direction : str
        What the theme speaks of, as in ``"gains"`` or ``"losses"``.
    theme : str
        The theme's name.
    codes : tuple of str
        The codes that it gathers.

    Examples
    --------
    >>> from likertkit import studies
    >>> gains = studies.balint().themes.filter(respondents="facilitators", direction="gains")
    >>> gains["time"].codes
    ('easier to manage',)
    """

    respondents: str
    direction: str
    theme: str
    codes: tuple[str, ...]


def codebook(rows: tuple[ThemeRow, ...]) -> Table[ThemeRow]:
    """Return themes as a table."""
    return Table(
        title="Themes of the open answers and their codes",
        names=("respondents", "direction", "theme", "codes"),
        by=("respondents", "direction"),
        rows=rows,
        notes=(
            "No counts were published: the order of the themes says nothing about their frequency.",
        ),
        key="theme",
    )
