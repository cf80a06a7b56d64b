"""Levels in words: the sentences that a person who reviews a row reads."""

from tracker.linkage.comparisons import Agreement, Level

_SENTENCES: dict[str, dict[Level, str]] = {
    "upn": {
        Level.SAME: "The UPN is the same.",
        Level.DIFFERENT: "The UPNs differ.",
    },
    "uln": {
        Level.SAME: "The ULN is the same.",
        Level.DIFFERENT: "The ULNs differ.",
    },
    "given": {
        Level.SAME: "The given name is the same.",
        Level.KNOWN: "The given name is another they are known by.",
        Level.PART: "One given name is part of the other.",
        Level.SHORT_FORM: "One given name is a short form of the other.",
        Level.MIDDLE: "The given name of one is a middle name of the other.",
        Level.SWAPPED: "Given and family name are swapped.",
        Level.CROSSED: "The given name of one is the family name of the other.",
        Level.ONE_LETTER: "The given names differ by one letter.",
        Level.SIMILAR: "The given names are spelled alike.",
        Level.DIFFERENT: "The given names differ.",
    },
    "family": {
        Level.SAME: "The family name is the same.",
        Level.KNOWN: "The family name is another they are known by.",
        Level.PART: "One family name is part of the other.",
        Level.ONE_LETTER: "The family names differ by one letter.",
        Level.SIMILAR: "The family names are spelled alike.",
        Level.DIFFERENT: "The family names differ.",
    },
    "middle": {
        Level.SAME: "The middle name is the same.",
        Level.INITIAL: "The middle initial is the same.",
        Level.DIFFERENT: "The middle names differ.",
    },
    "born": {
        Level.SAME: "The date of birth is the same.",
        Level.SWAPPED: "Day and month of birth are swapped.",
        Level.ONE_DIGIT: "The dates of birth differ by one digit.",
        Level.DIFFERENT: "The dates of birth differ.",
        Level.MISSING: "One of the two has no date of birth.",
    },
    "sex": {Level.DIFFERENT: "The sex differs."},
    "postcode": {
        Level.SAME: "The postcode is the same.",
        Level.DISTRICT: "The postcodes differ within one district.",
        Level.DIFFERENT: "The postcodes are of different districts.",
        Level.MISSING: "One of the two has no postcode.",
    },
}


def sentences(agreement: Agreement) -> tuple[str, ...]:
    """What agrees and what does not, identifiers first."""
    return tuple(
        words[level]
        for field, words in _SENTENCES.items()
        if (level := getattr(agreement, field)) in words
    )
