"""Estimates from one mapping of options, those of the sampling design among them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

DESIGN = ("population", "cluster_population", "finite_population", "lone_stratum", "collapse")


def in_design(function: Callable[..., Any], data: Any, *subjects: Any, **options: Any) -> Any:
    """Call an estimate of data; the options of the design are declared by ``sampled()``."""
    design = {name: options.pop(name) for name in DESIGN if name in options}
    return function(data.sampled(**design) if design else data, *subjects, **options)
