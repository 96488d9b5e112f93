"""Spark: the same expressions on as many machines as there are; here in local mode unless told otherwise.

An extra (`pip install 'huiyin[spark]'`) that needs Java 17; where one is missing the refusal says what to do.
"""

import os
import shutil
import threading
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from huiyin.base.errors import Refused
from huiyin.insight.engines import Answer, plain
from huiyin.insight.store import Manifest
from huiyin.insight.tables import TABLES

_NEEDED = ("pyspark", "pandas", "pyarrow")
_lock = threading.Lock()


def lacking() -> str:
    """Return what keeps Spark from running here: the name of a package, java, or nothing."""
    for package in _NEEDED:
        if find_spec(package) is None:
            return package
    home = os.environ.get("JAVA_HOME")
    there = Path(home, "bin", "java").exists() if home else shutil.which("java") is not None
    return "" if there else "java"


@cache
def _session() -> Any:
    from pyspark.sql import SparkSession

    made = (
        SparkSession.builder.appName("huiyin")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.session.timeZone", "Asia/Shanghai")
        .config("spark.sql.shuffle.partitions", str(2 * (os.cpu_count() or 1)))
        .config("spark.ui.showConsoleProgress", "false")
    )
    if "SPARK_MASTER" not in os.environ and "MASTER" not in os.environ:
        made = made.master("local[*]").config("spark.driver.host", "127.0.0.1")
        made = made.config("spark.driver.bindAddress", "127.0.0.1")
    session = made.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


class Spark:
    """The tables of one manifest as Spark's views."""

    def __init__(self, lake: Path, manifest: Manifest) -> None:
        import ibis

        self.manifest, self._session = manifest, _session()
        self._words: Any = ibis.pyspark.connect(self._session)
        for table, columns in TABLES.items():
            self._view(lake, table, columns)

    def _view(self, lake: Path, table: str, columns: Any) -> None:
        from pyspark.sql.types import BooleanType, DateType, LongType, StringType, StructType

        kinds = {"int64": LongType, "string": StringType, "boolean": BooleanType, "date": DateType}
        form = StructType()
        for name, kind in columns.items():
            form = form.add(name, kinds[kind]())
        files = [str(lake / kept.path) for kept in self.manifest.files(table)]
        here = self._session
        rows = here.read.schema(form).parquet(*files) if files else here.createDataFrame([], form)
        rows.select(*columns).createOrReplaceTempView(table)

    def ask(self, expression: Any) -> Answer:
        """Return what an expression finds, column by column."""
        found = self._session.sql(self._words.compile(expression)).toArrow()
        return {name: plain(_column(found.column(name)), kind) for name, kind in expression.schema().items()}


def _column(values: Any) -> Any:
    missing = values.is_null().to_numpy()
    return np.ma.MaskedArray(values.to_numpy(), missing)


def over(lake: Path, manifest: Manifest) -> Spark:
    """Return Spark over a manifest. Raises Refused, naming what is missing and how to get it."""
    if missing := lacking():
        raise Refused("insight.no_java" if missing == "java" else "insight.no_spark", package=missing)
    with _lock:
        return Spark(lake, manifest)
