"""Months of an earlier system: details as at its end, activity as at its check."""

from datetime import date
from xml.etree import ElementTree as ET

import pytest

from tests.factories import nccis, person, register

SEPTEMBER, OCTOBER = date(2026, 9, 30), date(2026, 10, 31)

#: Confirmed once, and repeated month after month.
COLLEGE = {
    "activity": "230",
    "start": "07/09/2026",
    "ascertained": "10/09/2026",
    "verified": "11/09/2026",
    "laestab": "3598600",
}


@pytest.fixture
def loaded(tmp_path, load, as_json, clock):
    """Loads months of one invented person; shows them at the end of a month."""
    load("establishments", register(tmp_path / "edubasealldata.csv"))

    def run(*months, order=1):
        for end, changes, more in months[::order]:
            file = nccis(
                tmp_path / f"NCCIS {end}.xml",
                end,
                [{**person(1), **COLLEGE, **changes}],
            )
            tree = ET.parse(file)
            record = tree.find("YoungPersonsRecord")
            assert record is not None
            # The parts that the small writer of the tests does not write.
            for part, name, text in more:
                node = record.find(part)
                if node is None:
                    node = ET.Element(part)
                    record.insert(1, node)
                ET.SubElement(node, name).text = text
            tree.write(file, encoding="utf-8", xml_declaration=True)
            load("nccis-file", file)
        (found,) = as_json("people", "find", person(1)["upn"])

        def show(on: date):
            return as_json("people", "show", found["person"], "--on", on)

        return show

    return run


def needs(send: str) -> list[tuple[str, str, str]]:
    return [
        ("LevelOfNeed", "LevelOfNeedCode", "2"),
        ("LevelOfNeed", "SENDFlag", send),
    ]


@pytest.mark.parametrize("order", [1, -1], ids=["as sent", "the later one first"])
def test_the_details_of_a_later_month_win_over_an_activity_confirmed_before(
    loaded, as_json, tmp_path, order
) -> None:
    """DateVerified is the same in both; all other details are as at the month's end."""
    show = loaded(
        (SEPTEMBER, {"postcode": "WN1 1AZ", "line1": "1 Sample Street"}, needs("N")),
        (OCTOBER, {"postcode": "WN2 3AB", "line1": "9 Dummy Court"}, needs("Y")),
        order=order,
    )
    after = show(OCTOBER)["identity"]
    assert after["address"]["line1"] == "9 Dummy Court"
    assert after["address"]["postcode"] == "WN2 3AB"
    assert after["send"]
    for month, line, send in (
        ("2026-09", "1 Sample Street", "N"),
        ("2026-10", "9 Dummy Court", "Y"),
    ):
        made = as_json(
            "returns", "prepare", "--period", month, "--out", tmp_path / month
        )
        (record,) = ET.parse(made["file"]).iter("YoungPersonsRecord")
        assert [
            record.findtext(f".//{name}") for name in ("AddressLine1", "SENDFlag")
        ] == [
            line,
            send,
        ]


def test_the_activity_is_of_the_day_on_which_it_was_confirmed(loaded) -> None:
    """Two months contain it, and it has not been confirmed since September."""
    show = loaded((SEPTEMBER, {}, []), (OCTOBER, {}, []))
    shown = show(OCTOBER)
    assert shown["position"]["activity"] == "230"
    assert shown["position"]["verified"] == "2026-09-11"
    (spell,) = shown["spells"]
    assert {each["as_at"] for each in spell["evidence"]} == {"2026-09-11"}
    assert spell["last_confirmed"] == "2026-09-11"


def test_a_verification_of_the_later_month_counts(loaded) -> None:
    show = loaded((SEPTEMBER, {}, []), (OCTOBER, {"verified": "20/10/2026"}, []))
    assert show(OCTOBER)["position"]["verified"] == "2026-10-20"


def test_a_new_number_of_theirs_keeps_the_one_before(loaded) -> None:
    show = loaded(
        (SEPTEMBER, {"ypid": "3590000000001"}, []),
        (
            OCTOBER,
            {"ypid": "3590000000077", "upn": person(1)["upn"]},
            [("PersonalDetails", "PreviousYPIDIdentifier", "3590000000001")],
        ),
    )
    who = show(OCTOBER)["identity"]
    assert who["ypids"] == ["3590000000077", "3590000000001"]
    assert who["former_ypids"] == ["3590000000001"]


def test_a_person_is_found_by_their_number_in_the_old_system(
    loaded, as_json, load, tmp_path
) -> None:
    """Neither UPN nor ULN, another address: the old number is enough, with the name."""
    loaded((SEPTEMBER, {"ypid": "3590000000001"}, []))
    row = {
        **person(1, upn="", uln="", postcode="WN7 1AB"),
        **COLLEGE,
        "ypid": "3590000000077",
    }
    file = nccis(tmp_path / "NCCIS.xml", OCTOBER, [row])
    tree = ET.parse(file)
    personal = tree.find("YoungPersonsRecord/PersonalDetails")
    assert personal is not None
    ET.SubElement(personal, "PreviousYPIDIdentifier").text = "3590000000001"
    tree.write(file, encoding="utf-8", xml_declaration=True)
    batch = load("nccis-file", file)
    assert batch["outcomes"] == {"matched-update": 1}
    (line,) = as_json("imports", "show", batch["batch"])["lines"]
    assert line["reasons"][0].startswith("Decided by: young person's ID")
