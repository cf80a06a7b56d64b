"""What an XML file is: told by its first element, its namespace and its header.

Many returns to the Department share the outermost element Message; which collection it
is stands in the header, and what it holds in the elements that follow.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from tracker.feeds.headings import heading_key
from tracker.feeds.reading import Stored
from tracker.feeds.xml_records import Opening, openings

CENSUS, NCCIS = "school-census", "nccis-file"


@dataclass(frozen=True, slots=True)
class XmlKind:
    """``feed`` reads it, None where none does yet; ``title`` says what it is."""

    title: str
    feed: str | None = None


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
#: What the namespaces of a collection have in them; they change every year.
_NAMESPACES = (
    ("ilr", _ILR),
    ("nccis", _NCCIS),
    ("ctf", _CTF),
    ("ssda903", _LOOKED_AFTER),
)
#: How the name of a collection begins, the longer before the shorter.
_COLLECTIONS = (
    ("ilr", _ILR),
    ("individualisedlearner", _ILR),
    ("nccis", _NCCIS),
    ("cin", _CHILDREN_IN_NEED),
    ("childreninneed", _CHILDREN_IN_NEED),
    ("ssda903", _LOOKED_AFTER),
    ("cla", _LOOKED_AFTER),
    ("childrenlookedafter", _LOOKED_AFTER),
    ("sen2", _SEN2),
    ("schoolworkforce", _WORKFORCE),
    ("swf", _WORKFORCE),
    ("workforce", _WORKFORCE),
    ("csww", _WORKFORCE),
    ("ap", _AP),
    ("alternativeprovision", _AP),
    ("pru", XmlKind("a census of pupil referral units")),
    ("ey", XmlKind("an early years return")),
    ("phonics", XmlKind("a return of phonics results")),
    ("ks", XmlKind("a return of key stage results")),
    ("schoolcensus", _CENSUS),
    ("sc", _CENSUS),
)
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

#: A header has some twenty elements, a school's own details at most some hundred.
_FIRST_ELEMENTS = 400


def kind_of(file: Stored) -> XmlKind:
    """What an XML file is. Raises Unreadable if there is not even a first element.

    The header's own word goes before the elements: each return has pupils or persons.
    """
    root, *inner = islice(openings(file), _FIRST_ELEMENTS)
    key, named = heading_key(root.name), _collection(inner)
    found = (
        _beginning(_ROOTS, key)
        or next(
            (it for part, it in _NAMESPACES if part in root.namespace.lower()), None
        )
        or _beginning(_COLLECTIONS, heading_key(named))
        or next(
            filter(None, (_ELEMENTS.get(heading_key(it.name)) for it in inner)), None
        )
    )
    if found is not None:
        return found
    if named:
        return XmlKind(f"a file of the collection {named[:40]}")
    if key == "message" and any(heading_key(it.name) == "school" for it in inner):
        return _CENSUS
    return XmlKind(f"an XML file of another kind, which begins with {root.name[:40]}")


def _beginning(kinds: Iterable[tuple[str, XmlKind]], key: str) -> XmlKind | None:
    return next((kind for start, kind in kinds if key.startswith(start)), None)


def _collection(elements: Iterable[Opening]) -> str:
    """What the header calls the collection, "" where it does not say."""
    named = (it.text for it in elements if heading_key(it.name) == "collection")
    return next(filter(None, named), "")
