"""The records worth comparing: those that share a key, if not too many do.

A record has few keys and shares each with few others, so that the work grows with the
number of rows. A key shared by more people than ``MOST_IN_A_BLOCK`` is not used, for
example in a batch in which all have one birthday; closer keys of the same record still
are.

See decision 0016.
"""

from tracker.linkage.comparing.comparisons import Prepared, swapped_alike

MOST_IN_A_BLOCK = 60

# What a key is made of, by its first letter.
_MADE_OF = {
    "b": "date of birth and first letters of a name",
    "u": "date of birth and a name",
    "p": "date of birth and postcode",
    "n": "given and family name",
    "a": "name and postcode",
    "f": "one name and postcode",
    "i": "UPN",
    "l": "ULN",
}


def made_of(key: str) -> str:
    """What two records that share the key have in common, in words."""
    return _MADE_OF[key[0]]


def keys(one: Prepared) -> set[str]:
    """The keys of a record, for each of its names.

    Together they find a person in spite of any one fault in name, date or postcode: a
    mistyped surname, a short form, swapped names, day and month exchanged, a wrong
    digit, or a new address.
    """
    names = one.given_names | one.family_names
    found = {f"i|{upn}" for upn in one.upns}
    if one.uln:
        found.add(f"l|{one.uln}")
    for born in one.births:
        unordered = swapped_alike(born)
        for name in names | one.all_given_parts | one.family_parts:
            found.add(f"b|{born}|{name[:3]}")
            found.add(f"u|{unordered}|{name}")
        if one.postcode:
            found.add(f"p|{born}|{one.postcode}")
    for given in one.given_names:
        for family in one.family_names:
            both = f"{given}|{family}" if given < family else f"{family}|{given}"
            found.add(f"n|{both}")
            if one.postcode:
                found.add(f"a|{both}|{one.postcode}")
    if one.postcode:
        found.update(f"f|{name}|{one.postcode}" for name in names)
    return found
