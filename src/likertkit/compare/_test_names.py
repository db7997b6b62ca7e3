"""Tests by the names that papers give them, from the methods of rows."""

from __future__ import annotations

from typing import NamedTuple

CORRECTIONS = {
    "holm": "Holm's method",
    "benjamini-hochberg": "the method of Benjamini and Hochberg",
    "bonferroni": "Bonferroni's method",
    "max-t": "Westfall and Young's step-down maxT",
}
# The effect of a test of several groups.
EFFECT_NAMES = {
    "mann-whitney": "epsilon squared",
    "brunner-munzel": "epsilon squared",
    "t": "eta squared",
    "linear-by-linear": "correlation with the order of the groups",
    "proportion": "Cramér's V",
}


class NamedTest(NamedTuple):
    """How a test is named, with its article, and what its statistic is called.

    `asks` is what it is a test of: 'ranks', 'means', 'symmetry', 'margins' or 'shares'.
    """

    article: str
    name: str
    symbol: str
    asks: str


# By what stands before the comma in a row's method.
_TESTS = {
    "signed-rank (Pratt)": NamedTest(
        "a", "Wilcoxon signed-rank test with Pratt's treatment of zeros", "V", "ranks"
    ),
    "signed-rank (Wilcoxon)": NamedTest(
        "a", "Wilcoxon signed-rank test without the unchanged answers", "V", "ranks"
    ),
    "signed-rank (zero-split)": NamedTest(
        "a", "Wilcoxon signed-rank test with the ranks of zeros split", "V", "ranks"
    ),
    "sign test": NamedTest("a", "sign test", "S", "ranks"),
    "weighted sign test": NamedTest("a", "weighted sign test", "z", "ranks"),
    "paired t": NamedTest("a", "paired t test", "t", "means"),
    "design-based t": NamedTest("a", "design-based t test", "t", "means"),
    "Bowker": NamedTest("", "Bowker's test of symmetry", "χ²", "symmetry"),
    "Stuart-Maxwell": NamedTest(
        "a", "Stuart-Maxwell test of marginal homogeneity", "χ²", "margins"
    ),
    "ordered marginal homogeneity": NamedTest(
        "a", "test of ordered marginal homogeneity", "z", "means"
    ),
    "Mann-Whitney": NamedTest("a", "Mann-Whitney test", "U", "ranks"),
    "design-based Mann-Whitney": NamedTest("a", "design-based Mann-Whitney test", "t", "ranks"),
    "design-based t of proportions": NamedTest(
        "a", "design-based t test of proportions", "t", "shares"
    ),
    "pooled z of proportions": NamedTest("a", "pooled z test of proportions", "z", "shares"),
    "Fisher's exact test": NamedTest("", "Fisher's exact test", "", "shares"),
    "Brunner-Munzel": NamedTest("a", "Brunner-Munzel test", "t", "ranks"),
    "Welch's t": NamedTest("", "Welch's t test", "t", "means"),
    "linear-by-linear": NamedTest("a", "linear-by-linear test", "z", "means"),
    "partially overlapping t": NamedTest("a", "partially overlapping t test", "t", "means"),
    "partially overlapping z": NamedTest("a", "partially overlapping z test", "z", "shares"),
    "two one-sided partially overlapping t": NamedTest(
        "", "two one-sided partially overlapping t tests", "t", "means"
    ),
    "two one-sided paired t": NamedTest("", "two one-sided paired t tests", "t", "means"),
    "two one-sided score tests of the pairs (Tango)": NamedTest(
        "", "two one-sided score tests (Tango) of the pairs", "z", "ranks"
    ),
    "Kruskal-Wallis": NamedTest("a", "Kruskal-Wallis test", "H", "ranks"),
    "design-based Kruskal-Wallis": NamedTest("a", "design-based Kruskal-Wallis test", "F", "ranks"),
    "Pearson's chi-square": NamedTest("", "Pearson's chi-square test", "χ²", "shares"),
    "design-based Wald F of proportions": NamedTest(
        "a", "design-based Wald test of proportions", "F", "shares"
    ),
    "Welch's F": NamedTest("", "Welch's F test", "F", "means"),
    "design-based Wald F": NamedTest("a", "design-based Wald test", "F", "means"),
    "Friedman": NamedTest("a", "Friedman test", "χ²", "ranks"),
}
# By what stands behind it: how the p-value was found.
_FOUND = {
    "exact": ("exact", ""),
    "saddlepoint": ("", "with a saddlepoint approximation of the exact p"),
    "asymptotic (normal, ties corrected)": ("asymptotic", "with ties corrected"),
    "asymptotic (normal)": ("asymptotic", ""),
    "asymptotic (chi-square)": ("asymptotic", ""),
    "Monte Carlo": ("Monte Carlo", ""),
    "t": ("", ""),
    "χ²": ("", ""),
    "Wald F": ("", ""),
    "respondents minus strata": ("", ""),
    "clusters minus strata": ("", "with clusters as sampled units"),
    "respondents of random sign, asymptotic (normal)": ("asymptotic", ""),
    "clusters of random sign, asymptotic (normal)": (
        "asymptotic",
        "with clusters as sampled units",
    ),
    "unequal variances": ("", "for unequal variances"),
    "equal variances": ("", "for equal variances"),
}


def named_test(method: str) -> NamedTest:
    """Return the test that a row's method names."""
    known = _TESTS.get(method.partition(",")[0])
    return known or NamedTest("a", f"test ({method})", "statistic", "ranks")


def method_words(method: str, alternative: object) -> str:
    """Return a test by its name and its article: "an exact Mann-Whitney test"."""
    test, found = named_test(method), method.partition(", ")[2]
    before, behind = _FOUND.get(found, ("", f"({found})" if found else ""))
    if method.partition(",")[0] not in _TESTS:
        behind = ""
    if alternative in {"less", "greater"}:
        before = f"one-sided {before}".strip()
    words = " ".join(filter(None, (before, test.name, behind)))
    if before and not test.article:
        # "Welch's t test" takes no article, and "one-sided Welch's t test" takes one.
        return f"{_article(words)} {words}"
    return f"{_article(words)} {words}" if test.article else words


def _article(words: str) -> str:
    return "an" if words[0] in "aeiou" and not words.startswith("one") else "a"
