"""Spark, through Arrow: no SparkContext and no broadcast, so that all of it works over Spark Connect."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..errors import PiiError
from ..labels import ALL_LABELS
from .batches import NULLED, anonymize_batches
from .places import find_places
from .spans import find_spans
from .spec import AnonymizerSpec

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa
    from pyspark.sql import Column, DataFrame, Observation

OTHER = "OTHER"
"""Replacements of labels that the table of labels does not hold."""
SPANS = "array<struct<label:string,start:int,end:int,score:double>>"
"""The type that `analyze_column` gives: offsets are code points, 0-based, end-exclusive."""
_COUNTS = "__spacy_pii_counts"
_TEXT = "text"


def anonymize_frame(frame: DataFrame, spec: AnonymizerSpec, observation: Observation | None = None) -> DataFrame:
    """The frame with the chosen columns anonymized, lazily; its schema stays.

    observation: after an action, its `get` holds the number of replacements for each label, `OTHER` for labels of one's
    own, and `nulled_rows`. Raises PiiError, before anything runs, for a column that is missing or not text. While it
    runs, an error names the partition and the row in it.
    """
    _require()
    from pyspark.sql.pandas.types import to_arrow_schema

    find_places(to_arrow_schema(frame.schema), spec.labels, null_errors=spec.on_error == "null")
    if observation is None:

        def anonymized(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
            yield from anonymize_batches(batches, spec, place=_place())

        return frame.mapInArrow(anonymized, frame.schema)
    return _observed(frame, spec, observation)


def _observed(frame: DataFrame, spec: AnonymizerSpec, observation: Observation) -> DataFrame:
    from pyspark.sql import functions as F
    from pyspark.sql.types import LongType, MapType, StringType, StructField, StructType

    def anonymized(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        yield from anonymize_batches(batches, spec, place=_place(), counts_column=_COUNTS)

    counts = StructField(_COUNTS, MapType(StringType(), LongType()))
    counted = frame.mapInArrow(anonymized, StructType([*frame.schema.fields, counts]))
    names = sorted({*ALL_LABELS, *(label for label in spec.labels.values() if label)}) + [NULLED]

    def total(value: Column, name: str) -> Column:
        return F.coalesce(F.sum(value), F.lit(0)).alias(name)

    known = F.array(*map(F.lit, names))
    others = F.map_values(F.map_filter(_COUNTS, lambda name, _: ~F.array_contains(known, name)))
    metrics = [total(F.try_element_at(F.col(_COUNTS), F.lit(name)), name) for name in names]
    metrics.append(total(F.aggregate(others, F.lit(0).cast("bigint"), lambda left, right: left + right), OTHER))
    return counted.observe(observation, *metrics).drop(_COUNTS)


def anonymize_column(spec: AnonymizerSpec, column: str | None = None) -> Callable[..., Column]:
    """A function from a column of texts to the anonymized column, an iterator pandas UDF.

    column: which of the spec's columns it stands for, if there are several.
    """
    one = _of_one(spec, column)

    def anonymized(series: Iterator[pd.Series]) -> Iterator[pd.Series]:
        for batch in anonymize_batches(_as_batches(series), one, place=_place()):
            yield batch.column(0).to_pandas()

    return _iterator_udf(anonymized, "string")


def analyze_column(spec: AnonymizerSpec, column: str | None = None) -> Callable[..., Column]:
    """A function from a column of texts to what was found in each: an array of structs; null where the text is.

    With on_error="null" a text that cannot be analyzed gives null.
    """
    one = _of_one(spec, column)

    def analyzed(series: Iterator[pd.Series]) -> Iterator[pd.Series]:
        import pandas

        for found in find_spans(_as_batches(series), one, place=_place()):
            yield pandas.Series(found, dtype=object)

    return _iterator_udf(analyzed, SPANS)


def _of_one(spec: AnonymizerSpec, column: str | None) -> AnonymizerSpec:
    labels = spec.labels
    if column is None and len(labels) > 1:
        raise PiiError("the recipe has several columns.", remedy="say which one the function stands for.")
    name = next(iter(labels)) if column is None else column
    if name not in labels:
        raise PiiError(f"the recipe has no column {name}.", remedy=f"it has {', '.join(labels)}.")
    return replace(spec, columns={_TEXT: labels[name]})


def _iterator_udf(function: Callable[..., Any], returned: str) -> Callable[..., Column]:
    _require()
    import pandas
    from pyspark.sql.functions import pandas_udf

    # pyspark reads the kind of function from its annotations, and cannot resolve names that are imported here.
    function.__annotations__ = {"series": Iterator[pandas.Series], "return": Iterator[pandas.Series]}
    return pandas_udf(function, returnType=returned)


def _as_batches(series: Iterable[pd.Series]) -> Iterator[pa.RecordBatch]:
    import pyarrow as pa

    for each in series:
        texts = pa.Array.from_pandas(each, type=pa.string())
        yield pa.RecordBatch.from_arrays([texts], names=[_TEXT])


def _place() -> str:
    from pyspark import TaskContext

    context = TaskContext.get()
    return "" if context is None else f"partition {context.partitionId()}"


def _require() -> None:
    try:
        import pandas  # noqa: F401
        import pyspark.sql  # noqa: F401
    except ModuleNotFoundError as error:
        raise PiiError(f"{error.name} is not installed.", remedy="pip install spacy-pii[spark]") from None
