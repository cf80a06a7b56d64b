"""What an XML file is: told by its first element, its namespace and its header.

Many returns to the Department share the outermost element Message; which collection it
is stands in the header, and what it holds in the elements that follow.

See decision 0072.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from tracker.feeds.headings.matched_headings import heading_key
from tracker.feeds.reading.sources import Stored
from tracker.feeds.reading.xml_records import Opening, openings

CENSUS, NCCIS = "school-census", "nccis-file"


@dataclass(frozen=True, slots=True)
class XmlKind:
    """``feed`` reads it, None where none does; ``title`` says what it is.

    A collection that is not known by its name (``is_known``) may be of anything.
    """

    title: str
    feed: str | None = None
    is_known: bool = True


_CENSUS = XmlKind("a school census", CENSUS)
_NCCIS = XmlKind("an NCCIS file", NCCIS)
_ILR = XmlKind("an individualised learner record (ILR)")
_CHILDREN_IN_NEED = XmlKind("a children in need census")
_LOOKED_AFTER = XmlKind("a return of children looked after (SSDA903)")
_SEN2 = XmlKind("an SEN2 return")
_CTF = XmlKind("a Common Transfer File (CTF)")
_AP = XmlKind("an alternative provision census")
_WORKFORCE = XmlKind("a workforce census")

#: How the outermost element begins, as headings are compared. A year may follow.
_ROOTS = (
    ("nccis", _NCCIS),
    ("ctfile", _CTF),
    ("commontransferfile", _CTF),
    ("ssda903", _LOOKED_AFTER),
    ("sen2", _SEN2),
    ("ilr", _ILR),
)
#: What the namespaces of a collection have among their words; they change every year.
_NAMESPACES = {"ilr": _ILR, "nccis": _NCCIS, "ctf": _CTF, "ssda903": _LOOKED_AFTER}
#: Collections by their whole name or code. Others begin alike and are not these: SCAP
#: is of school places, "School Preference" of admissions.
_COLLECTIONS = {
    key: kind
    for kind, keys in (
        (_ILR, "ilr individualisedlearnerrecord individualisedlearnerrecords"),
        (_NCCIS, "nccis clientcaseloadinformationsystem"),
        (_CHILDREN_IN_NEED, "cin cincensus childreninneed childreninneedcensus"),
        (_LOOKED_AFTER, "ssda903 cla childrenlookedafter lookedafterchildren"),
        (_SEN2, "sen2 sen2return"),
        (_WORKFORCE, "swf swfc schoolworkforce schoolworkforcecensus csww"),
        (_WORKFORCE, "workforce workforcecensus childrenssocialworkworkforce"),
        (_AP, "ap apc apcensus alternativeprovision alternativeprovisioncensus"),
        (XmlKind("a census of pupil referral units"), "pru prucensus"),
        (XmlKind("an early years return"), "ey eyc eycensus earlyyearscensus"),
        (XmlKind("a return of phonics results"), "phonics phonicsscreeningcheck"),
        (XmlKind("a return of key stage results"), "ks1 ks2 ks3 ks4 eyfsp"),
        (_CENSUS, "sc schoolcensus"),
    )
    for key in keys.split()
}
#: What may follow the name, or go before it: SCAUT, "School Census Autumn Term 2026".
_TERM = re.compile("(?:autumn|spring|summer|aut|spr|sum)(?:term)?")
_YEAR_AFTER = re.compile(r"(?:20)?\d\d(?:20)?(?:\d\d)?\Z")
#: Elements that occur in one collection alone, the first of them decides.
_ELEMENTS = {
    "pupilsonroll": _CENSUS,
    "pupilonroll": _CENSUS,
    "pupilsnolongeronroll": _CENSUS,
    "pupilnolongeronroll": _CENSUS,
    "youngpersonsrecord": _NCCIS,
    "learningprovider": _ILR,
    "learner": _ILR,
    "learndestinationandprogress": _ILR,
    "ctfpupildata": _CTF,
    "childidentifiers": _CHILDREN_IN_NEED,
    "cindetails": _CHILDREN_IN_NEED,
    "schoolworkforcemembers": _WORKFORCE,
}

#: A message from a school without a word of its collection.
_OF_A_SCHOOL = frozenset({"school", "source", "estab"})

#: A header has some twenty elements, a school's own details at most some hundred.
_FIRST_ELEMENTS = 400


def kind_of(file: Stored) -> XmlKind:
    """What an XML file is. Raises Unreadable if there is not even a first element.

    The header's own word goes before the elements: each return has pupils or persons.
    """
    root, *inner = islice(openings(file), _FIRST_ELEMENTS)
    key, named = heading_key(root.name), _collection(inner)
    found = (
        next((kind for start, kind in _ROOTS if key.startswith(start)), None)
        or _of_namespace(root.namespace)
        or _of_collection(named)
    )
    if found is not None:
        return found
    if named:
        return XmlKind(f"a file of the collection '{named[:60]}'", is_known=False)
    keys = [heading_key(it.name) for it in inner]
    found = next(filter(None, map(_ELEMENTS.get, keys)), None)
    if found is not None:
        return found
    if key == "message" and _OF_A_SCHOOL.issubset(keys):
        return _CENSUS
    return XmlKind(f"an XML file of another kind, which begins with {root.name[:40]}")


def _of_namespace(namespace: str) -> XmlKind | None:
    words = re.split(r"[^a-z0-9]+", namespace.lower())
    return next(filter(None, map(_NAMESPACES.get, words)), None)


def _of_collection(named: str) -> XmlKind | None:
    """A collection by its whole name, but for the term and the year beside it."""
    key = heading_key(named)
    found = _COLLECTIONS.get(key)
    if found is not None:
        return found
    key = _YEAR_AFTER.sub("", key)
    without = (key[: it.start()] + key[it.end() :] for it in _TERM.finditer(key))
    return next(filter(None, map(_COLLECTIONS.get, (key, *without))), None)


def _collection(elements: Iterable[Opening]) -> str:
    """What the header calls the collection, "" where it does not say."""
    named = (it.text for it in elements if heading_key(it.name) == "collection")
    return " ".join(next(filter(None, named), "").split())
