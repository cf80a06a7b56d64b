"""A new person who is twice in one file, without a number that shows it."""

from datetime import date

import pytest

from tests.factories import COLLEGE, census, person, provider_list, pupil, register

OCTOBER = date(2026, 10, 9)
ELSEWHERE_HERE = "WN7 1AB"  # another address in the same authority
BARE = {"upn": "", "uln": "", "postcode": ""}
AGAIN = "The same name and date of birth as line 2 of this file."


@pytest.fixture
def listed(tmp_path, load, as_json):
    """Loads a college's list; returns the batch and its lines with their outcomes."""
    load("establishments", register(tmp_path / "edubasealldata.csv"))

    def load_and_show(*rows):
        file = provider_list(tmp_path / "list.csv", rows)
        batch = load("provider-enrolment", file, institution=COLLEGE, as_at=OCTOBER)
        number = batch["batch"]
        return number, as_json("imports", "show", number)["lines"]

    return load_and_show


def course(**changes):
    """A line about one person, who has no number and no address there."""
    return person(1, **{**BARE, **changes})


def came_out(lines):
    return [(line["outcome"], line["person"]) for line in lines]


@pytest.mark.parametrize("postcode", ["", "ZZ99 9ZZ", "WN1"])
def test_200_lines_alike_are_one_person(listed, postcode) -> None:
    _, lines = listed(*[course(postcode=postcode)] * 200)
    assert {line["outcome"] for line in lines} == {"new-in-area"}
    assert len({line["person"] for line in lines}) == 1
    assert AGAIN not in lines[0]["reasons"]
    assert all(AGAIN in line["reasons"] for line in lines[1:])


def test_two_courses_are_two_pieces_of_evidence_about_one_person(
    listed, as_json
) -> None:
    first, second = course(start="07/09/2026"), course(start="02/11/2026")
    _, lines = listed(first, second)
    assert lines[0]["person"] == lines[1]["person"]
    spells = as_json("people", "show", lines[0]["person"])["spells"]
    where = [each["line"] for spell in spells for each in spell["evidence"]]
    assert sorted(set(where)) == [2, 3]


@pytest.mark.parametrize(
    ("other", "outcome"),
    [
        ({"given": "Matilda"}, "new-in-area"),  # a twin
        ({"postcode": ELSEWHERE_HERE}, "possible"),
        ({"sex": "F", "postcode": "WN1 1AZ"}, "possible"),
    ],
)
def test_lines_about_others_are_not_merged(listed, other, outcome) -> None:
    here = course(sex="M", postcode="WN1 1AA")
    _, (first, second) = listed(here, {**here, **other})
    assert first["outcome"] == "new-in-area"
    assert second["outcome"] == outcome
    assert second["person"] != first["person"]


@pytest.fixture
def two_homes(listed):
    return listed(course(postcode="WN1 1AA"), course(postcode=ELSEWHERE_HERE))


def test_two_addresses_wait_beside_the_person_of_the_first_line(
    two_homes, as_json
) -> None:
    _, (first, second) = two_homes
    (waiting,) = as_json("matching", "list")
    assert waiting["line"] == second["line"] == 3
    assert [each["person"] for each in waiting["candidates"]] == [first["person"]]
    assert waiting["reasons"] == [
        "An earlier row of this file has the same name and date of birth, but another "
        "postcode.",
        "See line 2 of this file.",
    ]


@pytest.mark.parametrize("decided", ["person", "new"])
def test_a_decision_outlives_withdrawing_and_applying_again(
    two_homes, as_json, decided
) -> None:
    number, (first, _) = two_homes
    (waiting,) = as_json("matching", "list")
    answer = ["--new"] if decided == "new" else ["--person", first["person"]]
    done = as_json("matching", "resolve", waiting["row"], *answer)
    assert (done["person"] == first["person"]) == (decided == "person")
    as_json("imports", "withdraw", number)
    as_json("imports", "apply", number)
    (_, second) = as_json("imports", "show", number)["lines"]
    assert second["person"] == done["person"]
    assert as_json("matching", "list") == []


