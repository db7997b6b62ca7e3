"""Likert scales and the statistics of surveys that used them."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from likertkit import bias, errors, plot, published, studies
    from likertkit import compare as compare
    from likertkit import estimate as estimate
    from likertkit import instrument as instrument
    from likertkit import io as io
    from likertkit import measurement as measurement
    from likertkit import reporting as reporting
    from likertkit import responses as responses
    from likertkit import results as results
    from likertkit import summary as summary
    from likertkit import tables as tables
    from likertkit import tally as tally
    from likertkit import testing as testing
    from likertkit import weighting as weighting
    from likertkit.bias import Cohort, Condition, StudyDesign
    from likertkit.compare import (
        compare_conditions,
        compare_groups,
        compare_overlapping,
        compare_paired,
        equivalence,
    )
    from likertkit.errors import LikertkitError, LikertkitWarning
    from likertkit.estimate import (
        agreement,
        bootstrap,
        box_scores,
        describe,
        frequencies,
        means,
        quantiles,
    )
    from likertkit.instrument import Instrument, Item, LikertScale
    from likertkit.io import codebook, read, write_spss
    from likertkit.measurement import (
        coding_agreement,
        cohen_kappa,
        correlations,
        cronbach_alpha,
        icc,
        item_analysis,
        krippendorff_alpha,
        mcdonald_omega,
        ordinal_alpha,
        reliability,
        split_half,
        test_retest,
    )
    from likertkit.reporting import report
    from likertkit.responses import Responses, scale_scores
    from likertkit.results import Interval, Table, Weighting
    from likertkit.summary import summarize
    from likertkit.tables import banner, comparison_table, likert_table, methods_text
    from likertkit.tally import CoTally, PairTally, Tally
    from likertkit.weighting import design_effect, effective_sample_size, poststratify, rake, trim

__all__ = [
    "CoTally",
    "Cohort",
    "Condition",
    "Instrument",
    "Interval",
    "Item",
    "LikertScale",
    "LikertkitError",
    "LikertkitWarning",
    "PairTally",
    "Responses",
    "StudyDesign",
    "Table",
    "Tally",
    "Weighting",
    "agreement",
    "banner",
    "bias",
    "bootstrap",
    "box_scores",
    "codebook",
    "coding_agreement",
    "cohen_kappa",
    "compare_conditions",
    "compare_groups",
    "compare_overlapping",
    "compare_paired",
    "comparison_table",
    "correlations",
    "cronbach_alpha",
    "describe",
    "design_effect",
    "effective_sample_size",
    "equivalence",
    "errors",
    "frequencies",
    "icc",
    "item_analysis",
    "krippendorff_alpha",
    "likert_table",
    "mcdonald_omega",
    "means",
    "methods_text",
    "ordinal_alpha",
    "plot",
    "poststratify",
    "published",
    "quantiles",
    "rake",
    "read",
    "reliability",
    "report",
    "scale_scores",
    "split_half",
    "studies",
    "summarize",
    "test_retest",
    "trim",
    "write_spss",
]

_ROOMS = {
    "CoTally": "tally",
    "Cohort": "bias",
    "Condition": "bias",
    "Instrument": "instrument",
    "Interval": "results",
    "Item": "instrument",
    "LikertScale": "instrument",
    "LikertkitError": "errors",
    "LikertkitWarning": "errors",
    "PairTally": "tally",
    "Responses": "responses",
    "StudyDesign": "bias",
    "Table": "results",
    "Tally": "tally",
    "Weighting": "results",
    "agreement": "estimate",
    "banner": "tables",
    "bootstrap": "estimate",
    "box_scores": "estimate",
    "codebook": "io",
    "coding_agreement": "measurement",
    "cohen_kappa": "measurement",
    "compare_conditions": "compare",
    "compare_groups": "compare",
    "compare_overlapping": "compare",
    "compare_paired": "compare",
    "comparison_table": "tables",
    "correlations": "measurement",
    "cronbach_alpha": "measurement",
    "describe": "estimate",
    "design_effect": "weighting",
    "effective_sample_size": "weighting",
    "equivalence": "compare",
    "frequencies": "estimate",
    "icc": "measurement",
    "item_analysis": "measurement",
    "krippendorff_alpha": "measurement",
    "likert_table": "tables",
    "mcdonald_omega": "measurement",
    "means": "estimate",
    "methods_text": "tables",
    "ordinal_alpha": "measurement",
    "poststratify": "weighting",
    "quantiles": "estimate",
    "rake": "weighting",
    "read": "io",
    "reliability": "measurement",
    "report": "reporting",
    "scale_scores": "responses",
    "split_half": "measurement",
    "summarize": "summary",
    "test_retest": "measurement",
    "trim": "weighting",
    "write_spss": "io",
}

# Not in `__all__`: their functions stand at the front door, or, of testing, they need an extra.
_OTHER_ROOMS = (*sorted({*_ROOMS.values()} - {*__all__}), "testing")


def __getattr__(name: str) -> object:
    """Import a public name on its first use, so that nobody waits for rooms that they leave out."""
    if name not in (*__all__, *_OTHER_ROOMS):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    if name not in _ROOMS:
        return import_module(f"{__name__}.{name}")
    found: object = getattr(import_module(f"{__name__}.{_ROOMS[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """Return the public names, the rooms among them."""
    return sorted((*__all__, *_OTHER_ROOMS))
