"""What people call themselves online: e-mail addresses and user names."""

from __future__ import annotations

from random import Random

from .value_tables import value_tables
from .values import fill

_HIDDEN = ((" [at] ", " [dot] "), ("(at)", "(dot)"), (" at ", " dot "), (" AT ", "."), ("[at]", "."))
_LEET = str.maketrans("aeiost", "431057")


def stem(first: str, last: str, rng: Random) -> str:
    """The part of an address that comes from a name, of which either part may be empty."""
    if not first or not last:
        return rng.choice(value_tables().web.handle_words) + fill("##", rng)
    return rng.choice(
        (
            *(f"{first}.{last}", f"{first}.{last}", f"{first}{last}", f"{first[0]}{last}", f"{first}_{last}"),
            *(
                f"{first}{last[0]}",
                f"{last}.{first}",
                f"{first[0]}.{last}",
                f"{first}-{last}",
                f"{last}{first[0]}",
                first,
            ),
            *(f"{first.title()}{last.title()}", f"{first.title()}.{last.title()}", f"{last}{first}"),
        )
    )


def some_number(rng: Random) -> str:
    return fill(rng.choice(("", "", "", "#", "##", "##", "19##", "%###")), rng)


def site(rng: Random, name: str = "") -> str:
    """A domain: that of the name, or one that could be any company's or hobby's."""
    kind = rng.random()
    if name and kind < 0.5:
        host = name[:18]
    elif kind < 0.75:
        host = (
            rng.choice(value_tables().web.handle_words)
            + rng.choice(("", "-"))
            + rng.choice(value_tables().web.handle_words)
        )
    else:
        host = rng.choice(value_tables().organizations.coined) + rng.choice(value_tables().web.handle_words).title()
        host = host if kind > 0.93 else host.lower()
    return f"{host}.{rng.choice(value_tables().web.domain_endings)}"


def mail_address(mailbox: str, last: str, rng: Random) -> str:
    """An address as machines write it, seldom as people do who hide it from them."""
    kind = rng.random()
    host = rng.choice(value_tables().web.mail_hosts) if kind < 0.6 else site(rng, last)
    if 0.6 < kind < 0.64:
        host = f"{rng.choice(('mail', 'cs', 'students', 'uk', 'corp', 'support', 'alumni'))}.{host}"
    local = mailbox + (some_number(rng) if kind < 0.9 else rng.choice(value_tables().web.mailbox_tags))
    if kind > 0.98:
        at, dot = rng.choice(_HIDDEN)
        return f"{local}{at}{host.replace('.', dot)}"
    return f"{local}@{host}" if kind < 0.97 else f"{local}@{host}".upper()


def user_name(mailbox: str, rng: Random) -> str:
    """A handle: from the name, from words, camel case, or with an `@`."""
    kind = rng.random()
    if kind < 0.3:
        return mailbox + some_number(rng)
    words = rng.choices(value_tables().web.handle_words, k=2)
    if kind < 0.55:
        name = rng.choice(("", "_", "-", ".")).join(words) + some_number(rng)
        return name.title() if rng.random() < 0.3 else name
    if kind < 0.65:
        return words[0].title() + words[1].title() + some_number(rng)
    if kind < 0.7:
        return rng.choice(("xX_{}_Xx", "the_real_{}", "its{}", "{}_official", "iam{}", "{}tv", "_{}_")).format(mailbox)
    if kind < 0.75:
        return (words[0] + words[1]).translate(_LEET)
    if kind < 0.8:
        return mailbox.split(".")[0].title() + words[0].title() + some_number(rng)
    if kind < 0.84:
        return fill(rng.choice(("@@@@##", "@@####", "@#####", "user_####", "u%#####", "@@@@@@")), rng)
    handle = mailbox if rng.random() < 0.5 else rng.choice(("", "_")).join(words)
    return "@" + handle.replace(".", "_").replace("-", "_") + some_number(rng)
