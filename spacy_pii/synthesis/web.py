"""Addresses, secrets and wallets of the networked world."""

from __future__ import annotations

import hashlib
from random import Random

from ..english import ascii_fold
from .handles import site
from .people import KINDS as PEOPLE
from .people import Person
from .value_tables import value_tables
from .values import Draw, Kind, Value, fill, form, simple

_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_BECH32_GENERATORS = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_MIXED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
_LEET = str.maketrans("aeios", "@310$")
_SYMBOLS = "!@#$%^*-_+=?."
_PASSWORD_ENDS = "!#$@?*"


def _choices(alphabet: str, count: int, rng: Random) -> str:
    return "".join(rng.choices(alphabet, k=count))


def _ip(draw: Draw) -> str:
    return _ipv4(draw.rng) if draw.rng.random() < 0.78 else _ipv6(draw.rng)


def _ipv4(rng: Random) -> str:
    first = rng.choice((10, 172, 192, rng.randint(1, 223), rng.randint(1, 223)))
    second = {192: 168, 172: rng.randint(16, 31)}.get(first, rng.randint(0, 255))
    return f"{first}.{second}.{rng.randint(0, 255)}.{rng.randint(1, 254)}"


def _ipv6(rng: Random) -> str:
    groups = [fill("~~~~", rng).lstrip("0") or "0" for _ in range(8)]
    kind = rng.random()
    if kind < 0.4:
        text = ":".join(groups)
    elif kind < 0.6:
        text = f"{rng.choice(('2001:db8', 'fe80', '2a02:' + groups[0]))}::{groups[1]}:{groups[2]}"
    elif kind < 0.75:
        text = f"fe80::{groups[0]}:{groups[1]}:{groups[2]}:{groups[3]}"
    elif kind < 0.85:
        text = f"{groups[0]}:{groups[1]}:{groups[2]}::{groups[3]}"
    elif kind < 0.9:
        text = f"::ffff:{_ipv4(rng)}"
    else:
        text = ":".join(group.zfill(4) for group in groups)
    return text.upper() if rng.random() < 0.1 else text


def _with_port(ip: str, draw: Draw) -> Value:
    port = (draw.rng.choice(value_tables().web.ports), None)
    if ":" in ip:
        return (("[", None), (ip, "IP_ADDRESS"), ("]:", None), port)
    return ((ip, "IP_ADDRESS"), (":", None), port)


def _with_range(ip: str, draw: Draw) -> Value:
    bits = draw.rng.choice(("/48", "/64", "/128") if ":" in ip else ("/8", "/16", "/24", "/28", "/32"))
    return ((ip, "IP_ADDRESS"), (bits, None))


def _mac(draw: Draw) -> str:
    pattern = draw.rng.choice(("~~:~~:~~:~~:~~:~~", "~~-~~-~~-~~-~~-~~", "~~~~.~~~~.~~~~", "~~~~~~~~~~~~"))
    text = fill(pattern, draw.rng)
    return text.upper() if draw.rng.random() < 0.5 else text


def _url(draw: Draw) -> str:
    rng = draw.rng
    person: Person = PEOPLE["person"].make(draw)
    user = person.username.lstrip("@")
    kind = rng.random()
    host = rng.choice(value_tables().web.sites) if kind < 0.35 else site(rng, ascii_fold(person.last))
    if kind > 0.85:
        own = user.lower().replace("_", "")
        host = f"{rng.choice(('blog', 'shop', 'app', 'my', 'portal', 'm', 'docs', own))}.{host}"
    if kind > 0.96:
        host = f"{_ipv4(rng)}:{rng.choice(value_tables().web.ports)}"
    scheme = rng.choice(("https://", "https://", "https://www.", "http://", "http://www.", "www.", ""))
    return scheme + host + _path(user, rng)


def _path(user: str, rng: Random) -> str:
    kind = rng.random()
    if kind < 0.3:
        return rng.choice(("", "", "/"))
    words = value_tables().web.handle_words
    folder = rng.choice(value_tables().web.paths)
    if kind < 0.45:
        return f"/{user}"
    if kind < 0.65:
        return f"/{folder}/{user}"
    query = rng.choice(value_tables().web.queries).format(rng.choice((user, fill("####", rng), fill("~~~~~~~~", rng))))
    if kind < 0.85:
        return f"/{folder}{rng.choice(('', '/', '.php', '.html'))}?{query}"
    if kind < 0.93:
        return f"/{folder}/{rng.choice(words)}-{rng.choice(words)}-{fill('####', rng)}.html"
    return f"/{folder}/{fill('201#/0%', rng)}/{user}#{rng.choice(words)}"