def test_withdrawn_and_applied_again_they_are_the_same_people(listed, as_json) -> None:
    number, before = listed(
        course(), course(start="02/11/2026"), course(given="Matilda"), course(sex="")
    )
    as_json("imports", "withdraw", number)
    as_json("imports", "apply", number)
    after = as_json("imports", "show", number)["lines"]
    assert [line["person"] for line in after] == [line["person"] for line in before]
    assert len({line["person"] for line in after}) == 2


def test_the_next_list_finds_the_one_person(listed, load, as_json, tmp_path) -> None:
    """With two records, it would no longer be clear which of them a line means."""
    _, lines = listed(course(uln=person(1)["uln"]), course(start="02/11/2026"))
    file = provider_list(tmp_path / "next.csv", [person(1, postcode="")])
    batch = load(
        "provider-enrolment", file, institution=COLLEGE, as_at=date(2026, 11, 6)
    )
    (line,) = as_json("imports", "show", batch["batch"])["lines"]
    assert line["person"] == lines[0]["person"] == lines[1]["person"]


def test_lines_after_one_that_is_out_of_area_are_one_person(listed) -> None:
    """They share a number with it, and have a postcode here."""
    number = person(1)["uln"]
    _, lines = listed(
        course(uln=number, postcode="M1 1AE"),
        *[course(uln=number, postcode="WN1 1AA")] * 3,
    )
    assert [line["outcome"] for line in lines] == ["out-of-area", *["new-in-area"] * 3]
    assert len({line["person"] for line in lines[1:]}) == 1


_PUPIL = """<{kind}><PupilIdentifiers><UPN>{upn}</UPN><Surname>{family}</Surname>
<Forename>Noor</Forename><DOB>2011-05-09</DOB><Sex>M</Sex></PupilIdentifiers>
{more}</{kind}>"""
_ON_ROLL = """<PupilCharacteristics><YSSA>No</YSSA></PupilCharacteristics>
<PupilStatus><EnrolStatus>C</EnrolStatus><EntryDate>2022-09-05</EntryDate>
<NCyearActual>11</NCyearActual></PupilStatus>
<HomeInformation><Addresses><Address><PostCode>WN1 1AZ</PostCode></Address></Addresses>
</HomeInformation>"""
_OFF_ROLL = """<PupilStatus><EntryDate>2021-09-06</EntryDate>
<LeavingDate>2026-07-17</LeavingDate><NCyearLeaving>10</NCyearLeaving></PupilStatus>"""


@pytest.mark.parametrize("spelled", ["Private", "Prïvate"])
def test_a_restricted_pupil_on_and_off_roll_is_one_person(
    tmp_path, load, as_json, everything, samples_of_census, spelled
) -> None:
    """A leaver's row never contains a No, however it spells the name."""
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    upn = pupil(7)["upn"]
    on = _PUPIL.format(kind="PupilOnRoll", upn=upn, family="Private", more=_ON_ROLL)
    off = _PUPIL.format(
        kind="PupilNoLongerOnRoll", upn=upn, family=spelled, more=_OFF_ROLL
    )
    head = samples_of_census.read_text(encoding="utf-8").split("<PupilsOnRoll>")[0]
    message = tmp_path / "census.xml"
    message.write_text(
        f"{head}<PupilsOnRoll>{on}</PupilsOnRoll><PupilsNoLongerOnRoll>{off}"
        "</PupilsNoLongerOnRoll></Pupils></Message>",
        encoding="utf-8",
    )
    batch = load("school-census", message)
    lines = as_json("imports", "show", batch["batch"])["lines"]
    assert [line["outcome"] for line in lines] == ["restricted"] * 2
    assert lines[0]["person"] == lines[1]["person"]
    assert upn not in str(everything())


def test_a_leaver_in_a_row_before_a_no_keeps_only_the_identity(
    tmp_path, load, as_json, everything
) -> None:
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    born = date(2010, 10, 1)
    left = pupil(1, born, yssa="", postcode="", sen="", ethnicity="MWBC")
    stays = pupil(1, born, yssa="No")
    batch = load(
        "school-census",
        census(tmp_path / "census.csv", [left, stays]),
        as_at=date(2026, 10, 1),
    )
    lines = as_json("imports", "show", batch["batch"])["lines"]
    assert came_out(lines) == [("restricted", lines[0]["person"])] * 2
    assert "MWBC" not in str(everything())
