"""What reliability and agreement say in a paper: the coefficient, its interval and its numbers."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from likertkit._text import apa_interval, apa_number, apa_percentage
from likertkit.measurement._alpha import ReliabilityRow
from likertkit.measurement._correlations import CorrelationRow
from likertkit.measurement._reliability import AlphaOmegaRow
from likertkit.measurement._split_half import SplitHalfRow
from likertkit.measurement.agreement._coding import CodeRow
from likertkit.measurement.agreement._icc import IccRow
from likertkit.measurement.agreement._kappa import KappaRow
from likertkit.measurement.agreement._krippendorff import KrippendorffRow
from likertkit.measurement.agreement._retest import RetestRow
from likertkit.results._sentence import (
    Sentence,
    Undefined,
    as_remark,
    group_words,
    quoted,
    reading,
    row_name,
    write_row,
)

if TYPE_CHECKING:
    from likertkit.results._sentence import Origin

_ALPHA = "α"  # noqa: RUF001 - the coefficient's name


def _number(value: float) -> str:
    return apa_number(value, bounded=True)


def _figure(symbol: str, value: float, low: float, high: float, level: float) -> tuple[str, ...]:
    """Return a coefficient with its interval: "r = .81", "95% CI [.75, .86]"."""
    if math.isnan(value):
        return ()
    figure = f"{symbol} = {_number(value)}"
    if math.isnan(low):
        return (figure,)
    return figure, apa_interval(low, high, level, bounded=True)


def _coefficient(
    by: tuple[tuple[str, object], ...],
    of: str,
    what: str,
    estimate: tuple[str, float, float, float],
    *,
    origin: Origin,
    note: str,
    more: tuple[str, ...] = (),
    item: str | None = None,
) -> Sentence | Undefined:
    """Return the sentence of one coefficient; `of` is the scale, the item or the code."""
    symbol, value, low, high = estimate
    name = row_name(by, of)
    if math.isnan(value):
        return Undefined(name=name, what=what, note=note or "the data do not give it")
    figures = _figure(symbol, value, low, high, origin.level)
    return Sentence(
        name=name,
        group=group_words(by),
        finding=f"{what} of {quoted(of)} was {figures[0]}",
        figures=(*figures[1:], *more),
        shared=reading(origin, item),
        remarks=as_remark(_without_advice(note)),
        value=value,
        what=f"values of {what}",
        as_text=figures[0],
    )


def _without_advice(note: str) -> str:
    """Return a note without the parts that only say that no interval was asked for."""
    return "; ".join(part for part in note.split("; ") if part != "no interval")


def _scale(n_items: int) -> str:
    return f"{n_items} items"


def _respondents(n: int, n_incomplete: int) -> str:
    return f"n = {n}" + (f" ({n_incomplete} incomplete)" if n_incomplete else "")


def _linked(n: int, n_first: int, n_second: int, thing: str) -> str:
    """Return how many were rated by both, and how many were left out."""
    left_out = n_first + n_second
    return f"n = {n} {thing}" + (f" ({left_out} with one rating left out)" if left_out else "")


@write_row.register(ReliabilityRow)
def reliability_sentence(row: ReliabilityRow, origin: Origin) -> Sentence | Undefined:
    """Say alpha, omega or ordinal alpha of a scale."""
    options = origin.options
    if "form" in options:
        what, symbol = "McDonald's omega", "ω"
    elif "estimator" in options:
        what, symbol = "ordinal alpha", _ALPHA
    else:
        what = "standardized alpha" if options.get("standardized") else "Cronbach's alpha"
        symbol = _ALPHA
    return _coefficient(
        row.by,
        row.subscale,
        what,
        (symbol, row.estimate, row.low, row.high),
        origin=origin,
        note=row.note,
        more=(_scale(row.n_items), _respondents(row.n_respondents, row.n_incomplete)),
    )


@write_row.register(AlphaOmegaRow)
def both_sentence(row: AlphaOmegaRow, origin: Origin) -> Sentence | Undefined:
    """Say alpha of a scale, and omega where it is defined."""
    omega = _figure("McDonald's ω", row.omega, row.omega_low, row.omega_high, origin.level)
    size = (_scale(row.n_items), _respondents(row.n_respondents, row.n_incomplete))
    return _coefficient(
        row.by,
        row.subscale,
        "Cronbach's alpha",
        (_ALPHA, row.alpha, row.alpha_low, row.alpha_high),
        origin=origin,
        note=row.note,
        more=(*omega, *size),
    )


@write_row.register(SplitHalfRow)
def halves_sentence(row: SplitHalfRow, origin: Origin) -> Sentence | Undefined:
    """Say the split-half reliability of a scale."""
    halvings = "1 halving"
    if row.n_splits != 1:
        ends = f"from {_number(row.minimum)} to {_number(row.maximum)}"
        halvings = f"the mean of {row.n_splits} halvings, which range {ends}"
    return _coefficient(
        row.by,
        row.subscale,
        "the split-half reliability (Spearman-Brown)",
        ("r", row.estimate, row.low, row.high),
        origin=origin,
        note=row.note,
        more=(
            halvings,
            f"Guttman's λ4 = {_number(row.lambda_4)}",
            _scale(row.n_items),
            _respondents(row.n_respondents, row.n_incomplete),
        ),
    )


@write_row.register(CorrelationRow)
def correlation_sentence(row: CorrelationRow, origin: Origin) -> Sentence | Undefined:
    """Say the correlation of two items."""
    name = " ".join(
        filter(None, (f"{quoted(row.first)} and {quoted(row.second)}", group_words(row.by)))
    )
    method = str(origin.options.get("method", "")).capitalize()
    what = f"the {method if method != 'Polychoric' else 'polychoric'} correlation"
    if math.isnan(row.correlation):
        return Undefined(name=name, what=what, note=row.note)
    figures = _figure("r", row.correlation, row.low, row.high, origin.level)
    return Sentence(
        name=name,
        group=group_words(row.by),
        finding=f"{what} of {quoted(row.first)} and {quoted(row.second)} was {figures[0]}",
        figures=(*figures[1:], f"n = {row.n}"),
        shared=reading(origin),
        remarks=as_remark(row.note),
        value=row.correlation,
        what=f"{what.removeprefix('the ')}s",
        as_text=figures[0],
    )


@write_row.register(RetestRow)
def retest_sentence(row: RetestRow, origin: Origin) -> Sentence | Undefined:
    """Say how far a second measurement repeats the first."""
    level = origin.level
    change: tuple[str, ...] = ()
    if not math.isnan(row.mean_change):
        change = (f"mean change = {apa_number(row.mean_change)}",)
    if not math.isnan(row.mean_change_low):
        change = (*change, apa_interval(row.mean_change_low, row.mean_change_high, level))
    error: tuple[str, ...] = ()
    if not math.isnan(row.standard_error_of_measurement):
        error = (
            f"standard error of measurement = {apa_number(row.standard_error_of_measurement)}",
            f"minimal detectable change = {apa_number(row.minimal_detectable_change)}",
        )
    return _coefficient(
        row.by,
        row.item,
        "the test-retest correlation",
        ("r", row.correlation, row.correlation_low, row.correlation_high),
        origin=origin,
        note=row.note,
        more=(
            *_figure("ICC(A,1)", row.icc, row.icc_low, row.icc_high, level),
            *error,
            *change,
            _linked(row.n_respondents, row.n_first_only, row.n_second_only, "respondents"),
        ),
        item=row.item,
    )


@write_row.register(IccRow)
def icc_sentence(row: IccRow, origin: Origin) -> Sentence | Undefined:
    """Say an intraclass correlation."""
    letter = "A" if origin.options.get("definition") == "agreement" else "C"
    name = f"ICC({letter},{'k' if origin.options.get('average') else 1})"
    return _coefficient(
        row.by,
        row.item,
        "the intraclass correlation",
        (name, row.estimate, row.low, row.high),
        origin=origin,
        note=row.note,
        more=(
            f"{row.n_conditions} ratings of each respondent",
            _respondents(row.n_respondents, row.n_incomplete),
        ),
        item=row.item,
    )


@write_row.register(KappaRow)
def kappa_sentence(row: KappaRow, origin: Origin) -> Sentence | Undefined:
    """Say the agreement of two raters beyond chance."""
    weights = origin.options.get("weights")
    observed = () if math.isnan(row.observed) else (_observed(row.observed, row.n_respondents),)
    if weights is not None:
        observed = ()
    return _coefficient(
        row.by,
        row.item,
        "Cohen's kappa" if weights is None else f"Cohen's kappa with {weights} weights",
        ("κ", row.estimate, row.low, row.high),
        origin=origin,
        note=row.note,
        more=(
            *observed,
            _linked(row.n_respondents, row.n_first_only, row.n_second_only, "units"),
        ),
        item=row.item,
    )


def _observed(share: float, n: int) -> str:
    return f"observed agreement = {apa_percentage(share, n)}"


@write_row.register(KrippendorffRow)
def krippendorff_sentence(row: KrippendorffRow, origin: Origin) -> Sentence | Undefined:
    """Say the agreement of any number of raters."""
    unpaired = f" ({row.n_unpaired} with one rating left out)" if row.n_unpaired else ""
    return _coefficient(
        row.by,
        row.item,
        f"Krippendorff's alpha ({origin.options.get('metric')})",
        (_ALPHA, row.estimate, row.low, row.high),
        origin=origin,
        note=row.note,
        more=(f"{row.n_ratings} ratings", f"n = {row.n_units} units{unpaired}"),
        item=row.item,
    )


@write_row.register(CodeRow)
def code_sentence(row: CodeRow, origin: Origin) -> Sentence | Undefined:
    """Say the agreement of two coders on one code."""
    return _coefficient(
        row.by,
        row.item,
        "Cohen's kappa",
        ("κ", row.estimate, row.low, row.high),
        origin=origin,
        note=row.note,
        more=(
            _observed(row.observed, row.n_texts),
            _linked(row.n_texts, row.n_first_only, row.n_second_only, "texts"),
        ),
    )
