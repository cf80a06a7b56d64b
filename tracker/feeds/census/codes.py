"""Codes of the school census in the words of the return."""

from tracker.domain.reference.codes import ETHNICITIES, NOT_OBTAINED, REFUSED

#: Pupils who are in no year of the national curriculum, or in several.
NO_YEAR = frozenset({"X", "M"})

#: SEN provision: whether there is an EHC plan, and whether there is SEN support. A, P
#: and S are from before 2014 and still turn up in old exports.
SEN = {
    "N": (False, False),
    "K": (False, True),
    "A": (False, True),
    "P": (False, True),
    "E": (True, False),
    "S": (True, False),
}

#: Identified by a parent or by the school.
YOUNG_CARER = frozenset({"P", "S", "Y"})

#: The census has extended codes for local use and one of its own (WIRT); the return's
#: list is shorter. What is in both needs no entry.
_ETHNICITIES = {
    "WIRT": "WOTH",
    **dict.fromkeys(["WBRI", "WCOR", "WENG", "WSCO", "WWEL", "WOWB", "WNIR"], "WBRI"),
    **dict.fromkeys(["WROM", "WROG", "WROR", "WROO"], "WROM"),
    **dict.fromkeys(
        [
            "WALB",
            "WBOS",
            "WCRO",
            "WGRE",
            "WGRK",
            "WGRC",
            "WITA",
            "WKOS",
            "WPOR",
            "WSER",
            "WTUR",
            "WTUK",
            "WTUC",
            "WEUR",
            "WEEU",
            "WWEU",
            "WOTW",
        ],
        "WOTH",
    ),
    **dict.fromkeys(["MWAP", "MWAI", "MWAO"], "MWAS"),
    **dict.fromkeys(
        ["MAOE", "MABL", "MACH", "MBOE", "MBCH", "MCOE", "MWOE", "MWCH", "MOTM"],
        "MOTH",
    ),
    **dict.fromkeys(["APKN", "AMPK", "AKPA", "AOPK"], "APKN"),
    **dict.fromkeys(["AAFR", "AKAO", "ANEP", "ASNL", "ASLT", "ASRO", "AOTA"], "AOTH"),
    **dict.fromkeys(
        ["BANN", "BCON", "BGHA", "BNGN", "BSLN", "BSOM", "BSUD", "BAOF"], "BAFR"
    ),
    **dict.fromkeys(["BEUR", "BNAM", "BOTB"], "BOTH"),
    **dict.fromkeys(["CHKC", "CMAL", "CSNG", "CTWN", "COCH"], "CHNE"),
    "OARA": "OARA",
    **dict.fromkeys(
        [
            "OAFG",
            "OEGY",
            "OFIL",
            "OIRN",
            "OIRQ",
            "OJPN",
            "OKOR",
            "OKRD",
            "OLAM",
            "OLEB",
            "OLIB",
            "OMAL",
            "OMRC",
            "OPOL",
            "OSAU",
            "OTHA",
            "OVIE",
            "OYEM",
            "OOEG",
        ],
        "OOTH",
    ),
    "REFU": REFUSED,
    "NOBT": NOT_OBTAINED,
}


def ethnicity(code: str) -> str | None:
    """The return's code for one of the census, or None if neither list has it."""
    given = code.strip().upper()
    if given in ETHNICITIES:
        return given
    return _ETHNICITIES.get(given)
