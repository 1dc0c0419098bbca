"""Ray itself, on this machine."""

from __future__ import annotations

import pyarrow as pa
import pytest
import ray
from arrow_tables import table_of, undecodable
from ray.data import ActorPoolStrategy, DataContext

from spacy_pii.distributed import anonymize_batches
from spacy_pii.distributed.ray import AnonymizeBatch

KEY = b"0123456789abcdef-ray"
ROWS = 2000


@pytest.fixture(scope="module", autouse=True)
def cluster():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        environment = {"env_vars": {"MASKING_KEY": KEY.decode()}}
        ray.init(
            num_cpus=2,
            include_dashboard=False,
            object_store_memory=100_000_000,
            log_to_driver=False,
            runtime_env=environment,
        )
        DataContext.get_current().enable_progress_bars = False
        yield
        ray.shutdown()


def masked(table: pa.Table, *arguments, **options) -> pa.Table:
    data = ray.data.from_arrow([table.slice(start, 500) for start in range(0, len(table), 500)])
    done = data.map_batches(
        AnonymizeBatch,
        fn_constructor_args=arguments,
        compute=ActorPoolStrategy(size=2),
        batch_format="pyarrow",
        batch_size=250,
        **options,
    )
    return pa.concat_tables(ray.get(done.to_arrow_refs()))


def test_a_dataset_is_anonymized_as_on_one_machine(spec):
    table = table_of(ROWS)
    result = masked(table, spec(operator="surrogate", key="env:MASKING_KEY"), "found")
    recipe = spec(operator="surrogate", key=KEY)
    expected = pa.Table.from_batches(anonymize_batches(table.to_batches(), recipe, counts_column="found"))
    assert result.schema == expected.schema
    assert result.sort_by("id").to_pylist() == expected.to_pylist()


def test_an_error_names_task_and_row_and_quotes_nothing(spec):
    table = pa.table({"note": undecodable(), "id": [1, 2, 3]})
    with pytest.raises(Exception, match=r"task [0-9a-f]+, row 2: column note: the text is not UTF-8") as caught:
        masked(table, spec(["note"]))
    assert "John" not in str(caught.value)
    assert "Smith" not in str(caught.value)
    assert masked(table, spec(["note"], on_error="null"))["note"].to_pylist() == ["Call <PERSON>", None, "<PERSON>"]
