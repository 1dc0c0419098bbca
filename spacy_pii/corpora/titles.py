"""Titles before a name, for sources that put them inside: ours stay outside."""

from __future__ import annotations

import re

_TITLES = re.compile(
    r"(?:(?:the|my|our|good|dear|old|young|poor|little|late|admirable|right|honou?rable|most|reverend|former|vice|prime|emeritus|deputy|acting|attorney)\s+)*"
    r"(?:(?:mr|mrs|ms|miss|mister|madam|madame|mme|monsieur|dr|doctor|prof|professor|sir|lady|lord|dame|captain|capt|colonel"
    r"|col|general|gen|major|maj|lieutenant|lieut|lt|sergeant|sgt|admiral|judge|justice|senator|sen|president|governor|gov"
    r"|congressman|congresswoman|representative|rep|secretary|minister|king|queen|prince|princess|duke|duchess|count|countess"
    r"|emperor|empress|tsar|sultan|baron|earl|father|fr|mother|brother|sister|reverend|rev|bishop|pope|uncle|aunt|cousin|squire|master|herr"
    r"|frau|signor|señor|don|chief|chancellor|officer|inspector|ambassador|director|chairman|coach|mayor|administrator|commissioner|corporal|private|nurse|agent|chair)\b\.?\s*)+",
    re.I,
)


def title_end(name: str) -> int:
    """How many characters of a name are titles with the space after them; all of them if nothing else is left."""
    match = _TITLES.match(name)
    return match.end() if match else 0
