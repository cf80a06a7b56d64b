"""Two returns of a month compared: pairs, differences, and the one cause of each."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.nccis_return.parallel_run.causes import Cause, Known, Pair, cause_of
from tracker.domain.nccis_return.parallel_run.compared_fields import (
    BY_COLUMN,
    FIELDS,
    NOT_KEPT,
    NOTHING,
    differing,
    in_words,
)
from tracker.domain.nccis_return.parallel_run.comparing import (
    A_DUPLICATE,
    TWICE,
    WHOLE,
    TheirRecord,
    compared,
    paired,
)
from tracker.returns.record import ADDRESS, COLUMNS

AT_COLLEGE = {
    "CohortStatus": "P",
    "ActivityCode": "230",
    "StartDate": "2026-09-07",
    "DateAscertained": "2026-09-10",
    "DateVerified": "2026-10-14",
    "CurrencyLapsed": "N",
    "EstablishmentNumber": "3598000",
    "EstablishmentName": "Testham College",
}


def cause(column: str, theirs: dict, ours: dict | None = None, **more) -> str:
    own = {**AT_COLLEGE, **(ours or {})}
    other = {**AT_COLLEGE, **theirs}
    found, _ = cause_of(BY_COLUMN[column], Pair(own, other, **more))
    return str(found)


def test_every_column_of_the_return_is_compared() -> None:
    compared_by_presence = {*ADDRESS, "Postcode"}
    named = {each.column for each in FIELDS} - {"Address", "HasPostcode"}
    assert named == set(COLUMNS) - compared_by_presence


OLDER = {"DateVerified": "2026-09-20"}
NEWER = {"DateVerified": "2026-10-20"}
NEET = {"ActivityCode": "610"}
LAPSED = {"CurrencyLapsed": "Y"}
NOT_KNOWN = {"ActivityCode": "810"}
SIXTH_FORM = {"ActivityCode": "220"}


@pytest.mark.parametrize(
    ("column", "theirs", "ours", "expected"),
    [
        # Known on one side alone comes before any date.
        ("CurrencyLapsed", LAPSED, {}, "theirs-lapsed"),
        (
            "DueToLapseDate",
            {**LAPSED, "DueToLapseDate": "2026-08-31"},
            {},
            "theirs-lapsed",
        ),
        ("ActivityCode", {**NOT_KNOWN, **OLDER}, {}, "theirs-lapsed"),
        ("ActivityCode", {**NOT_KNOWN, **NEWER}, {}, "theirs-lapsed"),
        ("ActivityCode", {}, {**NOT_KNOWN}, "ours-lapsed"),
        ("DateVerified", NEWER, LAPSED, "ours-lapsed"),
        # Both known: the later confirmation.
        ("ActivityCode", {**NEET, **OLDER}, {}, "ours-newer"),
        ("ActivityCode", {**NEET, **NEWER}, {}, "theirs-newer"),
        ("DateVerified", OLDER, {}, "ours-newer"),
        ("StartDate", {"StartDate": "2026-09-01", **NEWER}, {}, "theirs-newer"),
        # Confirmed on the same day.
        ("ActivityCode", SIXTH_FORM, {}, "other-words"),
        (
            "ActivityCode",
            {
                **SIXTH_FORM,
                "EstablishmentNumber": "3598001",
                "EstablishmentName": "Elsewhere",
            },
            {},
            "unexplained",
        ),
        ("ActivityCode", NEET, {}, "unexplained"),
        (
            "DueToLapseDate",
            {**SIXTH_FORM, "DueToLapseDate": "2027-08-31"},
            {},
            "other-words",
        ),
        (
            "EstablishmentName",
            {"EstablishmentName": "TESTHAM COLL."},
            {},
            "other-words",
        ),
        (
            "EstablishmentName",
            {"EstablishmentName": "Elsewhere", "EstablishmentNumber": "3598001"},
            {},
            "unexplained",
        ),
        (
            "DateVerified",
            {"DateVerified": "", "DateAscertained": "2026-10-14"},
            {},
            "other-words",
        ),
        ("StartDate", {"StartDate": "2026-09-01"}, {}, "unexplained"),
    ],
)
def test_the_cause_of_a_difference_in_the_activity(
    column, theirs, ours, expected
) -> None:
    assert cause(column, theirs, ours) == expected


CENSUS = (date(2026, 10, 15), "a school census")
EARLIER = (date(2026, 1, 15), "a school census")


@pytest.mark.parametrize(
    ("known", "broken", "expected"),
    [
        (Known(CENSUS, date(2026, 8, 31)), {}, "ours-newer"),
        (Known(EARLIER, None), {}, "another-source"),
        (Known(EARLIER, None), {"Ethnicity": "19"}, "rule"),
        (Known(CENSUS, None), {"Ethnicity": "19"}, "ours-newer"),
        (Known(None, date(2026, 8, 31)), {}, "theirs-newer"),
        (Known(), {}, "not-moved-in"),
    ],
)
def test_the_cause_of_a_difference_in_a_detail(known, broken, expected) -> None:
    found = cause(
        "Ethnicity",
        {"Ethnicity": "WIRI"},
        {"Ethnicity": "WBRI"},
        known={"ethnicity": known},
        broken=broken,
    )
    assert found == expected


def test_the_reason_names_the_rule_and_the_days() -> None:
    pair = Pair(AT_COLLEGE, {**AT_COLLEGE, **NEET}, broken={"ActivityCode": "226"})
    assert cause_of(BY_COLUMN["ActivityCode"], pair) == (Cause.RULE, "rule 226")
    pair = Pair(AT_COLLEGE, {**AT_COLLEGE, **OLDER})
    assert cause_of(BY_COLUMN["DateVerified"], pair) == (
        Cause.OURS_NEWER,
        "ours confirmed 14 October 2026, theirs 20 September 2026",
    )


def test_capitals_spaces_and_address_lines_make_no_difference() -> None:
    one = {"FamilyName": "O'Hara", "AddressLine1": "1 High Street", "Town": "Wigan"}
    other = {
        "FamilyName": "O'HARA ",
        "AddressLine1": "Flat 2",
        "AddressLine2": "1 High",
    }
    assert differing(one, other) == []
    assert [it.column for it in differing(one, {"FamilyName": "O'Hara"})] == ["Address"]


@pytest.mark.parametrize(
    ("column", "kept", "words"),
    [
        ("ActivityCode", "230", "230 – "),
        ("ActivityCode", "sealed", NOT_KEPT),
        ("CharacteristicCode", "not-shown", NOT_KEPT),
        ("CurrencyLapsed", "Y", "Yes"),
        ("StartDate", "2026-09-07", "7 September 2026"),
        ("StartDate", "soon", "soon"),
        ("FamilyName", None, NOT_KEPT),
        ("StartDate", "", NOTHING),
        ("Address", "given", "Given"),
    ],
)
def test_values_are_shown_in_words(column, kept, words) -> None:
    assert in_words(kept, BY_COLUMN[column]).startswith(words)


def test_a_second_record_and_a_marked_duplicate_stand_alone() -> None:
    records = [
        TheirRecord(2, "1", {"CohortStatus": "P"}, person=7),
        TheirRecord(3, "2", {"CohortStatus": "P"}, person=7),
        TheirRecord(4, "3", {"CohortStatus": "M"}, person=8),
        TheirRecord(5, "4", {"CohortStatus": "P"}, why="not on record here"),
    ]
    pairing = paired([7, 8, 9], records)
    assert list(pairing.both) == [7]
    assert [(it.line, it.why) for it in pairing.theirs_alone] == [
        (3, TWICE),
        (4, A_DUPLICATE),
        (5, "not on record here"),
    ]
    assert pairing.ours_alone == [8, 9]


# --- What must always hold -----------------------------------------------------------

_CODES = st.sampled_from(["230", "220", "610", "810", "310", "999", ""])
_DAYS = st.sampled_from(["2026-09-10", "2026-10-14", "31/10/2026", ""])
_RECORDS = st.fixed_dictionaries(
    {
        "CohortStatus": st.sampled_from(["P", "T", "M", "A", ""]),
        "ActivityCode": _CODES,
        "DateVerified": _DAYS,
        "DateAscertained": _DAYS,
        "StartDate": _DAYS,
        "CurrencyLapsed": st.sampled_from(["Y", "N", ""]),
        "Ethnicity": st.sampled_from(["WBRI", "zz", ""]),
        "FamilyName": st.sampled_from(["Holt", "HOLT", "Ohara"]),
        "CharacteristicCode": st.lists(st.sampled_from(["110", "140"]), max_size=2),
    }
)
_PEOPLE = st.integers(min_value=1, max_value=12)
_KNOWN = st.sampled_from([Known(), Known(CENSUS, None), Known(None, date(2026, 8, 31))])


@given(
    ours=st.dictionaries(_PEOPLE, _RECORDS, max_size=10),
    theirs=st.lists(st.tuples(st.none() | _PEOPLE, _RECORDS), max_size=14),
    known=_KNOWN,
    broken=st.dictionaries(st.sampled_from(["Ethnicity", "StartDate"]), st.just("19")),
)
def test_the_causes_add_up_and_so_do_the_people(ours, theirs, known, broken) -> None:
    records = [
        TheirRecord(line, str(line), record, person)
        for line, (person, record) in enumerate(theirs, start=2)
    ]
    subjects = {each.subject: known for each in FIELDS if each.subject}
    found = compared(
        paired(ours, records),
        ours,
        broken=lambda person: broken,
        known=lambda person: subjects,
        not_in_ours={},
        not_in_theirs={},
    )
    alone = Counter(it.cause for it in found.differences if it.field == WHOLE)
    assert sum(found.causes.values()) == len(found.differences)
    assert found.theirs == len(theirs) == found.both + alone[Cause.NOT_IN_OURS]
    assert found.ours == len(ours) == found.both + alone[Cause.NOT_IN_THEIRS]
    assert found.equal + found.differing == found.both
    # Each field of each person has one difference at most, and a record is one of each.
    places = [(it.person, it.line, it.field) for it in found.differences]
    assert len(places) == len(set(places))
    assert all(found.people[cause] <= many for cause, many in found.causes.items())
    of_both = {it.person for it in found.differences if it.field != WHOLE}
    assert len(of_both) == found.differing


@given(st.dictionaries(_PEOPLE, _RECORDS, max_size=10))
def test_a_return_compared_with_itself_has_no_difference(ours) -> None:
    kept = {person: {**record, "CohortStatus": "P"} for person, record in ours.items()}
    records = [
        TheirRecord(line, "", record, person)
        for line, (person, record) in enumerate(kept.items())
    ]
    found = compared(
        paired(kept, records),
        kept,
        broken=lambda person: {},
        known=lambda person: {},
        not_in_ours={},
        not_in_theirs={},
    )
    assert found.differences == []
    assert found.equal == found.ours == found.theirs
