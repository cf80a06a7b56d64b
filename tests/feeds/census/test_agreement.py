"""Data that a school may not pass on is dropped, in every spelling of the agreement.

All people are invented.
"""

import pytest

from tracker.domain.history.evidence import Detail
from tracker.feeds.census.agreement import answer_of
from tracker.feeds.census.columns import WHEN_RESTRICTED
from tracker.feeds.census.feed import FEED
from tracker.feeds.file_reading import Unreadable

#: value; whether its row is restricted; whether it is a problem
VALUES = [
    ("Yes", False, False),
    ("y", False, False),
    ("UNS", False, False),
    ("snr", False, False),
    ("", False, False),
    ("Unsought", False, False),
    (" UNSOUGHT ", False, False),
    ('"Sought, no reply"', False, False),
    ('"sought,  NO REPLY"', False, False),
    ("SNR (sought no reply)", False, False),
    ("UNS - Unsought", False, False),
    ("No", True, False),
    ("n", True, False),
    ("'No", True, False),
    ("No.", True, True),
    ("FALSE", True, True),
    ("0", True, True),
    ("Refused", True, True),
    ("Withheld", True, True),
    ("Declined", True, True),
    ("NOT AGREED", True, True),
    ("Opted out", True, True),
    ("MAYBE", True, True),
    ("N/A", True, True),
    ("UNSS", True, True),
    ("Unsought?!no", True, True),
    ("Yes.", True, True),
    ("-", True, True),
    ("x" * 2000, True, True),
]


def flat(write, yssa: str):
    return write(
        "flat.csv",
        "Estab,UPN,ULN,Surname,Forename,DoB,NCyearActual,YSSA,Email,Mobile\n"
        "4034,F359403416001,1000000019,Holt,Ann,03/04/2011,11,"
        f"{yssa},ann@example.org,07700900001\n",
    )


def collect(write, yssa: str):
    return write(
        "pupilonroll.csv",
        "pupilonrolltableid,surname,forename,dob,upn,uniquelearnernumber,yssa,"
        "ncyearactual,email,mobile\n"
        f"a,Holt,Ann,2011-Apr-03 00:00:00,F359403416001,1000000019,{yssa},11,"
        "ann@example.org,07700900001\n",
    )


def xml(write, *elements: str):
    agreement = "".join(elements)
    return write(
        "census.xml",
        "<Message><Header><LEA>359</LEA><Estab>4034</Estab>"
        "<ReferenceDate>2026-10-01</ReferenceDate></Header><Pupils><PupilOnRoll>"
        "<UPN>F359403416001</UPN><UniqueLearnerNumber>1000000019</UniqueLearnerNumber>"
        "<Surname>Holt</Surname><Forename>Ann</Forename><DOB>2011-04-03</DOB>"
        f"<NCyearActual>11</NCyearActual>{agreement}<Email>ann@example.org</Email>"
        "</PupilOnRoll></Pupils></Message>",
    )


def xml_of(write, yssa: str):
    return xml(write, f"<YSSA>{yssa}</YSSA>")


@pytest.mark.parametrize("layout", [flat, collect, xml_of])
@pytest.mark.parametrize(("yssa", "restricted", "objected"), VALUES)
def test_only_a_known_yes_leaves_a_row_whole(
    write, context, layout, yssa: str, restricted: bool, objected: bool
) -> None:
    (row,) = FEED.read([layout(write, yssa)], context).rows
    assert row.restricted is restricted
    assert ("email" in row.values, "uln" in row.values) == (not restricted,) * 2
    if restricted:
        assert set(row.values) <= WHEN_RESTRICTED | {"cut short"}
    found = FEED.interpret(row.values, row.restricted, row.line, context)
    problems = [each for each in found.problems if "taken for No" in each.message]
    assert [(each.column, each.stops) for each in problems] == [
        ("YSSA", False)
    ] * objected
    assert all("Yes, No, UNS" in each.message for each in problems)
    yssa = yssa.strip('"')
    held = [
        each.get("restricted")
        for each in found.statements
        if isinstance(each, Detail) and each.about == "restriction"
    ]
    # A word that is no answer restricts its row, and means nothing afterwards.
    assert held == {True: ["N"], False: ["Y"], None: []}[answer_of(yssa)]


