"""How the p-value of Friedman's test is found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import attrs

from likertkit._kernels.ranks import friedman, friedman_exact, friedman_monte_carlo
from likertkit._text import Progress, counted
from likertkit.errors import ArgumentError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from likertkit._kernels.ranks import Friedman

ConditionsMethod = Literal["auto", "exact", "asymptotic", "monte-carlo"]

# Orders that are added to sums: some tenths of a second, and some seconds.
_QUICK = 500_000
_MOST = 20_000_000
# With fewer respondents χ² is no more than a rough guide.
_FEW = 25


@attrs.frozen
class FriedmanMethod:
    """How the p-value of Friedman's test, and of Kendall's W, is found.

    Attributes
    ----------
    method : str
        As for :func:`compare_conditions`.
    n_resamples : int
        Random orders of 'monte-carlo'.
    rng : numpy.random.Generator
        Where they come from.
    """

    method: ConditionsMethod
    n_resamples: int
    rng: np.random.Generator

    def options(self, rng: object) -> tuple[tuple[str, object], ...]:
        """Return the options of chance as a result keeps them; none where there is no chance."""
        if self.method != "monte-carlo":
            return ()
        return (("n_resamples", self.n_resamples), ("rng", rng if isinstance(rng, int) else None))

    def of(
        self, scores: NDArray[np.int64], item: str, confidence_level: float
    ) -> tuple[Friedman, str, str]:
        """Return the test of the scores of some respondents, how p was found, and a note."""
        found = friedman(scores)
        n = len(scores)
        if n == 0:
            return found, "", "nobody answered under every condition"
        if self.method == "monte-carlo":
            return found._replace(pvalue=self._by_chance(scores)), "Friedman, Monte Carlo", ""
        if self.method != "asymptotic":
            most = _MOST if self.method == "exact" else _QUICK
            exact = friedman_exact(scores, most)
            if exact is not None:
                note = ""
                if found.statistic > 0 and exact.least > 1 - confidence_level:
                    note = (
                        f"with {counted(n, 'respondent')} no p-value can lie below "
                        f"{exact.least:.3g}"
                    )
                return found._replace(pvalue=exact.pvalue), "Friedman, exact", note
            if self.method == "exact":
                raise ArgumentError(
                    f"item {item!r} has {n} respondents under {scores.shape[1]} conditions, for "
                    "which the exact distribution takes more than some seconds.",
                    "method='monte-carlo' tries random orders of each respondent's ranks.",
                )
        note = "few respondents: χ² is a rough guide" if n < _FEW else ""
        if note and self.method == "auto":
            note += ", method='monte-carlo' needs no large numbers"
        return found, "Friedman, asymptotic (chi-square)", note

    def _by_chance(self, scores: NDArray[np.int64]) -> float:
        with Progress("Friedman, Monte Carlo") as progress:
            return friedman_monte_carlo(
                scores,
                self.n_resamples,
                self.rng,
                lambda done: progress.say(f"{done} of {self.n_resamples} orders"),
            )
