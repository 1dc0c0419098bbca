"""Spark itself, on this machine: two workers, and tasks that may fail twice."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import redirect_stdout
from io import StringIO

import pyarrow as pa
import pytest
from arrow_tables import table_of
from java import java_home
from pyspark.errors import PythonException
from pyspark.sql import Observation, SparkSession
from pyspark.sql import functions as F

from spacy_pii.distributed import anonymize_batches
from spacy_pii.distributed.spark import analyze_column, anonymize_column, anonymize_frame
from spacy_pii.errors import PiiError

KEY = b"0123456789abcdef-spark"
ROWS = 2000


@pytest.fixture(scope="module")
def spark(tmp_path_factory):
    folder = tmp_path_factory.mktemp("spark")
    settings = {"JAVA_HOME": str(java_home(folder)), "PYSPARK_PYTHON": sys.executable, "MASKING_KEY": KEY.decode()}
    with pytest.MonkeyPatch.context() as patch:
        for name, value in settings.items():
            patch.setenv(name, value)
        session = (
            SparkSession.builder.master("local[2,3]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.sql.shuffle.partitions", "2")
            .config("spark.sql.warehouse.dir", str(folder / "warehouse"))
            .config("spark.sql.execution.arrow.maxRecordsPerBatch", "200")
            .getOrCreate()
        )
        session.sparkContext.setLogLevel("OFF")
        yield session
        session.stop()


@pytest.fixture(scope="module")
def frame(spark):
    """2,000 rows in four partitions."""
    schema = "id bigint, note string, user struct<name:string,age:bigint>"
    return spark.createDataFrame(table_of(ROWS).to_pylist(), schema).repartition(4, "id").cache()


def locally(spec):
    table = pa.Table.from_batches(anonymize_batches(table_of(ROWS).to_batches(), spec))
    return table.sort_by("id").to_pylist()


def rows_of(frame):
    return sorted((row.asDict(recursive=True) for row in frame.collect()), key=lambda row: row["id"])


def test_a_frame_is_anonymized_and_its_replacements_are_counted(frame, spec):
    recipe, observed = spec(operator="surrogate", key="env:MASKING_KEY"), Observation()
    masked = anonymize_frame(frame, recipe, observed)
    assert masked.schema == frame.schema
    assert rows_of(masked) == locally(spec(operator="surrogate", key=KEY))
    assert observed.get["PHONE_NUMBER"] == ROWS // 5
    assert observed.get["PERSON"] == 800 + frame.where("user.name is not null").count()
    assert observed.get["nulled_rows"] == observed.get["OTHER"] == observed.get["URL"] == 0


def test_the_key_is_in_no_plan(frame, spec):
    masked = anonymize_frame(frame, spec(operator="surrogate", key=KEY))
    masked = masked.withColumn("note", anonymize_column(spec(["note"], operator="hash", key=KEY))("note"))
    shown = StringIO()
    with redirect_stdout(shown):
        masked.explain(mode="extended")
    assert "MapInArrow" in shown.getvalue()
    for form in (KEY.decode(), KEY.hex(), repr(KEY)):
        assert form not in shown.getvalue() + repr(masked)


def test_single_columns_are_anonymized_and_analyzed(frame, spec):
    recipe = spec(key=KEY, operator="placeholder")
    few = frame.where("id < 40").select(
        "id",
        anonymize_column(recipe, "note")("note").alias("note"),
        anonymize_column(recipe, "user.name")("user.name").alias("name"),
        analyze_column(recipe, "note")("note").alias("spans"),
    )
    rows = rows_of(few)
    expected = locally(recipe)[:40]
    assert [row["note"] for row in rows] == [row["note"] for row in expected]
    assert [row["name"] for row in rows] == [row["user"] and row["user"]["name"] for row in expected]
    assert [row["spans"] for row in rows[:4]] == [
        [{"label": "PERSON", "start": 5, "end": 15, "score": rows[0]["spans"][0]["score"]}],
        None,
        [
            {"label": "PERSON", "start": 8, "end": 11, "score": rows[2]["spans"][0]["score"]},
            {"label": "PHONE_NUMBER", "start": 15, "end": 23, "score": rows[2]["spans"][1]["score"]},
        ],
        [],
    ]


def test_a_worker_that_is_killed_changes_nothing(frame, spec, tmp_path):
    recipe, marker = spec(operator="surrogate", key=KEY), tmp_path / "killed"

    def dies_once(batches):
        for number, batch in enumerate(anonymize_batches(batches, recipe)):
            if number == 1 and not marker.exists():
                marker.touch()
                os.kill(os.getpid(), signal.SIGKILL)
            yield batch

    assert rows_of(frame.mapInArrow(dies_once, frame.schema)) == locally(recipe)
    assert marker.exists()


def test_an_error_names_partition_and_row_and_quotes_nothing(spark, spec):
    bad = spark.range(40, numPartitions=2).select(
        "id", F.when(F.col("id") == 33, F.unhex(F.lit("FF4A6F686E"))).otherwise(F.lit(b"John Smith")).alias("note")
    )
    # Literals may not be null.
    bad = bad.select("id", F.when(bad.id >= 0, bad.note.cast("string")).alias("note"))
    with pytest.raises(PythonException, match="partition 1, row 14: column note: the text is not UTF-8") as caught:
        anonymize_frame(bad, spec(["note"])).collect()
    assert "John" not in str(caught.value)
    assert "Smith" not in str(caught.value)
    observed = Observation()
    rows = rows_of(anonymize_frame(bad, spec(["note"], on_error="null"), observed))
    assert [row["note"] for row in rows] == ["<PERSON>"] * 33 + [None] + ["<PERSON>"] * 6
    assert observed.get["nulled_rows"] == 1


def test_mistakes_are_found_before_anything_runs(frame, spec):
    with pytest.raises(PiiError, match="no column other"):
        anonymize_frame(frame, spec(["other"]))
    with pytest.raises(PiiError, match="holds int64"):
        anonymize_frame(frame, spec({"user.age": "AGE"}))
    fixed = frame.select(F.lit("Zoë").alias("note"))
    with pytest.raises(PiiError, match="may not be null"):
        anonymize_frame(fixed, spec(["note"], on_error="null"))
    with pytest.raises(PiiError, match="several columns"):
        anonymize_column(spec())


def test_tables_that_were_masked_apart_can_be_joined(frame, spec):
    first = anonymize_frame(frame, spec(operator="placeholder", key=KEY)).select("user.name").distinct()
    names = frame.select(F.col("user.name").alias("contact"), "id").where("id < 50")
    second = anonymize_frame(names.repartition(3), spec({"contact": "PERSON"}, operator="placeholder", key=KEY))
    joined = second.join(first, second.contact == first.name)
    assert joined.count() == names.where("contact is not null").count()
