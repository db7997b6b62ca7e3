"""A published study as a record."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from likertkit.studies._synthetic import (
    Synthetic,
    as_generator,
    check_correlation,
    find_tension,
    made_up,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np

    from likertkit.bias import Cohort
    from likertkit.results import Table
    from likertkit.studies._panel import Panel, ThemeRow
    from likertkit.studies._preferences import Preferences
    from likertkit.studies._synthetic import SizeClaim, Tension


@attrs.frozen(kw_only=True, repr=False)
class Study:
    """A published study: its figures, its design and what was said about it.

    Attributes
    ----------
    title : str
        What the study is about.
    citation, doi : str
        Where it was published.
    participants, facilitators : Panel
        Those who took part in the groups, and those who led them.
    preferences : Preferences
        Which format each would like in future.
    themes : Table of ThemeRow
        The codebook of the open answers.
    open_questions : tuple of (str, str)
        What was asked in free text.
    claims : tuple of (str, str)
        What the authors say about their figures.
    size_claims : tuple of SizeClaim
        What they say about the sizes of groups.
    other_comments : tuple of (str, str)
        Percentages that the running text gives about the last open question.

    Examples
    --------
    >>> from likertkit import studies
    >>> study = studies.balint()
    >>> study.participants.design.eligible("face-to-face")
    42
    >>> study.participants.published.means["virtual"]["heard"]
    '1.92'
    """

    title: str
    citation: str
    doi: str
    participants: Panel
    facilitators: Panel
    preferences: Preferences
    themes: Table[ThemeRow]
    open_questions: tuple[tuple[str, str], ...]
    claims: tuple[tuple[str, str], ...]
    size_claims: tuple[SizeClaim, ...]
    other_comments: tuple[tuple[str, str], ...]

    def __repr__(self) -> str:
        """Return the title, the citation and the parts, a line each."""
        parts = ("participants", "facilitators", "preferences", "themes", "cohorts", "limitations")
        return (
            f"{self.title}\n{self.citation} doi:{self.doi}\n{self.participants}\n"
            f"{self.facilitators}\nLook at: {', '.join(parts)}"
        )

    @property
    def cohorts(self) -> tuple[Cohort, ...]:
        """The participants' cohorts."""
        return self.participants.design.cohorts

    @property
    def limitations(self) -> tuple[tuple[str, str], ...]:
        """The biases that the authors name, each with a statement."""
        return self.participants.design.limitations

    @property
    def gender(self) -> tuple[tuple[str, str], ...]:
        """The participants' genders in per cent, as printed."""
        return self.participants.gender

    def tensions(self, raters: Mapping[str, int]) -> tuple[Tension, ...]:
        """Return the statements about sizes that leave no room for so many raters.

        Parameters
        ----------
        raters : mapping of str to int
            How many participants seem to have rated a condition, by its name.

        Returns
        -------
        tuple of Tension
            A tension for each statement that the number does not agree with; most often none.

        Raises
        ------
        UnknownItemError
            If the study has no such condition.

        Examples
        --------
        >>> from likertkit import studies
        >>> [found] = studies.balint().tensions({"face-to-face": 41})
        >>> found.eligible, found.eligible_at_most
        (42, 33)
        """
        design = self.participants.design
        for name in raters:
            design.condition(name)
        tensions = (
            find_tension(design, claim, raters[claim.other])
            for claim in self.size_claims
            if claim.other in raters
        )
        return tuple(tension for tension in tensions if tension is not None)

    def synthetic(self, rng: int | np.random.Generator, *, correlation: float = 0.5) -> Synthetic:
        """Return made-up answers to both questionnaires that give every published mean.

        The means fix the sum of the answers to each item, not who gave which answer.  Here
        everybody who responded rates the first format.  The second format is rated by the number
        of people that explains most of its printed means, from the cohorts that knew it; nobody
        else has a row for it.  All members of these cohorts respond, since the sizes leave no
        other way; the remaining respondents are drawn from the other cohorts.

        Parameters
        ----------
        rng : int or numpy.random.Generator
            A seed, or a generator; the same seed makes the same answers.
        correlation : float, optional
            The correlation of any two answers of one person, before they become levels and
            after negatively keyed items are turned; from 0 to below 1.

        Returns
        -------
        Synthetic
            Responses of the participants and of the facilitators, with notes that follow into
            every table: that nobody gave these answers, and which printed means no sum
            of answers gives.

        Raises
        ------
        ArgumentError, ArgumentTypeError
            If the correlation or the seed cannot be used.

        Notes
        -----
        A statement of the study about a cohort's size leaves less room than so many raters of the
        second format need: see :meth:`tensions`.  The answers follow the means.  They serve to
        try an analysis, and are not evidence about the study.

        Examples
        --------
        >>> import likertkit as lk
        >>> made = lk.studies.balint().synthetic(7)
        >>> made.participants.participation().to_frame()["n_rows"].tolist()
        [51, 42]
        >>> f"{lk.means(made.participants).filter(format='virtual')['heard'].mean:.2f}"
        '1.92'
        """
        correlation = check_correlation(correlation)
        generator = as_generator(rng)
        return Synthetic(
            participants=made_up(self.participants, generator, correlation, "P"),
            facilitators=made_up(self.facilitators, generator, correlation, "F"),
        )
