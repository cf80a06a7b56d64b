"""What is left out of a copy, word by word. Everybody is invented."""

import pytest

from tracker.domain.law.subject_copy.held_rows import (
    SEALED,
    Held,
    HeldRow,
    HeldSection,
    as_data,
    from_data,
    without_sealed,
)
from tracker.domain.law.subject_copy.in_plain_words import say
from tracker.domain.law.subject_copy.redacting import (
    CODES,
    Redaction,
    matches,
    redacted,
)

GONE = f"[left out: {CODES['other-person'].label}]"


def held(*texts: str) -> list[HeldSection]:
    rows = tuple(
        HeldRow(
            "contacts", str(at), "4 November 2026", (Held("Note", each, free=True),)
        )
        for at, each in enumerate(texts, 1)
    )
    return [HeldSection("Contacts with you", rows)]


def texts(sections: list[HeldSection]) -> list[str]:
    return [row.fields[0].text for each in sections for row in each.rows]


@pytest.mark.law("D-07")
@pytest.mark.parametrize(
    ("note", "words", "remains"),
    [
        ("Ann phoned", "Ann", f"{GONE} phoned"),
        ("Annual review", "Ann", "Annual review"),
        ("ANN and ann", "Ann", f"{GONE} and {GONE}"),
        ("Ann's brother", "Ann", f"{GONE}'s brother"),
        ("ann_lee@example.org", "ann", f"{GONE}_lee@example.org"),
        ("Ann\n Lee phoned", "Ann Lee", f"{GONE} phoned"),
        ("Zoe\u0308 phoned", "Zoë", f"{GONE} phoned"),
        ("Anne-Marie", "Anne", f"{GONE}-Marie"),
        ("(Ann) phoned?", "(Ann)", f"{GONE} phoned?"),
        ("cost £5 (a+b)", "(a+b)", f"cost £5 {GONE}"),
        (r"a \1 back", r"\1", f"a {GONE} back"),
    ],
)
def test_words_go_as_whole_words_however_they_are_written(note, words, remains):
    found, left_out = redacted(held(note), [Redaction("", words, "other-person")])
    assert texts(found) == [remains]
    assert bool(left_out) == (note != remains)


@pytest.mark.law("D-07")
def test_one_place_or_its_whole_text_goes_and_the_others_stay():
    sections = held("Ann phoned", "Ann wrote")
    place = "contacts/2/Note"
    found, left_out = redacted(sections, [Redaction(place, "Ann", "other-person")])
    assert texts(found) == ["Ann phoned", f"{GONE} wrote"]
    assert [(each.heading, each.place, each.times) for each in left_out] == [
        ("Contacts with you", "Note, 4 November 2026", 1)
    ]
    found, _ = redacted(sections, [Redaction(place, "", "harm")])
    assert texts(found) == ["Ann phoned", f"[left out: {CODES['harm'].label}]"]


def test_what_stands_for_staff_is_counted_and_words_that_are_not_there_are_not():
    staff = HeldRow("contacts", "1", "", (Held("Written by", "Adviser", "staff"),))
    sections = [HeldSection("Contacts with you", (staff,))]
    _, left_out = redacted(sections, [])
    assert [(each.place, each.code) for each in left_out] == [("Written by", "staff")]
    assert matches(sections, Redaction("", "Grandmother", "harm")) == 0


def test_two_redactions_of_the_same_words_leave_one_mark():
    twice = [Redaction("", "Ann Lee", "other-person"), Redaction("", "Ann", "harm")]
    found, _ = redacted(held("Ann Lee and Ann"), twice)
    assert texts(found) == [f"{GONE} and [left out: {CODES['harm'].label}]"]


def test_what_is_held_is_stored_and_read_back():
    sections = held("Ann phoned", "Ann wrote")
    assert from_data(as_data(sections)) == sections


def test_a_sealed_text_is_not_shown_to_who_may_not_see_it():
    """Each kind by what it is: not everything sealed is a former identity."""
    fields = [Held(kind, "Old", sealed=kind) for kind in SEALED]
    row = HeldRow("people", "1", "", (*fields, Held("Sex", "Female")))
    (section,) = without_sealed([HeldSection("Who you are", (row,))])
    assert [it.text for it in section.rows[0].fields] == [*SEALED.values(), "Female"]
    assert [kind for kind, words in SEALED.items() if "identity" in words] == [
        "former name"
    ]


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("born", "2010-10-02", "2 October 2010"),
        ("at", "2026-06-30T23:30:00+00:00", "1 July 2026, 00:30"),
        ("ethnicity", "WBRI", "White British"),
        ("send", False, "No"),
        ("other_names", [["Esme", "Hale"]], "Esme, Hale"),
        ("at", {"urn": "106500", "name": "Testham"}, "URN: 106500; name: Testham"),
        ("note", "", ""),
        ("x", None, ""),
        ("authority", "359", "Wigan"),
        ("guarantee", "110", "Offer made"),
        ("status", "P", "In the primary cohort"),
        ("score", 0.99999988, "1"),
        ("expected_error", 0.004, "1 in 250"),
        ("expected_error", 1e-07, "less than 1 in 1,000,000"),
        ("expected_error", 0.0, ""),
        ("tier", 2, "the school census"),
    ],
)
def test_values_are_said_in_plain_words(name, value, words):
    assert say(name, value) == words
