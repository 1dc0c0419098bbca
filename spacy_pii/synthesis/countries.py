"""How each country writes phones, postcodes and streets. Patterns are those of `values.fill`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Country:
    """code: ISO 3166 alpha-2. streets, units, line: templates over the parts of an address, n a small number."""

    code: str
    names: tuple[str, ...]
    calling: str
    phones: tuple[str, ...]
    postcode: str
    streets: tuple[str, ...]
    units: tuple[str, ...] = ()
    line: str = "{zip} {city}"
    has_state: bool = False


_NUMBER_FIRST = ("{number} {street}",)
_NUMBER_LAST = ("{street} {number}",)
_UNITS = ("Apt {n}", "Apt. {n}{l}", "Unit {n}", "Suite {n}00", "Ste {n}0", "#{n}", "Floor {n}", "Flat {n}")

COUNTRIES: dict[str, Country] = {
    "US": Country(
        "US",
        ("USA", "United States", "United States of America", "US", "U.S.A."),
        "+1",
        ("(%##) %##-####", "%##-%##-####", "%##.%##.####", "%## %## ####", "%##%##%###", "(%##)%##-####"),
        "%####",
        ("{number} {street}", "{number} {street}", "{number} N {street}", "{number} SW {street}"),
        _UNITS,
        "{city}, {state} {zip}",
        True,
    ),
    "CA": Country(
        "CA",
        ("Canada",),
        "+1",
        ("(%##) %##-####", "%##-%##-####", "%##.%##.####", "%## %## ####"),
        "?#? #?#",
        _NUMBER_FIRST,
        _UNITS,
        "{city}, {state} {zip}",
        True,
    ),
    "GB": Country(
        "GB",
        ("UK", "United Kingdom", "England", "Great Britain"),
        "+44",
        ("07### ######", "020 #### ####", "01## ### ####", "07#########", "(01##) ### ####"),
        "??%# #??",
        _NUMBER_FIRST,
        ("Flat {n}", "Flat {n}{l}", "Unit {n}"),
        "{city} {zip}",
    ),
    "AU": Country(
        "AU",
        ("Australia",),
        "+61",
        ("04## ### ###", "(0%) #### ####", "04########"),
        "%###",
        ("{number} {street}", "{n}/{number} {street}"),
        ("Unit {n}", "Level {n}"),
        "{city} {state} {zip}",
        True,
    ),
    "IN": Country(
        "IN",
        ("India",),
        "+91",
        ("9#### #####", "98########", "0## #### ####", "8###-###-###"),
        "%#####",
        ("{number}, {street}", "H.No. {number}, {street}", "{number}/{n}, {street}", "Plot {number}, {street}"),
        ("{n}nd Floor", "Flat {n}0{n}", "Block {l}"),
        "{city}, {state} {zip}",
        True,
    ),
    "DE": Country(
        "DE",
        ("Germany", "Deutschland"),
        "+49",
        ("0### #######", "0###/#######", "015# ########", "0## ## ## ## ##", "(0###) ######"),
        "%####",
        ("{street} {number}", "{street} {number}{a}"),
    ),
    "FR": Country(
        "FR",
        ("France",),
        "+33",
        ("06 ## ## ## ##", "01 ## ## ## ##", "07.##.##.##.##", "06########", "04-##-##-##-##"),
        "%####",
        ("{number} {street}", "{number}, {street}", "{number} bis {street}"),
    ),
    "IT": Country(
        "IT",
        ("Italy", "Italia"),
        "+39",
        ("3## #######", "06 #######", "3## ### ####", "02/#######"),
        "%####",
        ("{street} {number}", "{street}, {number}", "{street}, {number}/{l}"),
    ),
    "ES": Country(
        "ES",
        ("Spain", "España"),
        "+34",
        ("6## ### ###", "91 ### ## ##", "6## ## ## ##", "9########"),
        "%####",
        ("{street}, {number}", "{street} {number}", "{street}, {number}, {n}º {l}"),
    ),
    "MX": Country(
        "MX",
        ("Mexico", "México"),
        "+52",
        ("55 #### ####", "(33) #### ####", "%## ### ####"),
        "%####",
        ("{street} {number}", "{street} No. {number}", "{street} {number} Int. {n}"),
    ),
    "PL": Country(
        "PL",
        ("Poland", "Polska"),
        "+48",
        ("### ### ###", "22 ### ## ##", "5########"),
        "##-###",
        ("ul. {street} {number}", "ul. {street} {number}/{n}", "{street} {number} m. {n}"),
    ),
    "NL": Country(
        "NL",
        ("Netherlands", "the Netherlands", "Nederland"),
        "+31",
        ("06 ########", "06-########", "020 ### ####", "0## ### ## ##"),
        "%### ??",
        ("{street} {number}", "{street} {number}-{l}", "{street} {number} {n}hoog"),
    ),
    "BR": Country(
        "BR",
        ("Brazil", "Brasil"),
        "+55",
        ("(11) 9####-####", "(21) ####-####", "%% 9#### ####"),
        "#####-###",
        ("{street}, {number}", "{street}, {number} - ap {n}{n}", "{street}, nº {number}"),
        (),
        "{city} - {zip}",
    ),
    "TR": Country(
        "TR",
        ("Turkey", "Türkiye"),
        "+90",
        ("05## ### ## ##", "0(212) ### ## ##", "0532 #######"),
        "%####",
        ("{street} No: {number}", "{street} No:{number} D:{n}", "{street} {number}/{n}"),
    ),
    "RO": Country(
        "RO",
        ("Romania", "România"),
        "+40",
        ("07## ### ###", "021 ### ## ##"),
        "######",
        ("{street} nr. {number}", "{street} {number}, bl. {l}{n}, ap. {n}"),
    ),
    "SE": Country(
        "SE",
        ("Sweden", "Sverige"),
        "+46",
        ("070-### ## ##", "08-### ### ##", "07########"),
        "### ##",
        _NUMBER_LAST,
    ),
    "CZ": Country(
        "CZ",
        ("Czech Republic", "Czechia"),
        "+420",
        ("6## ### ###", "7## ### ###"),
        "### ##",
        ("{street} {number}", "{street} {number}/{n}"),
    ),
    "VN": Country(
        "VN",
        ("Vietnam",),
        "+84",
        ("09# ### ## ##", "090#######"),
        "%#####",
        ("{number} {street}", "{number}/{n} {street}"),
        (),
        "{city} {zip}",
    ),
    "ID": Country(
        "ID",
        ("Indonesia",),
        "+62",
        ("0812-####-####", "(021) #######"),
        "%####",
        ("{street} No. {number}", "{street} No.{number}, RT {n}"),
        (),
        "{city} {zip}",
    ),
    "JP": Country(
        "JP",
        ("Japan", "日本"),
        "+81",
        ("090-####-####", "03-####-####"),
        "%##-####",
        ("{number}-{n} {street}",),
        (),
        "{city} {zip}",
    ),
    "CN": Country(
        "CN",
        ("China", "P.R. China"),
        "+86",
        ("13# #### ####", "138########"),
        "%#####",
        ("{street}{number}号", "No. {number} {street}"),
        (),
        "{city} {zip}",
    ),
    "RU": Country(
        "RU",
        ("Russia",),
        "+7",
        ("8 (9##) ###-##-##", "89#########"),
        "%#####",
        ("{street}, д. {number}", "{street}, {number}"),
    ),
    "GR": Country("GR", ("Greece",), "+30", ("69# ### ####", "210 ### ####"), "### ##", _NUMBER_LAST),
}
