"""Texts out of Arrow arrays and back: what lies around them, validity and types included, stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ..errors import PiiError
from .places import ITEMS


class Undecodable:
    """Stands for a text that is not UTF-8: Arrow does not check that."""


UNDECODABLE = Undecodable()
Text = str | Undecodable | None


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts at one place. rows: for each, the number of its row."""

    values: list[Text]
    rows: np.ndarray


def texts_at(array: pa.Array, steps: Sequence[int]) -> Texts:
    """The texts at a place of a column. What lies hidden under a null struct is among them."""
    rows = np.arange(len(array))
    for step in steps:
        if step == ITEMS:
            rows = np.repeat(rows, _lengths(array))
            array = _items(array)
        else:
            array = array.field(step)
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    return Texts(_decoded(array), rows)


def with_texts(array: pa.Array, steps: Sequence[int], texts: Sequence[str | None]) -> pa.Array:
    """The column with other texts, in the order of `texts_at`. Raises PiiError if a dictionary grows too large."""
    if not steps:
        return _leaf(array.type, texts)
    step, rest = steps[0], steps[1:]
    if step != ITEMS:
        children = [array.field(number) for number in range(array.type.num_fields)]
        children[step] = with_texts(children[step], rest, texts)
        fields = [array.type.field(number) for number in range(array.type.num_fields)]
        return pa.StructArray.from_arrays(children, fields=fields, mask=array.is_null())
    return _with_items(array, with_texts(_items(array), rest, texts))


def _lengths(array: pa.Array) -> np.ndarray:
    """The number of items in each row; 0 where the list is null."""
    if pa.types.is_map(array.type):
        lengths = np.diff(array.offsets.to_numpy())
        return np.where(array.is_valid().to_numpy(zero_copy_only=False), lengths, 0)
    return pc.fill_null(pc.list_value_length(array), 0).to_numpy(zero_copy_only=False)


def _items(array: pa.Array) -> pa.Array:
    """The items of all lists that are not null."""
    return _of_entries(array, array.items) if pa.types.is_map(array.type) else array.flatten()


def _of_entries(array: pa.MapArray, entries: pa.Array) -> pa.Array:
    """Those keys or values of a map's entries that belong to rows which are there."""
    offsets = array.offsets.to_numpy()
    lengths = _lengths(array)
    starts = np.repeat(offsets[:-1], lengths)
    within = np.arange(len(starts)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return entries.take(pa.array(starts + within, type=pa.int64()))


def _with_items(array: pa.Array, items: pa.Array) -> pa.Array:
    kind, mask, lengths = array.type, array.is_null(), _lengths(array)
    if pa.types.is_fixed_size_list(kind):
        there = np.repeat(array.is_valid().to_numpy(zero_copy_only=False), kind.list_size)
        # Null rows take up room as well.
        positions = pa.array(np.cumsum(there) - 1, type=pa.int64(), mask=~there)
        return pa.FixedSizeListArray.from_arrays(items.take(positions), type=kind, mask=mask)
    large = pa.types.is_large_list(kind)
    offsets = pa.array(np.concatenate([[0], np.cumsum(lengths)]), type=pa.int64() if large else pa.int32())
    if pa.types.is_map(kind):
        return pa.MapArray.from_arrays(offsets, _of_entries(array, array.keys), items, type=kind, mask=mask)
    factory = pa.LargeListArray if large else pa.ListArray
    return factory.from_arrays(offsets, items, type=kind, mask=mask)


def _decoded(array: pa.Array) -> list[Text]:
    try:
        return array.to_pylist()
    except UnicodeDecodeError:
        return [_decoded_one(value) for value in array]


def _decoded_one(value: pa.Scalar) -> Text:
    try:
        return value.as_py()
    except UnicodeDecodeError:
        return UNDECODABLE


def _leaf(kind: pa.DataType, texts: Sequence[str | None]) -> pa.Array:
    if not pa.types.is_dictionary(kind):
        made = pa.array(texts, type=kind)
        if isinstance(made, pa.ChunkedArray):
            raise PiiError("a batch holds over 2 GB of text in one column.", remedy="give smaller batches.")
        return made
    encoded = pa.array(texts, type=kind.value_type).dictionary_encode()
    try:
        indices = encoded.indices.cast(kind.index_type)
    except pa.ArrowInvalid:
        raise PiiError(
            f"a column of type {kind} cannot number {len(encoded.dictionary)} different texts.",
            remedy="cast the column to text, or to a dictionary with wider indices.",
        ) from None
    return pa.DictionaryArray.from_arrays(indices, encoded.dictionary, ordered=kind.ordered)
