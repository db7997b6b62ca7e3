"""Spark for the tests, and a skip where there is no Java."""

from __future__ import annotations

import shutil
from typing import Any

import pytest

from likertkit.testing._engines import spark_session


def spark() -> Any:
    """Return the session; skip, and say so, where Spark cannot run."""
    pytest.importorskip("pyspark.sql", reason="PySpark is not installed")
    if shutil.which("java") is None:
        pytest.skip("no Java for Spark: install Debian's openjdk-17-jre-headless")
    return spark_session()
