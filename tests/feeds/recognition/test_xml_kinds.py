"""The kind of an XML file, and the refusal of one that no feed reads. All invented."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tracker import feeds
from tracker.feeds.file_reading import Unreadable
from tracker.feeds.registry import FEEDS, recognise

Write = Callable[..., Path]


def message(collection: str, body: str, namespace: str = "") -> str:
    named = f' xmlns="{namespace}"' if namespace else ""
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<Message{named}><Header>'
        f"<CollectionDetails>{collection}<Year>2026</Year></CollectionDetails>"
        "<Source><LEA>359</LEA><Estab>4034</Estab></Source></Header>"
        f"{body}</Message>"
    )


def collection(name: str) -> str:
    return f"<Collection>{name}</Collection>"


OTHERS = {
    "a children in need census": [
        message(collection("CIN"), "<Children><Child/></Children>"),
        message("", "<Children><Child><ChildIdentifiers/></Child></Children>"),
    ],
    "an SEN2 return": [
        message(collection("SEN2"), "<SEN2><Persons><Person/></Persons></SEN2>")
    ],
    "an alternative provision census": [
        message(collection("AP"), "<Pupils/>"),
        message(collection("Alternative Provision Census 2026-27"), "<Pupils/>"),
    ],
    "an early years return": [message(collection("EYC"), "<Setting/>")],
    "a return of key stage results": [message(collection("KS2"), "<Pupils/>")],
    "a workforce census": [message(collection("SWF"), "<SchoolWorkforceMembers/>")],
    "which begins with plist": ["<plist/>"],
    "which begins with Message": [
        '<Message xmlns="urn:mailroom"><Header/><School><Name/></School></Message>',
        "<Message><Header/><School><LEA>359</LEA></School><Staff/></Message>",
    ],
}
UNKNOWN = {
    f"a file of the collection '{name}'": [
        message(collection(name), "<School/><Pupils><PupilsOnRoll/></Pupils>"),
        message(collection(name), "<Apprentices/>"),
    ]
    for name in (
        *("School Preference", "SCAP", "School Attendance", "Apprenticeship Levy"),
        *("School Level Annual School Census", "School", "Census", "Schools 2026"),
        *("School Exclusions Review", "Apprenticeships", "EYPP", "CINEMA", "SCUM"),
        *("Class Sizes", "Autumn", "2026", "AP Commissioning", "Keys to Success"),
    )
}


def refusals(path: Path, feed: str) -> list[str]:
    """The refusal of a file of no feed, the same on recognising and on reading it."""
    assert recognise(path) is None
    with pytest.raises(Unreadable) as looked_at:
        feeds.seen_headings.recognised([path])
    with pytest.raises(Unreadable) as read:
        list(FEEDS[feed].read([path]).rows)
    return [str(looked_at.value), str(read.value)]


@pytest.mark.parametrize("feed", [*FEEDS])
@pytest.mark.parametrize(
    ("title", "text"),
    [(title, text) for title, texts in OTHERS.items() for text in texts],
)
def test_a_file_that_no_feed_reads_is_refused_by_its_kind(
    write: Write, feed: str, title: str, text: str
) -> None:
    for sentence in refusals(write("sent.xml", text), feed):
        assert title in sentence
        assert "sent.xml" in sentence and "is not read yet" in sentence
        assert "census; import" not in sentence


@pytest.mark.parametrize("feed", [*FEEDS])
@pytest.mark.parametrize(
    ("title", "text"),
    [(title, text) for title, texts in UNKNOWN.items() for text in texts],
)
def test_another_collection_is_named_in_one_sentence(
    write: Write, feed: str, title: str, text: str
) -> None:
    for sentence in refusals(write("sent.xml", text), feed):
        assert title in sentence
        assert sentence.startswith("sent.xml is ")
        assert sentence.endswith("which is not read.")


CENSUSES = [
    message(collection("SCAUT"), "<School/><Pupils><PupilsOnRoll/></Pupils>"),
    message(collection("SC"), "<School/>"),
    message(collection("School Census"), "<Pupils/>"),
    message(collection("School Census Autumn Term 2026"), "<Pupils/>"),
    message(collection("Spring School Census"), "<Pupils/>"),
    message(collection("SCSUM27"), "<Pupils/>"),
    message(collection(" sc "), "<Pupils/>"),
    message("", "<School/><Pupils><PupilsOnRoll/></Pupils>"),
    message("", "<School/>", "http://example.org/census/2031"),
]


@pytest.mark.parametrize("text", CENSUSES)
def test_a_school_census_is_known_by_its_header_or_its_pupils(
    write: Write, text: str
) -> None:
    path = write("sent.xml", text)
    assert recognise(path) == "school-census"
    with pytest.raises(Unreadable, match="It looks like a school census; import it"):
        FEEDS["nccis-file"].read([path])
    assert list(FEEDS["school-census"].read([path]).rows) == []


@pytest.mark.parametrize("root", ["NCCIS", "NCCIS2015", "nccis"])
def test_an_nccis_file_is_known_by_its_outermost_element(
    write: Write, root: str
) -> None:
    path = write("sent.xml", f"<!DOCTYPE {root}>\n<{root}><FileHeader/></{root}>")
    assert recognise(path) == "nccis-file"
    with pytest.raises(Unreadable, match="It looks like an NCCIS file; import it as"):
        FEEDS["school-census"].read([path])


TRANSFERS = [
    "<CTfile><Header><SourceSchool/></Header><CTFpupilData/></CTfile>",
    "<!DOCTYPE CTfile><CTfile/>",
    '<n:CTfile xmlns:n="urn:example:ctf"/>',
    "<File><CTFpupilData/></File>",
]


@pytest.mark.parametrize("text", TRANSFERS)
def test_a_transfer_file_is_known_by_its_first_elements(
    write: Write, text: str
) -> None:
    path = write("sent.xml", text)
    assert recognise(path) == "transfer-files"
    with pytest.raises(Unreadable, match=r"It looks like a Common Transfer File"):
        FEEDS["school-census"].read([path])


@pytest.mark.parametrize("feed", [*FEEDS])
def test_an_unknown_encoding_is_refused(write: Write, feed: str) -> None:
    path = write("sent.xml", '<?xml version="1.0" encoding="klingon"?><NCCIS/>')
    with pytest.raises(Unreadable, match=r"sent\.xml"):
        list(FEEDS[feed].read([path]).rows)
