"""A college's list in the headings of the learner record, several rows to a learner.

Everybody is invented.
"""

from datetime import date

import pytest

from tests.factories import COLLEGE, census, pupil, register

HEAD = (
    "LearnRefNumber,ULN,FamilyName,GivenNames,DateOfBirth,Postcode,PlanLearnHours,"
    "LearnAimRef,FundModel,ProgType,LearnStartDate,CompStatus,LearnActEndDate"
)
SEPTEMBER, NOVEMBER = date(2026, 9, 30), date(2026, 11, 20)


@pytest.fixture
def on_record(tmp_path, load, clock):
    """Leavers of Year 11."""
    clock.set(date(2026, 11, 24))
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    rows = [pupil(n, date(2010, 3, n)) for n in range(1, 6)]
    load("school-census", census(tmp_path / "c.csv", rows), as_at=date(2026, 5, 21))
    return rows


@pytest.fixture
def send(tmp_path, load):
    """Loads a list of (pupil, aim, funding, programme, status, last day)."""
    made: list[int] = []

    def run(*lines, as_at: date, **more):
        made.append(1)
        path = tmp_path / f"list {len(made)}.csv"
        rows = [
            ",".join(
                (
                    *(f"R{row['upn'][-4:]}", "9999999999", row["family"]),
                    *(row["given"], row["born"], row["postcode"], "560"),
                    *(aim, funding, programme, "07/09/2026", status, end),
                )
            )
            for row, aim, funding, programme, status, end in lines
        ]
        path.write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")
        return load("provider-enrolment", path, institution=COLLEGE, as_at=as_at)

    return run


@pytest.fixture
def position(as_json, on_record):
    """The activity of a pupil on a day."""

    def read(n: int, on: date):
        (found,) = as_json("people", "find", on_record[n]["upn"])
        return as_json("people", "show", found["person"], "--on", on)["position"]

    return read


def test_a_learner_of_several_aims_is_where_the_list_has_them(
    on_record, send, position
) -> None:
    one, two, three, *_ = on_record
    send(
        (one, "60300001", "25", "", "3", "16/10/2026"),
        (one, "60300002", "25", "", "1", ""),
        (two, "ZPROG001", "36", "25", "1", ""),
        (two, "50300001", "35", "", "1", ""),
        (three, "60300001", "25", "", "3", "16/10/2026"),
        (three, "60300002", "25", "", "3", "06/11/2026"),
        as_at=NOVEMBER,
    )
    assert position(0, NOVEMBER)["activity"] == "230"
    assert position(1, NOVEMBER)["activity"] == "310"
    # All aims were withdrawn: a leaver, on the last of the days.
    assert position(2, date(2026, 11, 6))["activity"] == "230"
    assert position(2, date(2026, 11, 7))["activity"] == "810"


def test_a_later_list_with_one_aim_less_ends_nothing(on_record, send, position) -> None:
    one = on_record[0]
    both = [
        (one, "60300001", "25", "", "1", ""),
        (one, "60300002", "25", "", "1", ""),
    ]
    send(*both, as_at=SEPTEMBER)
    send(both[0], as_at=NOVEMBER)
    assert position(0, NOVEMBER)["activity"] == "230"
