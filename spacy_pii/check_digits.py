"""Check digits: what synthesis writes and surrogates keep."""

from __future__ import annotations

# The multiplication of the dihedral group of order 10, and the permutation of the digit at each place.
_VERHOEFF_PRODUCT = (
    *("0123456789", "1234067895", "2340178956", "3401289567", "4012395678"),
    *("5987604321", "6598710432", "7659821043", "8765932104", "9876543210"),
)
_VERHOEFF_ORDER = (
    *("0123456789", "1576283094", "5803796142", "8916043527"),
    *("9453126870", "4286573901", "2793806415", "7046913258"),
)


def luhn_digit(digits: str) -> str:
    """The check digit that makes `digits` followed by it valid (ISO/IEC 7812)."""
    total = sum(sum(divmod(int(d) * (2 - i % 2), 10)) for i, d in enumerate(reversed(digits)))
    return str(-total % 10)


def luhn_valid(digits: str) -> bool:
    """Whether the last digit is the check digit of the others."""
    return luhn_digit(digits[:-1]) == digits[-1]


def verhoeff_digit(digits: str) -> str:
    """The check digit of India's Aadhaar."""
    check = 0
    for place, digit in enumerate(reversed(digits), start=1):
        check = int(_VERHOEFF_PRODUCT[check][int(_VERHOEFF_ORDER[place % 8][int(digit)])])
    # The inverse in the group: rotations have their own, reflections are theirs.
    return str(-check % 5 if check < 5 else check)


def mod_11_10_digit(digits: str) -> str:
    """The check digit of ISO 7064 modulo 11,10, as in Germany's tax numbers."""
    product = 10
    for digit in digits:
        product = ((int(digit) + product) % 10 or 10) * 2 % 11
    return str((11 - product) % 10)


def weighted(digits: str, weights: tuple[int, ...]) -> int:
    """The sum of digits times their weights."""
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))
