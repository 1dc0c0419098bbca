"""Tables with whatever tables hold."""

import pyarrow as pa

NOTES = ["Call John Smith", None, "naïve 🙂 Zoë at 555-0142", "", "nothing here"]
NAMES = ["Ada Byron", "Grace Hopper", None, "Zoë"]


def table_of(rows: int) -> pa.Table:
    """Nulls, unicode and nested fields."""
    return pa.table(
        {
            "id": pa.array(range(rows), pa.int64()),
            "note": [NOTES[i % len(NOTES)] for i in range(rows)],
            "user": [{"name": NAMES[i % len(NAMES)], "age": i % 90} if i % 7 else None for i in range(rows)],
        }
    )


def undecodable() -> pa.Array:
    """Texts of which the second is not UTF-8, as files of other programs hold them."""
    good = pa.array([b"Call John Smith", b"\xffJohn Smith", b"John Smith"], pa.binary())
    return pa.Array.from_buffers(pa.string(), 3, good.buffers())
