"""Intervals of coefficients: Feldt's of alpha, and percentiles of resampled respondents."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal, NamedTuple

import attrs
import numpy as np

from likertkit._checks import (
    check_choice,
    check_confidence_level,
    check_count,
    check_generator,
    settled,
)
from likertkit._kernels.items._alpha import covariances, feldt_interval, moments_of_rows
from likertkit._text import format_level
from likertkit.errors import ArgumentTypeError
from likertkit.responses import Responses
from likertkit.responses._answers import respondent_answers
from likertkit.responses._respondents import cluster_column

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from numpy.typing import NDArray

    from likertkit.instrument import Scoring
    from likertkit.measurement._scales import ScaleCounts
    from likertkit.responses._answers import RespondentAnswers

    _Floats = NDArray[np.float64]
    Statistic = Callable[[_Floats], _Floats]

AlphaInterval = Literal["feldt", "bootstrap"]
OtherInterval = Literal["none", "bootstrap"]

# Numbers that a block of resamples holds.
_BLOCK = 1 << 21


class Bounds(NamedTuple):
    """An interval, NaN where it is undefined, and what must be known of it."""

    low: float
    high: float
    note: str


def no_interval(note: str) -> Bounds:
    """Return an interval that the data do not give."""
    return Bounds(math.nan, math.nan, note)


NO_BOOTSTRAP = "no interval without interval='bootstrap'"


@attrs.frozen(eq=False, kw_only=True)
class Intervals:
    """The intervals that were asked for.

    Attributes
    ----------
    interval : str
        The kind.
    confidence_level : float
        Their level.
    n_resamples : int
        How many resamples a bootstrap draws.
    seed : int or None
        The seed, where one was given.
    rng : Generator
        Where chance comes from.
    answers : RespondentAnswers or None
        The rows of respondents, for a bootstrap.
    view : {'as_answered', 'keyed', 'favourable'}
        How codes become scores.
    cluster : str or None
        The column of the clusters that a bootstrap draws, the last of those that make the groups
        of the answers; None where it draws respondents.
    """

    interval: str
    confidence_level: float
    n_resamples: int
    seed: int | None
    rng: np.random.Generator
    answers: RespondentAnswers | None
    view: Scoring
    cluster: str | None = None

    @classmethod
    def from_arguments(
        cls,
        data: object,
        view: Scoring,
        interval: str,
        choices: Any,
        confidence_level: float,
        *,
        n_resamples: int,
        rng: int | np.random.Generator | None,
    ) -> Intervals:
        """Check the options, and take the rows that a bootstrap draws from.

        Raises
        ------
        ArgumentTypeError
            If a bootstrap is to draw from a table of counts.
        """
        check_choice(interval, "interval", choices)
        void = "" if interval == "bootstrap" else "without interval='bootstrap'"
        n_resamples = check_count(settled(n_resamples, "n_resamples", void), "n_resamples", least=2)
        rng = settled(rng, "rng", void)
        answers = cluster = None
        if interval == "bootstrap":
            if not isinstance(data, Responses):
                raise ArgumentTypeError(
                    f"data is a {type(data).__name__}, from which no respondents can be drawn; "
                    f"interval='bootstrap' needs Responses.",
                    "pass the responses, or leave `interval=` out.",
                )
            answers = respondent_answers(data)
            if (cluster := cluster_column(data)) is not None:
                answers = respondent_answers(data, (*answers.by, cluster))
        return cls(
            interval=interval,
            confidence_level=check_confidence_level(confidence_level),
            n_resamples=n_resamples,
            seed=int(rng) if isinstance(rng, int | np.integer) else None,
            rng=check_generator(rng),
            answers=answers,
            view=view,
            cluster=cluster,
        )

    def used_options(self) -> tuple[tuple[str, object], ...]:
        """Return the options by name, for a result to carry."""
        drawn = (("n_resamples", self.n_resamples), ("rng", self.seed))
        return (
            ("interval", self.interval),
            *(drawn if self.answers is not None else ()),
            ("confidence_level", self.confidence_level),
            ("view", self.view),
        )

    def note(self, of_feldt: str = "Interval") -> tuple[str, ...]:
        """Return which interval stands in the table."""
        level = format_level(self.confidence_level)
        if self.interval == "feldt":
            return (f"{of_feldt}: Feldt, {level}.",)
        if self.answers is None:
            return ()
        its = "" if self.answers.weights is None else ", each with the weight it has"
        units = "respondents" if self.cluster is None else f"clusters of {self.cluster!r}"
        what = f"percentiles of resampled {units}{its}"
        return (f"Interval: {what}, {level}; {self.n_resamples} resamples.",)

    def feldt(self, scale: ScaleCounts, estimate: float) -> Bounds:
        """Return Feldt's interval of an alpha."""
        if math.isnan(estimate):
            return no_interval("")
        if scale.weighted:
            return no_interval("Feldt's interval is not for weights: use interval='bootstrap'")
        low, high = feldt_interval(estimate, scale.n, scale.k, self.confidence_level)
        if not low < high:
            return no_interval("no spread apart from what the items share: no interval")
        note = f"Feldt's interval takes n = {scale.n}" if scale.pairwise else ""
        return Bounds(low, high, note)

    def resampled(
        self, scale: ScaleCounts, statistics: Sequence[Statistic], estimates: Sequence[float]
    ) -> list[Bounds]:
        """Return percentile intervals of functions of the covariances, from the same resamples."""
        if self.answers is None or all(math.isnan(estimate) for estimate in estimates):
            return [no_interval("" if math.isnan(value) else NO_BOOTSTRAP) for value in estimates]
        draws: list[list[_Floats]] = [[] for _ in statistics]
        for covariance in self._covariances(scale, self.answers):
            for statistic, drawn in zip(statistics, draws, strict=True):
                drawn.append(statistic(covariance))
        return [
            self._percentiles(np.concatenate(drawn), estimate)
            for drawn, estimate in zip(draws, estimates, strict=True)
        ]

    def _covariances(self, scale: ScaleCounts, answers: RespondentAnswers) -> Any:
        """Yield the covariances of resamples, some at a time."""
        n_columns = len(scale.by)
        here = [g for g, key in enumerate(answers.groups) if key[:n_columns] == scale.group]
        inside = np.isin(answers.group, here)
        if answers.weights is not None:
            inside &= answers.weights > 0
        scores = np.stack(
            [
                np.array([*item.scores(self.view), np.nan, np.nan], dtype=np.float64)[
                    answers.levels[inside, answers.instrument.names.index(item.name)]
                ]
                for item in scale.items
            ],
            axis=1,
        )
        weights = None if answers.weights is None else answers.weights[inside]
        units = answers.group[inside]
        if not scale.pairwise:
            complete = ~np.isnan(scores).any(axis=1)
            scores, units = scores[complete], units[complete]
            weights = None if weights is None else weights[complete]
        units = np.unique(units, return_inverse=True)[1] if self.cluster else np.arange(len(units))
        often = np.ones(int(units.max(initial=-1)) + 1)
        n = len(often)
        if weights is None and self.cluster is None:
            # Rows that are alike are drawn together, in an order that is not that of the frame.
            scores, times = np.unique(scores, axis=0, return_counts=True)
            often, units = times.astype(np.float64), np.arange(len(times))
        # Around their means, so that no digits cancel.
        scores = scores - np.nan_to_num(np.nanmean(scores, axis=0))
        size = max(1, _BLOCK // max(len(scores), 4 * scale.k**2))
        for start in range(0, self.n_resamples, size):
            n_sets = min(size, self.n_resamples - start)
            drawn = self.rng.multinomial(n, often / n, size=n_sets).astype(np.float64)[:, units]
            weighted = drawn if weights is None else drawn * weights
            yield covariances(moments_of_rows(drawn, weighted, scores))

    def _percentiles(self, drawn: _Floats, estimate: float) -> Bounds:
        if math.isnan(estimate):
            return no_interval("")
        known = drawn[~np.isnan(drawn)]
        lost = len(drawn) - len(known)
        note = f"undefined in {lost} of {len(drawn)} resamples" if lost else ""
        if len(known) < 2:
            return no_interval(note)
        tail = (1 - self.confidence_level) / 2
        low, high = (float(q) for q in np.quantile(known, [tail, 1 - tail]))
        if not low < high:
            return no_interval("the resamples do not differ: no interval")
        if not low <= estimate <= high:
            note = "; ".join(filter(None, [note, "interval widened to hold the estimate"]))
        return Bounds(min(low, estimate), max(high, estimate), note)
