"""Network addresses. New domains and IP addresses are reserved ones (RFC 2606, 2544, 3849), so nobody's host is hit."""

from __future__ import annotations

import re

from .names import Names
from .session import Session, listed, scramble

_ENDINGS = ("example.com", "example.org", "example.net")
_IPV4 = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")


def email(value: str, session: Session, names: Names, label: str, attempt: int) -> str:
    """A mailbox of the person's new name at a made-up domain; a spoken address keeps its "at" and "dot"."""
    mailbox, at, host = value.rpartition("@")
    if not at:
        return names.handle(value, attempt)
    return f"{names.handle(mailbox, attempt)}@{domain(host, session, attempt)}"


def domain(host: str, session: Session, attempt: int) -> str:
    """The same made-up domain for every host of an organization; a leading www stays."""
    labels = host.lower().strip(".").split(".")
    www = "www." if labels[0] == "www" else ""
    size = 3 if len(labels) > 2 and labels[-2] in ("co", "com", "org", "ac", "gov", "net") else 2
    rng = session.rng("domain", ".".join(labels[-size:]), attempt)
    first, second = rng.sample(listed("coined"), 2)
    return f"{www}{first}{second}.{rng.choice(_ENDINGS)}".lower()


def url(value: str, session: Session, names: Names, label: str, attempt: int) -> str:
    """Scheme and shape stay; host and path become others."""
    match = re.fullmatch(r"(\w+://)?([^/?#:\s]*)(.*)", value, re.DOTALL)
    if match is None:
        return names.handle(value, attempt)
    scheme, host, rest = match[1] or "", match[2], match[3]
    if _IPV4.fullmatch(host):
        new = ip(host, session, label, attempt)
    else:
        new = domain(host, session, attempt) if "." in host else names.handle(host, attempt)
    return scheme + new + names.handle(rest, attempt)


def ip(value: str, session: Session, label: str, attempt: int) -> str:
    """Another address of the same version; a port or a prefix length after it stays in its format."""
    rng = session.rng(label, value.casefold(), attempt)
    if _IPV4.search(value):
        return _IPV4.sub(lambda _: f"198.{rng.randint(18, 19)}.{rng.randint(0, 255)}.{rng.randint(1, 254)}", value)
    if value.count(":") > 1:
        return "2001:db8:" + ":".join(f"{rng.randrange(1, 65536):x}" for _ in range(6))
    return scramble(value, rng)


def mac(value: str, session: Session, label: str, attempt: int) -> str:
    """Other hexadecimal digits, in the same case."""
    rng = session.rng(label, value.casefold(), attempt)

    def other(match: re.Match[str]) -> str:
        alphabet = "0123456789ABCDEF" if not match[0].islower() else "0123456789abcdef"
        return rng.choice(alphabet.replace(match[0], ""))

    return re.sub("[0-9A-Fa-f]", other, value)
