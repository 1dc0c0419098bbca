"""Spark Connect has a process of its own: a session of another kind cannot be in the same."""

from __future__ import annotations

import os
import subprocess
import sys

from java import java_home

PROGRAM = """
import sys
from pyspark.sql import Observation, SparkSession
from spacy_pii.distributed import AnonymizerSpec
from spacy_pii.distributed.spark import analyze_column, anonymize_column, anonymize_frame

if __name__ == "__main__":
    spark = SparkSession.builder.remote("local[1]").config("spark.ui.enabled", "false").getOrCreate()
    assert type(spark).__module__.startswith("pyspark.sql.connect"), type(spark)
    frame = spark.createDataFrame([("Call John Smith",), (None,)], "note string")
    spec = AnonymizerSpec(columns={"note": None}, model=sys.argv[1], patterns=False)
    observed = Observation()
    print([row.note for row in anonymize_frame(frame, spec, observed).collect()])
    print(observed.get["PERSON"])
    both = frame.select(anonymize_column(spec)("note").alias("new"), analyze_column(spec)("note").alias("spans"))
    print([(row.new, row.spans and row.spans[0].label) for row in both.collect()])
    spark.stop()
"""


def test_everything_works_over_spark_connect(model, tmp_path):
    program = tmp_path / "program.py"
    program.write_text(PROGRAM)
    environment = {
        **os.environ,
        "JAVA_HOME": str(java_home(tmp_path)),
        "PYSPARK_PYTHON": sys.executable,
        "SPARK_LOCAL_IP": "127.0.0.1",
    }
    done = subprocess.run(
        [sys.executable, program, model], cwd=tmp_path, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.splitlines() == [
        "['Call <PERSON>', None]",
        "1",
        "[('Call <PERSON>', 'PERSON'), (None, None)]",
    ]