@pytest.mark.parametrize(
    ("yssa", "answer"),
    [
        *((each, True) for each in ("Yes", "YES", " y ", "'Yes")),
        *((each, False) for each in ("No", "NO.", "n", "0", "False", "opted-out")),
        *((each, False) for each in ("REFUSED", "Withheld", "not agreed", "No / Yes")),
        *((each, None) for each in ("", "UNS", "SNR", "Unsought", "Sought, no reply")),
        *((each, None) for each in ("Yes.", "MAYBE", "N/A", "-", "UNS / SNR", "Yse")),
    ],
)
def test_an_answer_is_yes_no_or_neither(yssa: str, answer: bool | None) -> None:
    assert answer_of(yssa) is answer


@pytest.mark.parametrize(
    ("elements", "restricted"),
    [
        (("<YSSA>Yes</YSSA>", "<YSSA>Yes</YSSA>"), False),
        (("<YSSA>Yes</YSSA>", "<YSSA>No</YSSA>"), True),
        (("<YSSAIndicator>No</YSSAIndicator>",), True),
        (("<YSSADate>2026-09-01</YSSADate>",), False),
    ],
)
def test_elements_of_the_agreement(write, context, elements, restricted) -> None:
    (row,) = FEED.read([xml(write, *elements)], context).rows
    assert row.restricted is restricted


@pytest.mark.parametrize(
    "element",
    ["<YSSAFlag>No</YSSAFlag>", "<YouthSupportConsent><A>No</A></YouthSupportConsent>"],
)
def test_an_element_that_is_not_understood_stops_the_file(
    write, context, element: str
) -> None:
    with pytest.raises(Unreadable, match="may be the youth support"):
        list(FEED.read([xml(write, element)], context).rows)


def with_headings(write, *headings: str):
    return write(
        "flat.csv",
        f"Estab,UPN,Surname,Forename,DoB,NCyearActual,{','.join(headings)},Email\n"
        "4034,,Holt,Ann,03/04/2011,11,"
        f"{','.join('No' for _ in headings)},ann@example.org\n",
    )


@pytest.mark.parametrize(
    "headings",
    [
        ("yssa",),
        ("YSSA Indicator",),
        ("Youth Support Services Agreement",),
        ("Youth Support Services Agreement Indicator",),
        ("YSSA", "YSSA Date"),
    ],
)
def test_headings_of_the_agreement(write, context, headings) -> None:
    (row,) = FEED.read([with_headings(write, *headings)], context).rows
    assert row.restricted


@pytest.mark.parametrize(
    ("headings", "aliases", "says"),
    [
        # a Yes below it may mean that the pupil is restricted
        (("YSSA Restriction",), {}, "YSSA Restriction, which is not known"),
        (("Pupil's YSSA",), {}, "which is not known"),
        (("Youth support services consent",), {}, "which is not known"),
        (("YSSA", "YSSA Status"), {}, "YSSA Status, which is not known"),
        (("YSSA", "YSSA Indicator"), {}, "more than one column"),
        (("YSSA", "YSSA"), {}, "more than one column"),
        (("YSSA", "Sharing"), {"Sharing": "yssa"}, "more than one column"),
        (("YSSA",), {"YSSA": ""}, "do not read it"),
    ],
)
def test_a_file_is_refused_where_the_agreement_is_not_certain(
    write, context, headings, aliases, says: str
) -> None:
    with pytest.raises(Unreadable, match=says):
        FEED.read([with_headings(write, *headings)], context, aliases=aliases)


@pytest.mark.parametrize(
    ("headings", "aliases"),
    [
        (("YSSA Status",), {"YSSA Status": "yssa"}),
        (("YSSA", "YSSA Status"), {"YSSA Status": ""}),
    ],
)
def test_a_sender_may_explain_its_headings(write, context, headings, aliases) -> None:
    file = with_headings(write, *headings)
    (row,) = FEED.read([file], context, aliases=aliases).rows
    assert row.restricted


def test_the_tables_of_collect_stop_as_well(write, context) -> None:
    file = write(
        "pupilonroll.csv",
        "pupilonrolltableid,surname,forename,dob,yssarestriction\n"
        "a,Holt,Ann,2011-Apr-03 00:00:00,No\n",
    )
    with pytest.raises(Unreadable, match="which is not known"):
        list(FEED.read([file], context).rows)


def test_an_answer_among_those_who_left_counts(write, context) -> None:
    file = write(
        "pupilnolongeronroll.csv",
        "pupilnolongeronrolltableid,surname,forename,dob,upn,leavingdate,yssa\n"
        "a,Holt,Ann,2011-Apr-03 00:00:00,F359403416001,2026-Sep-18 00:00:00,Refused\n",
    )
    (row,) = FEED.read([file], context).rows
    assert row.restricted
