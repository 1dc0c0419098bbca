"""Where the texts of chosen columns lie in a schema: through structs, lists and maps down to the text itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pyarrow as pa

from ..errors import PiiError

ITEMS = -1
"""The step from a list to its items, or from a map to its values; other steps are numbers of struct fields."""


@dataclass(frozen=True, slots=True)
class Place:
    """column: its number. steps: the way down from there. label: None for running text. name: as the user wrote it."""

    column: int
    steps: tuple[int, ...]
    label: str | None
    name: str


def find_places(schema: pa.Schema, columns: Mapping[str, str | None], *, null_errors: bool = False) -> list[Place]:
    """The texts that the names mean. null_errors: they must be nullable, as rows with errors will be emptied.

    Raises PiiError for a column that is missing, there twice, or holds anything but texts, also somewhere inside.
    """
    found: dict[tuple[int, tuple[int, ...]], Place] = {}
    # Where both "user" and "user.name" are chosen, the longer name tells more.
    for name in sorted(columns, key=lambda name: name.count(".")):
        index, rest = _member(schema, name, name)
        field = schema.field(index)
        for steps, leaf in _texts(field, rest, (), name):
            if null_errors and not leaf.nullable:
                raise PiiError(
                    f"the column {name} may not be null, and rows with errors shall be emptied.",
                    remedy='make it nullable, or choose on_error="raise".',
                )
            found[index, steps] = Place(index, steps, columns[name], name)
    return list(found.values())


def _member(parent: pa.Schema | pa.StructType, name: str, column: str) -> tuple[int, str]:
    """The number of the column or field that a name begins with, the longest first, and the rest of the name."""
    parts = name.split(".")
    for number in range(len(parts), 0, -1):
        indices = parent.get_all_field_indices(".".join(parts[:number]))
        if len(indices) > 1:
            raise PiiError(f"two columns or fields are named {'.'.join(parts[:number])}.", remedy="rename one of them.")
        if indices:
            return indices[0], ".".join(parts[number:])
    raise PiiError(f"there is no column {column}.", remedy="check the names of the columns and of their fields.")


def _texts(
    field: pa.Field, rest: str, steps: tuple[int, ...], column: str
) -> Iterator[tuple[tuple[int, ...], pa.Field]]:
    kind = field.type
    if pa.types.is_struct(kind):
        indices = range(kind.num_fields)
        if rest:
            index, rest = _member(kind, rest, column)
            indices = range(index, index + 1)
        for index in indices:
            yield from _texts(kind.field(index), rest, (*steps, index), column)
    elif pa.types.is_map(kind):
        if rest:
            raise PiiError(
                f"the column {column} names a key of a map.", remedy="choose the map itself: all its values are taken."
            )
        yield from _texts(kind.item_field, rest, (*steps, ITEMS), column)
    elif pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind):
        yield from _texts(kind.value_field, rest, (*steps, ITEMS), column)
    elif rest:
        raise PiiError(f"there is no column {column}.", remedy="check the names of the columns and of their fields.")
    elif is_text(kind.value_type if pa.types.is_dictionary(kind) else kind):
        yield steps, field
    elif not pa.types.is_null(kind):
        inside = "" if f".{column}".endswith(f".{field.name}") else f", in the field {field.name},"
        raise PiiError(
            f"the column {column}{inside} holds {kind}, and only texts can be replaced.",
            remedy="cast it to text first, or name the fields that are texts.",
        )


def is_text(kind: pa.DataType) -> bool:
    """Whether it is one of Arrow's types for text."""
    return pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind)
