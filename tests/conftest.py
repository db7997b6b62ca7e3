"""Fixtures and Hypothesis profiles for every test."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).parents[1]

# No deadline: the first example of a test also pays for the imports.
settings.register_profile("default", deadline=None)
SLOW = [HealthCheck.too_slow]
# Every run tries the same examples; `nox -s fuzz` tries many more, and new ones.
settings.register_profile(
    "ci",
    deadline=None,
    derandomize=True,
    print_blob=True,
    max_examples=30,
    suppress_health_check=SLOW,
)
# Of the laws, of which there are many.
settings.register_profile("laws", settings.get_profile("ci"), max_examples=20)
settings.register_profile(
    "brief", deadline=None, derandomize=True, max_examples=10, suppress_health_check=SLOW
)
settings.register_profile("thorough", deadline=None, max_examples=2000)
settings.load_profile(
    os.environ.get("HYPOTHESIS_PROFILE", "ci" if "CI" in os.environ else "default")
)

# Engines that take a second to plan a query of a few rows run the first case of each test.
PLANNERS = {"dask", "pyspark"}
MOST_CASES = 1


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out further cases of the engines that plan for long, but where a run is thorough."""
    if os.environ.get("HYPOTHESIS_PROFILE") == "thorough":
        return
    seen: Counter[object] = Counter()
    kept: list[pytest.Item] = []
    left: list[pytest.Item] = []
    for item in items:
        case = getattr(item, "callspec", None)
        for planner in PLANNERS.intersection(case.id.split("-")) if case else ():
            seen[item.path, getattr(item, "originalname", ""), planner] += 1
            if seen[item.path, getattr(item, "originalname", ""), planner] > MOST_CASES:
                left.append(item)
                break
        else:
            kept.append(item)
    config.hook.pytest_deselected(items=left)
    items[:] = kept


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the top of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of real survey files that lies beside the checkout, where it does."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip(f"the survey files are not there: no folder {folder}")
    return folder