def _password(draw: Draw) -> str:
    rng = draw.rng
    kind = rng.random()
    words = value_tables().web.handle_words
    word = rng.choice(value_tables().web.password_words if kind < 0.2 else words)
    if kind < 0.4:
        shown = rng.choice((word, word.title(), word.upper()))
        return shown + fill(rng.choice(("##", "####", "###", "20##")), rng) + rng.choice(_PASSWORD_ENDS + " ").strip()
    if kind < 0.5:
        return "-".join(rng.choices(words, k=rng.choice((3, 4)))) + rng.choice(("", fill("#", rng)))
    if kind < 0.6:
        return word.translate(_LEET).title() + rng.choice(_SYMBOLS) + fill("##", rng)
    if kind < 0.7:
        name = rng.choice(draw.pool.female)
        return (
            (name if name.isascii() else word)
            + rng.choice(("", "@", "_", "#"))
            + fill(rng.choice(("##", "19##", "123")), rng)
        )
    return rng.choice(_MIXED) + _choices(_MIXED + _SYMBOLS, rng.randint(6, 18), rng) + rng.choice(_MIXED)


def _api_key(draw: Draw) -> str:
    rng = draw.rng
    kind = rng.random()
    if kind < 0.12:
        return ".".join(
            ("eyJ" + _choices(_MIXED, 17, rng), "eyJ" + _choices(_MIXED, 30, rng), _choices(_MIXED + "-_", 28, rng))
        )
    if kind < 0.25:
        return fill(rng.choice(("~" * 32, "~" * 40, "~" * 64, "~~~~~~~~-~~~~-4~~~-9~~~-~~~~~~~~~~~~")), rng)
    prefix = rng.choice(value_tables().web.key_prefixes)
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


def bech32(prefix: str, version: int, program: int) -> str:
    """A SegWit address of 160 bits (BIP 173): the encoding of newer Bitcoin and Litecoin addresses."""
    data = [version, *((program >> shift) & 31 for shift in range(155, -1, -5))]
    check = 1
    for value in (*(ord(c) >> 5 for c in prefix), 0, *(ord(c) & 31 for c in prefix), *data, *(0,) * 6):
        top, check = check >> 25, (check & 0x1FFFFFF) << 5 ^ value
        for bit, generator in enumerate(_BECH32_GENERATORS):
            if top >> bit & 1:
                check ^= generator
    check ^= 1
    checks = (check >> shift & 31 for shift in range(25, -1, -5))
    return f"{prefix}1" + "".join(_BECH32[value] for value in (*data, *checks))


def _crypto(draw: Draw) -> str:
    rng, kind = draw.rng, draw.rng.random()
    if kind < 0.5:
        version = rng.choice((0, 5, 48))
        return base58_check(bytes([version]) + rng.getrandbits(160).to_bytes(20, "big"))
    if kind < 0.8:
        return "0x" + fill("~" * 40, rng)
    return bech32(rng.choice(("bc", "ltc")), 0, rng.getrandbits(160))


KINDS: dict[str, Kind] = {
    "ip": Kind(
        _ip,
        {
            "": form("IP_ADDRESS", lambda ip, d: ip),
            "port": _with_port,
            "range": _with_range,
        },
    ),
    "ipv6": simple("IP_ADDRESS", lambda draw: _ipv6(draw.rng)),
    "mac": simple("MAC_ADDRESS", _mac),
    "url": simple("URL", _url),
    "password": simple("PASSWORD", _password),
    "api_key": simple("API_KEY", _api_key),
    "crypto": simple("CRYPTO", _crypto),
    "email": Kind(PEOPLE["person"].make, {"": form("EMAIL_ADDRESS", lambda p, d: p.email)}),
    "username": Kind(PEOPLE["person"].make, {"": form("USERNAME", lambda p, d: p.username)}),
}
