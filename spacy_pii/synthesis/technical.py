"""Values without a label that models take for personal data: decimals, counters, part numbers, settings, eponyms."""

from __future__ import annotations

from random import Random

from .values import Draw, Kind, fill, simple

_WORDS = (
    *("user", "name", "email", "phone", "address", "account", "card", "token", "session", "request", "retry", "cache"),
    *("max", "min", "default", "last", "first", "full", "home", "index", "batch", "page", "limit", "timeout", "port"),
)
_PARTS = (
    *(
        "???-####-##",
        "?#-####",
        "####-###-####",
        "%##.###.##",
        "?????####",
        "??##?###",
        "P/N ##-#####-#",
        "%####-###??",
    ),
    *(
        "REV ?#",
        "###.####.##",
        "?-###/##",
        "%#######-##",
        "SN-##??####",
        "LOT ######",
        "%##-#####-###",
        "????-???-####",
    ),
)
_FONTS = (
    *("Georgia", "Verdana", "Helvetica", "Arial", "Garamond", "Baskerville", "Bodoni", "Gill Sans", "Franklin Gothic"),
    *(
        "Times New Roman",
        "Lucida Grande",
        "Frutiger",
        "Caslon",
        "Palatino",
        "Courier New",
        "Didot",
        "Roboto",
        "Cooper Black",
    ),
)
_AILMENTS = (
    *(
        "Parkinson's disease",
        "Alzheimer's disease",
        "Crohn's disease",
        "Hodgkin lymphoma",
        "Down syndrome",
        "Graves' disease",
    ),
    *(
        "Tourette syndrome",
        "Asperger syndrome",
        "Huntington's disease",
        "Bell's palsy",
        "Addison's disease",
        "Lyme disease",
    ),
    *("Cushing's syndrome", "Marfan syndrome", "Raynaud's phenomenon", "Hashimoto's thyroiditis", "Kawasaki disease"),
    *(
        "Ménière's disease",
        "Barrett's esophagus",
        "Sjögren's syndrome",
        "Ewing sarcoma",
        "Wilson's disease",
        "Dupuytren's",
    ),
)
_LAWS = (
    *("Ohm's law", "Moore's law", "Murphy's law", "Newton's third law", "Bayes' theorem", "Hooke's law", "Boyle's law"),
    *(
        "Gresham's law",
        "Goodhart's law",
        "Hess's law",
        "Kepler's laws",
        "Zipf's law",
        "Conway's law",
        "Parkinson's law",
    ),
    *(
        "Occam's razor",
        "the Pareto principle",
        "the Peter principle",
        "the Doppler effect",
        "the Dunning-Kruger effect",
    ),
    *("the Sarbanes-Oxley Act", "the Dodd-Frank Act", "Megan's Law", "Miranda rights", "the Riemann hypothesis"),
)
_THINGS = (
    *(
        "a Stanley knife",
        "a Phillips screwdriver",
        "an Allen key",
        "a Bunsen burner",
        "a Zamboni",
        "a Ferris wheel",
        "a Jacuzzi",
    ),
    *(
        "a Gibson guitar",
        "a Caesar salad",
        "a Margherita pizza",
        "the Oscar",
        "a Colt",
        "a Winchester",
        "a Melba toast",
        "a Harley",
    ),
    *(
        "a Faraday cage",
        "a Rubik's cube",
        "the Alexa app",
        "the Jenkins build",
        "a Morgan Silver dollar",
        "a Tiffany lamp",
    ),
    *(
        "the Nelson pass",
        "the Gordon setter",
        "a Jack Russell",
        "a Moleskine",
        "the Ruby gem",
        "a Julia script",
        "the Pascal unit",
    ),
)


def _decimal(draw: Draw) -> str:
    rng = draw.rng
    digits = fill("#" * rng.randint(3, 17), rng)
    whole = rng.choice(("0", "0", "-0", "1", "", str(rng.randint(2, 999)), f"-{rng.randint(1, 99)}"))
    exponent = rng.choice(("", "", "", "", f"e-{rng.randint(2, 12):02}", f"E+{rng.randint(2, 12)}"))
    return f"{whole}.{digits}{exponent}"


def _epoch(draw: Draw) -> str:
    rng = draw.rng
    seconds = rng.randint(1_050_000_000, 1_790_000_000)
    return rng.choice(
        (f"{seconds}", f"{seconds}", f"{seconds}{rng.randint(0, 999):03}", f"{seconds}.{fill('######', rng)}")
    )


def _setting(draw: Draw) -> str:
    """An identifier of code or configuration made of words that also announce personal data."""
    rng = draw.rng
    words = [rng.choice(_WORDS) for _ in range(rng.randint(2, 3))]
    return rng.choice((_snake, _snake, _camel, _dotted, _shout, _option))(words, rng)


def _snake(words: list[str], rng: Random) -> str:
    return "_".join(words) + rng.choice(("", "", "_id", "_ms", f"_{rng.randint(1, 99)}"))


def _camel(words: list[str], rng: Random) -> str:
    return words[0] + "".join(word.title() for word in words[1:]) + rng.choice(("", "", "Id", "()", "[0]"))


def _dotted(words: list[str], rng: Random) -> str:
    return ".".join((rng.choice(("spring", "app", "self", "config", "this", "server")), *words))


def _shout(words: list[str], rng: Random) -> str:
    return "_".join(words).upper()


def _option(words: list[str], rng: Random) -> str:
    return "--" + "-".join(words)


def _price(draw: Draw) -> str:
    rng = draw.rng
    value = rng.choice((f"{rng.randint(1, 999)}.{rng.choice(('99', '95', '00', '50'))}", f"{rng.randint(1, 99_999):,}"))
    return rng.choice(
        (f"${value}", f"€ {value}", f"{value} USD", f"£{value}", f"Rs. {value}", f"{value}/mo", f"US$ {value}")
    )


def _one_of(values: tuple[str, ...]) -> Kind:
    return simple(None, lambda draw: draw.rng.choice(values))


KINDS: dict[str, Kind] = {
    "decimal": simple(None, _decimal),
    "epoch": simple(None, _epoch),
    "part_no": simple(None, lambda draw: fill(draw.rng.choice(_PARTS), draw.rng)),
    "setting": simple(None, _setting),
    "price": simple(None, _price),
    "font": _one_of(_FONTS),
    "ailment": _one_of(_AILMENTS),
    "law": _one_of(_LAWS),
    "named_thing": _one_of(_THINGS),
}
