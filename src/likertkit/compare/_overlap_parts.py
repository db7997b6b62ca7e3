"""What the paired, the unpaired and all answers say, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import attrs

from likertkit.compare._samples import (
    Figures,
    Samples,
    changed_figures,
    share_figures,
    t_figures,
)

if TYPE_CHECKING:
    from likertkit.compare._alternative import Alternative
    from likertkit.compare._overlap_rows import OverlapPart

OverlapTest = Literal["t", "proportion"]


@attrs.frozen(kw_only=True)
class PartFigures:
    """What one part of the answers says."""

    part: OverlapPart
    n_first: int
    n_second: int
    n_both: int
    method: str
    figures: Figures


@attrs.frozen(kw_only=True)
class PartTests:
    """The four tests, as they were asked for.

    Attributes
    ----------
    test : {'t', 'proportion'}
        Of means, or of the share of the top box.
    equal_variances : bool
        Whether one variance is taken for both conditions.
    alternative : {'two-sided', 'less', 'greater'}
        What stands against equality.
    confidence_level : float
        Level of the intervals.
    """

    test: OverlapTest
    equal_variances: bool
    alternative: Alternative
    confidence_level: float

    def of(self, samples: Samples) -> tuple[PartFigures, ...]:
        """Return what each part of two samples says; the whole, overlapping, comes last."""
        return (
            self._paired(samples.paired_only),
            self._made("unpaired only", samples.unpaired_only),
            self._made("all as if unpaired", samples.as_unpaired),
            self._made("overlapping", samples),
        )

    def _paired(self, samples: Samples) -> PartFigures:
        if self.test == "t":
            # The differences have one variance, so that there are no two to be equal.
            found = self._t(samples, equal_variances=False)
        else:
            found = changed_figures(samples, self.alternative, self.confidence_level)
        if samples.n_both == 0:
            found = attrs.evolve(found, note="nobody answered both")
        method = "paired t" if self.test == "t" else "McNemar's z"
        return self._with("paired only", samples, method, found)

    def _made(self, part: OverlapPart, samples: Samples) -> PartFigures:
        if self.test == "t":
            found = self._t(samples, equal_variances=self.equal_variances)
        else:
            found = share_figures(samples, self.alternative, self.confidence_level)
        if part == "unpaired only" and samples.problem:
            found = attrs.evolve(found, note=_nobody(samples))
        return self._with(part, samples, self.method(overlapping=part == "overlapping"), found)

    def _t(self, samples: Samples, *, equal_variances: bool) -> Figures:
        return t_figures(
            samples, self.alternative, self.confidence_level, equal_variances=equal_variances
        )

    def method(self, *, overlapping: bool = True) -> str:
        """Return what the test is called."""
        if self.test == "proportion":
            return "partially overlapping z" if overlapping else "pooled z"
        if overlapping:
            variances = "equal" if self.equal_variances else "unequal"
            return f"partially overlapping t, {variances} variances"
        return "Student's t" if self.equal_variances else "Welch's t"

    def _with(
        self, part: OverlapPart, samples: Samples, method: str, figures: Figures
    ) -> PartFigures:
        return PartFigures(
            part=part,
            n_first=samples.n_first,
            n_second=samples.n_second,
            n_both=samples.n_both,
            method=method,
            figures=figures,
        )


def _nobody(samples: Samples) -> str:
    """Return under which condition only nobody answered."""
    names = [
        name for name, n in (("first", samples.n_first), ("second", samples.n_second)) if n == 0
    ]
    return f"nobody answered under the {' or the '.join(names)} condition only"
