"""Two returns of a month compared: pairs, differences, and the one cause of each."""

from datetime import date

import pytest

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
    TheirRecord,
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


def test_a_record_that_no_other_stands_for_is_paired_even_if_marked() -> None:
    records = [
        TheirRecord(2, "1", {"CohortStatus": "P"}, person=7),
        TheirRecord(3, "2", {"CohortStatus": "P"}, person=7),
        TheirRecord(4, "3", {"CohortStatus": "M"}, person=8),
        TheirRecord(5, "4", {"CohortStatus": "M"}, person=7),
        TheirRecord(6, "5", {"CohortStatus": "P"}, why="not on record here"),
    ]
    pairing = paired({7: {}, 8: {}, 9: {}}, records)
    # 8 is in both: listing it as in neither would count one record twice.
    assert {person: it.line for person, it in pairing.both.items()} == {7: 2, 8: 4}
    assert [(it.line, it.why) for it in pairing.theirs_alone] == [
        (3, TWICE),
        (5, A_DUPLICATE),
        (6, "not on record here"),
    ]
    assert pairing.ours_alone == [9]


def test_of_two_records_the_one_that_agrees_is_paired_in_any_order() -> None:
    ours = {7: {**AT_COLLEGE, "UniqueLearnerNo": "5101949964", "FamilyName": "Holt"}}
    good = TheirRecord(3, "1", {**ours[7]}, person=7)
    weak = TheirRecord(2, "2", {"FamilyName": "HOLT", "ActivityCode": "619"}, person=7)
    for records in ([good, weak], [weak, good]):
        pairing = paired(ours, records)
        assert pairing.both[7].line == 3
        assert [it.line for it in pairing.theirs_alone] == [2]


def test_the_number_of_another_database_is_no_difference() -> None:
    ours = {
        "YoungPersonsID": "3599000000001",
        "PreviousYPIDIdentifier": "3310000012459",
    }
    theirs = {"YoungPersonsID": "3310000012459"}
    assert differing(ours, theirs) == []
    before = {"YoungPersonsID": "3310000012459", "PreviousYPIDIdentifier": "331000001"}
    assert differing(ours, before) == []
    # An ID that ours does not have was not moved in: one difference, not two.
    other = {"YoungPersonsID": "3310000099999"}
    assert [it.column for it in differing(ours, other)] == [
        "YoungPersonsID",
        "PreviousYPIDIdentifier",
    ]
    own = {"YoungPersonsID": "3599000000001"}
    assert [it.column for it in differing(own, other)] == ["YoungPersonsID"]
    found = cause("YoungPersonsID", other, own, known={"ypid": Known()})
    assert found == "not-moved-in"


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("330", "310"),
        ("330", "320"),
        ("310", "330"),
        ("230", "250"),
        ("230", "260"),
        ("110", "130"),
        ("110", "150"),
        ("619", "610"),
    ],
)
@pytest.mark.parametrize("place", [True, False])
def test_codes_that_count_differently_are_no_other_words(ours, theirs, place) -> None:
    at = {} if place else {"EstablishmentNumber": "", "EstablishmentName": ""}
    found = cause(
        "ActivityCode", {"ActivityCode": theirs, **at}, {"ActivityCode": ours, **at}
    )
    assert found in ("unexplained", "ours-lapsed", "theirs-lapsed")


@pytest.mark.parametrize("theirs", ["210", "220", "240", "270", "280"])
def test_kinds_of_place_are_other_words_at_one_named_place(theirs) -> None:
    assert cause("ActivityCode", {"ActivityCode": theirs}) == "other-words"
    nowhere = {"EstablishmentNumber": "", "EstablishmentName": ""}
    assert cause("ActivityCode", {"ActivityCode": theirs, **nowhere}, nowhere) == (
        "unexplained"
    )


@pytest.mark.parametrize("code", ["999", ""])
def test_a_code_that_is_in_no_list_is_not_called_lapsed(code) -> None:
    pair = Pair(AT_COLLEGE, {**AT_COLLEGE, "ActivityCode": code})
    found, why = cause_of(BY_COLUMN["ActivityCode"], pair)
    assert found is Cause.UNEXPLAINED
    assert why == ("999 is no activity code" if code else "they give no activity")
    by_rule = Pair(pair.ours, pair.theirs, broken={"ActivityCode": "915"})
    assert cause_of(BY_COLUMN["ActivityCode"], by_rule)[0] is Cause.RULE


def test_beside_a_sealed_activity_nothing_of_it_is_compared() -> None:
    neet = {
        **AT_COLLEGE,
        "ActivityCode": "619",
        "NEETStartDate": "2026-09-07",
        "EstablishmentNumber": "",
        "EstablishmentName": "",
    }
    sealed = {
        "CohortStatus": "P",
        "ActivityCode": "sealed",
        "StartDate": "2026-09-07",
        "DateAscertained": "2026-09-10",
        "DateVerified": "2026-10-14",
    }
    for one, other in ((neet, sealed), (sealed, neet)):
        assert [it.column for it in differing(one, other)] == ["ActivityCode"]
        assert cause_of(BY_COLUMN["ActivityCode"], Pair(one, other))[0] is (
            Cause.UNEXPLAINED
        )


def test_a_date_that_they_move_at_each_confirmation_has_its_own_cause() -> None:
    later = {"DateAscertained": "2026-10-02"}
    assert cause("DateAscertained", later) == "dated-again"
    earlier = {"DateAscertained": "2026-09-07"}
    assert cause("DateAscertained", earlier) == "unexplained"
    other = {**later, "ActivityCode": "330"}
    assert cause("DateAscertained", other) == "unexplained"


@pytest.mark.parametrize("status", ["T", "E", "A", "L"])
def test_a_leaver_kept_for_the_guarantee_is_a_rule(status) -> None:
    known = {"departure": Known(None, date(2026, 9, 30))}
    found = cause(
        "CohortStatus", {"CohortStatus": status}, {"CohortStatus": "G"}, known=known
    )
    assert found == "rule"


@pytest.mark.parametrize(
    ("theirs", "known", "expected"),
    [
        # Theirs of the last month that was moved in had something else.
        ("WIRI", Known(None, date(2026, 9, 30), frozenset({"wbri"})), "theirs-newer"),
        # It had the same, so nothing changed since.
        ("WIRI", Known(None, date(2026, 9, 30), frozenset({"wiri"})), "unexplained"),
        # The very month was moved in.
        ("WIRI", Known(None, date(2026, 10, 31), frozenset({"wbri"})), "unexplained"),
        # A value that they leave out is no newer one.
        ("", Known(None, date(2026, 9, 30), frozenset({"wbri"})), "unexplained"),
    ],
)
def test_newer_means_another_value_than_the_last_file_had(
    theirs, known, expected
) -> None:
    found = cause(
        "Ethnicity",
        {"Ethnicity": theirs},
        {"Ethnicity": "WBRI"},
        known={"ethnicity": known},
        as_of=date(2026, 10, 31),
    )
    assert found == expected
