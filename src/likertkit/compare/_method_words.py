"""How a p-value of ranks was found, in words; one home for pairs and groups."""

from __future__ import annotations

METHOD_WORDS = {
    "exact": "exact",
    "saddlepoint": "saddlepoint",
    "asymptotic": "asymptotic (normal, ties corrected)",
    "monte-carlo": "Monte Carlo",
}
