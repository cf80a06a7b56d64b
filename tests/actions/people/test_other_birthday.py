"""A list with another date of birth does not change what an enrolment means.

All people are invented.
"""

from datetime import date

from tests.factories import COLLEGE, census, provider_list, pupil, register

KNOWN = pupil(1, date(2009, 12, 3))


def test_a_student_whose_list_makes_them_younger_is_still_at_college(
    tmp_path, load, as_json
) -> None:
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    load(
        "school-census",
        census(tmp_path / "census.csv", [KNOWN]),
        as_at=date(2026, 1, 15),
    )
    load(
        "provider-enrolment",
        provider_list(tmp_path / "list.csv", [{**KNOWN, "born": "03/12/2011"}]),
        institution=COLLEGE,
        as_at=date(2026, 10, 9),
    )
    for waiting in as_json("matching", "list"):
        as_json("matching", "resolve", waiting["row"], "--person", 1)
    shown = as_json("people", "show", 1, "--on", "2026-10-31")
    assert shown["spells"][-1]["institution"] == f"urn:{COLLEGE}"
    assert shown["identity"]["born"] == "2009-12-03"
    questions = [
        (each["field"], each["other"]["value"]) for each in as_json("identity", "list")
    ]
    assert questions == [("born", "2011-12-03")]
