"""What a mention is, where a source's own kind is too coarse: a group of people, a moment, a length of time.

Nationalities, creeds and parties name no place and no organization, a length of time is no date: neither counts either
way.
"""

from __future__ import annotations

import re

_PARTS = r"(?:(?:(?:north|south|east|west)(?:ern)?|central|latin|native|ancient|equatorial|pre|new)[\s-]+)*"
_GROUP = re.compile(
    rf"{_PARTS}(?!vatican|caribbean|mediterranean|smithsonian|guardian|asean)"
    r"(?:\w+(?:ian|ean|ese|ish|ican)|\w*(?:english|french|dutch|irish|welsh|scots)(?:m[ae]n|wom[ae]n)?|greek|german|swiss|thai"
    r"|iraqi|israeli|pakistani|bangladeshi|kuwaiti|saudi|yemeni|czech|slovak|roman|moroccan|cuban|tibetan|mongol|afghan|uzbek"
    r"|kazakh|turk|swede|dane|finn|pole|arab|jew|muslim|catalan|basque|bengali|somali|romani|viking|hindu|sikh|catholic|rwandan"
    r"|\w*venezuelan|angolan|paraguayan|uruguayan|ugandan|kenyan|libyan|papuan|ottoman|texan|minnesotan|chihuahuan|lankan"
    r"|democrat|liberal|conservative|lutheran|methodist|protestant|zealander|icelander|londoner|yorker)s?",
    re.IGNORECASE,
)
_LENGTH = re.compile(
    r"\b(?:second|minute|hour|day|week|month|year|decade|centur|season)(?:s|y|ies)?\b|\bage\b", re.IGNORECASE
)
_MOMENT = re.compile(
    r"\b(?:1\d|20)\d\d|\b\d{3,4}\s*(?:AD|BC|CE|BCE)\b|\b\d{1,2}[.:/-]\d|\b\d{1,2}\s?[ap]\.?\s?m\b|o'clock|\b(?:noon|midnight"
    r"|today|tomorrow|yesterday|tonight)\b"
    r"|\b(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?|(?:mon|tues|wednes|thurs|fri|satur|sun)days?)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"\b(?:when|which|that|who|where|after|before|since)\b|\bI\b")


def is_group(name: str) -> bool:
    """Is it a nation's, creed's or party's adjective or people ("South African", "Americans")?"""
    return bool(_GROUP.fullmatch(name))


def is_moment(time: str) -> bool:
    """Is it a date, a year, a weekday or a time of day, and not a length of time, an age, an era or a clause?"""
    return bool(_MOMENT.search(time)) and not _LENGTH.search(time) and not _CLAUSE.search(time)
