"""One Spark session for all tests, and a skip where there is no Java."""

from __future__ import annotations

import shutil
from typing import Any

import pytest


def spark() -> Any:
    """Return the session; skip, and say so, where Spark cannot run."""
    sql = pytest.importorskip("pyspark.sql", reason="PySpark is not installed")
    if shutil.which("java") is None:
        pytest.skip("no Java for Spark: install Debian's openjdk-17-jre-headless")
    quiet = {
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "1",
        "spark.log.level": "ERROR",
    }
    return sql.SparkSession.builder.master("local[1]").config(map=quiet).getOrCreate()
