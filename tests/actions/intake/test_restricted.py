"""A restricted pupil: details that may not be passed on are in no table at all."""

import json
from datetime import date

import pytest

from tests.factories import SCHOOL, census, pupil, register

#: What the law lets through of them is name, birth, address and parent.
SECRET_UPN = pupil(1)["upn"]
SECRET_ULN = pupil(1)["uln"]
LEFT = date(2026, 5, 21)


@pytest.fixture
def school(tmp_path, load, clock):
    """A school's Year 11 of 2025/26, one of them with a No, seen in November 2026."""
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    born = date(2009, 10, 1)
    rows = [
        pupil(
            1,
            born,
            yssa="No",
            ethnicity="MWBC",
            sen="E",
            meals="Y",
            parent="Parent Example",
        ),
        *(pupil(n, date(2009, 10, n)) for n in range(2, 14)),
    ]
    file = census(tmp_path / "census.csv", rows)
    load("school-census", file, as_at=LEFT)
    clock.set(date(2026, 11, 24))
    return rows


def test_no_table_holds_details_of_a_restricted_pupil(school, everything) -> None:
    stored = json.dumps(everything())
    for secret in (SECRET_UPN, SECRET_ULN, "MWBC"):
        assert secret not in stored
    # The same columns of a pupil who answered Yes are there: the search can find them.
    assert school[1]["upn"] in stored
    assert school[1]["uln"] in stored


def test_their_lines_hold_only_the_identity(school, as_json) -> None:
    (batch,) = [b for b in as_json("imports", "list") if b["feed"] == "school-census"]
    (line,) = as_json("imports", "show", batch["batch"], "--outcome", "restricted")[
        "lines"
    ]
    raw = as_json("matching", "show", line["row"])["raw"]
    assert set(raw) <= {
        *("forename", "surname", "middle_names", "dob"),
        *("postcode", "saon", "paon", "street", "locality", "town"),
        *("administrative_area", "post_town", "parent_name", "parent_address"),
        *("lea", "estab", "urn", "reference_date", "yssa", "year_group"),
        *("enrol_status", "entry_date"),
    } - {"year_group", "enrol_status", "entry_date"}, raw


def test_they_are_known_and_counted(school, as_json) -> None:
    (found,) = as_json("people", "find", school[0]["given"], school[0]["family"])
    shown = as_json("people", "show", found["person"], "--on", "2026-05-31")
    who = shown["identity"]
    assert who["restricted"]
    assert who["parent"] == {"name": "Parent Example"}
    assert [who[name] for name in ("upn", "uln", "ethnicity", "sex")] == [None] * 4
    assert not any(who[name] for name in ("send", "sen_support", "free_meals"))
    assert shown["position"]["activity"] == "110"


def test_a_school_sees_them_in_its_totals_and_not_in_its_list(
    school, as_json, tmp_path
) -> None:
    answer = as_json(
        *("destinations", "--institution", SCHOOL, "--left", 2026),
        *("--out", tmp_path / "destinations.csv"),
    )
    assert answer["not_listed"] == 1
    assert len(answer["leavers"]) == 12
    listed = (tmp_path / "destinations.csv").read_text(encoding="utf-8")
    assert school[1]["family"] in listed
    name = f"{school[0]['family']},{school[0]['given']}"
    assert name not in listed
    assert not any(
        (each["family"], each["given"]) == (school[0]["family"], school[0]["given"])
        for each in answer["leavers"]
    )
    # Its totals are those of its list. The authority's total would show the pupil who
    # is not on the list, by subtraction, as it has no other leavers.
    whole = answer["totals"][-1]
    assert whole == {"name": "All leavers", "count": 12, "authority_count": "c"}


def test_many_restricted_leavers_are_not_in_the_list_or_its_totals(
    tmp_path, load, as_json
) -> None:
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    rows = [
        pupil(n, date(2009, 10, n), yssa="No" if n < 8 else "Yes") for n in range(1, 16)
    ]
    load("school-census", census(tmp_path / "census.csv", rows), as_at=LEFT)
    answer = as_json("destinations", "--institution", SCHOOL, "--left", 2026)
    assert answer["not_listed"] == 7
    assert len(answer["leavers"]) == 8
    # The totals of an institution are those of its list.
    assert answer["totals"][-1]["count"] == 8


def test_a_pupil_who_answers_yes_again_is_listed_again(
    school, as_json, load, tmp_path
) -> None:
    again = [pupil(1, date(2009, 10, 1), yssa="Yes")]
    file = census(tmp_path / "later.csv", again)
    load("school-census", file, as_at=date(2026, 6, 26))
    answer = as_json("destinations", "--institution", SCHOOL, "--left", 2026)
    assert answer["not_listed"] == 0


