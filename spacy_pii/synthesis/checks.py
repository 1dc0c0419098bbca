"""Check digits, and groups of digits."""

from __future__ import annotations


def luhn_digit(digits: str) -> str:
    """The check digit that makes `digits` followed by it valid."""
    total = sum(sum(divmod(int(d) * (2 - i % 2), 10)) for i, d in enumerate(reversed(digits)))
    return str(-total % 10)


def weighted(digits: str, weights: tuple[int, ...]) -> int:
    """The sum of digits times their weights."""
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))


def grouped(text: str, sizes: tuple[int, ...], separator: str) -> str:
    """Cut a text into groups of the given sizes; the last size repeats."""
    groups, position, index = [], 0, 0
    while position < len(text):
        size = sizes[min(index, len(sizes) - 1)]
        groups.append(text[position : position + size])
        position, index = position + size, index + 1
    return separator.join(groups)
