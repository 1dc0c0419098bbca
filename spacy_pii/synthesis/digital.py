"""Addresses, secrets and wallets of the networked world."""

from __future__ import annotations

import hashlib
from random import Random

from .people import KINDS as PEOPLE
from .people import Person
from .places import domain
from .values import Draw, Kind, fill, form, simple
from .words import PASSWORD_WORDS, SITES

_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_MIXED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
_SYMBOLS = "!@#$%^*-_+=?."
_KEY_PREFIXES = ("sk-", "sk_live_", "ghp_", "AKIA", "xoxb-", "AIza", "glpat-", "hf_", "pk_test_", "")
_PATHS = ("profile", "users", "in", "~", "account", "people", "reset", "u", "invite", "orders")


def _choices(alphabet: str, count: int, rng: Random) -> str:
    return "".join(rng.choices(alphabet, k=count))


def _ip(draw: Draw) -> str:
    rng = draw.rng
    if rng.random() < 0.78:
        first = rng.choice((10, 172, 192, rng.randint(1, 223)))
        return f"{first}.{rng.randint(0, 255)}.{rng.randint(0, 255)}.{rng.randint(1, 254)}"
    groups = [fill("~~~~", rng).lstrip("0") or "0" for _ in range(8)]
    if rng.random() < 0.5:
        return f"{groups[0]}:{groups[1]}::{groups[2]}:{groups[3]}"
    return ":".join(groups)


def _mac(draw: Draw) -> str:
    text = fill(draw.rng.choice(("~~:~~:~~:~~:~~:~~", "~~-~~-~~-~~-~~-~~", "~~~~.~~~~.~~~~")), draw.rng)
    return text.upper() if draw.rng.random() < 0.5 else text


def _url(draw: Draw) -> str:
    rng = draw.rng
    person: Person = PEOPLE["person"].make(draw)
    user = person.username.lstrip("@")
    host = rng.choice(SITES) if rng.random() < 0.5 else domain(person.last, rng)
    scheme = rng.choice(("https://", "https://", "http://", "www.", ""))
    return (
        scheme
        + host
        + rng.choice(("", f"/{user}", f"/{rng.choice(_PATHS)}/{user}", f"/{rng.choice(_PATHS)}?id={fill('####', rng)}"))
    )


def _password(draw: Draw) -> str:
    rng = draw.rng
    kind = rng.random()
    if kind < 0.45:
        word = rng.choice(PASSWORD_WORDS)
        return (
            rng.choice((word, word.title(), word.upper()))
            + fill("##" if kind < 0.2 else "####", rng)
            + rng.choice("!#$@?*")
        )
    if kind < 0.6:
        return "-".join(rng.choices(PASSWORD_WORDS, k=3)) + fill("#", rng)
    return rng.choice(_MIXED) + _choices(_MIXED + _SYMBOLS, rng.randint(7, 15), rng) + rng.choice(_MIXED)


def _api_key(draw: Draw) -> str:
    rng = draw.rng
    if rng.random() < 0.12:
        return ".".join(
            ("eyJ" + _choices(_MIXED, 17, rng), "eyJ" + _choices(_MIXED, 30, rng), _choices(_MIXED + "-_", 28, rng))
        )
    prefix = rng.choice(_KEY_PREFIXES)
    if prefix == "AKIA":
        return prefix + fill("*" * 16, rng)
    return prefix + _choices(_MIXED, rng.choice((24, 32, 36, 40)), rng)


def base58_check(payload: bytes) -> str:
    """Base58Check, the encoding of legacy Bitcoin and Litecoin addresses."""
    payload += hashlib.sha256(hashlib.sha256(payload).digest()).digest()[:4]
    number, text = int.from_bytes(payload, "big"), ""
    while number:
        number, rest = divmod(number, 58)
        text = _BASE58[rest] + text
    return "1" * (len(payload) - len(payload.lstrip(b"\0"))) + text


def _crypto(draw: Draw) -> str:
    rng, kind = draw.rng, draw.rng.random()
    if kind < 0.5:
        version = rng.choice((0, 5, 48))
        return base58_check(bytes([version]) + rng.getrandbits(160).to_bytes(20, "big"))
    if kind < 0.8:
        return "0x" + fill("~" * 40, rng)
    return rng.choice(("bc1q", "ltc1q")) + _choices(_BECH32, 38, rng)


KINDS: dict[str, Kind] = {
    "ip": simple("IP_ADDRESS", _ip),
    "mac": simple("MAC_ADDRESS", _mac),
    "url": simple("URL", _url),
    "password": simple("PASSWORD", _password),
    "api_key": simple("API_KEY", _api_key),
    "crypto": simple("CRYPTO", _crypto),
    "email": Kind(PEOPLE["person"].make, {"": form("EMAIL_ADDRESS", lambda p, d: p.email)}),
    "username": Kind(PEOPLE["person"].make, {"": form("USERNAME", lambda p, d: p.username)}),
}