OCTOBER = date(2026, 10, 1)


@pytest.fixture
def row_of_leaver(school, load, as_json, tmp_path):
    """The next census has one pupil, off roll: the line, as it is stored."""

    def run(number: int, **changes):
        leaver = {**school[number], "yssa": "", "parent": "", **changes}
        file = census(tmp_path / "october.csv", [leaver])
        lines = file.read_text(encoding="utf-8").splitlines()
        lines = [f"{lines[0]},LeavingDate", f"{lines[1]},17/07/2026"]
        file.write_text("\n".join(lines), encoding="utf-8")
        batch = load("school-census", file, as_at=OCTOBER)
        (line,) = as_json("imports", "show", batch["batch"])["lines"]
        return line, as_json("matching", "show", line["row"])

    return run


def test_the_row_of_a_restricted_leaver_keeps_only_the_identity(
    row_of_leaver, everything, as_json
) -> None:
    """Rows of leavers never contain a No: the census before them did."""
    line, shown = row_of_leaver(0, sen="K", ethnicity="MWAS")
    assert line["outcome"] == shown["outcome"] == "restricted"
    assert line["person"] is not None
    kept = set(shown["raw"])
    assert {"forename", "surname", "dob", "postcode"} <= kept
    assert not kept & {"upn", "uln", "sex", "sen", "ethnicity", "meals", "entry_date"}
    held = json.dumps(everything())
    for secret in (SECRET_UPN, SECRET_ULN, "MWAS"):
        assert secret not in held
    who = as_json("people", "show", line["person"])["identity"]
    assert [who[name] for name in ("upn", "uln", "sex")] == [None] * 3
    assert who["restricted"]
    assert not who["sen_support"]


def test_applied_again_the_row_keeps_only_the_identity(
    row_of_leaver, as_json, everything
) -> None:
    line, _ = row_of_leaver(0, sen="K")
    newest = as_json("imports", "list")[0]["batch"]
    as_json("imports", "withdraw", newest)
    as_json("imports", "apply", newest)
    assert as_json("people", "show", line["person"])["identity"]["restricted"]
    assert SECRET_UPN not in json.dumps(everything())


def test_the_row_of_another_leaver_is_kept_whole(row_of_leaver, school) -> None:
    line, shown = row_of_leaver(1, sen="K")
    assert line["outcome"] != "restricted"
    assert shown["raw"]["upn"] == school[1]["upn"]
    assert shown["raw"]["sen"] == "K"


def test_a_leaver_with_a_yes_in_the_row_itself_is_kept_whole(row_of_leaver) -> None:
    line, shown = row_of_leaver(0, yssa="Yes")
    assert line["outcome"] != "restricted"
    assert shown["raw"]["upn"] == SECRET_UPN


def test_a_doubtful_row_decided_for_them_keeps_only_the_identity(
    row_of_leaver, as_json, everything
) -> None:
    """The row has a wrong digit in the birthday and waits: its pupil answered No."""
    line, _ = row_of_leaver(0, born="11/10/2009", sen="K")
    assert line["outcome"] == "possible"
    (candidate,) = as_json("matching", "show", line["row"])["candidates"]
    done = as_json("matching", "resolve", line["row"], "--person", candidate["person"])
    assert done["outcome"] == "restricted"
    assert SECRET_UPN not in json.dumps(everything())


def test_a_row_applied_after_a_no_keeps_only_the_identity(
    tmp_path, load, as_json, flask, everything
) -> None:
    """October's census waits to be applied while May's, which is late, is loaded."""
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    others = [pupil(n, date(2009, 10, n)) for n in range(2, 32)]
    january = census(tmp_path / "january.csv", others)
    load("school-census", january, as_at=LEFT, institution=SCHOOL)
    born = date(2009, 10, 1)
    leaver = pupil(1, born, yssa="", leaving="17/07/2026", ethnicity="MWAS")
    few = census(tmp_path / "october.csv", [leaver, *others[:5]])
    lines = few.read_text(encoding="utf-8").splitlines()
    ends = ["LeavingDate", "17/07/2026", *([""] * 5)]
    few.write_text(
        "\n".join(f"{line},{end}" for line, end in zip(lines, ends, strict=True)),
        encoding="utf-8",
    )
    waits = load(
        "school-census",
        few,
        as_at=OCTOBER,
        institution=SCHOOL,
        complete=True,
        yes=False,
        code=1,
    )
    no = census(tmp_path / "may.csv", [pupil(1, born, yssa="No")])
    load("school-census", no, as_at=LEFT)
    as_json("imports", "apply", waits["batch"], "--yes")
    assert "MWAS" not in json.dumps(everything())
