"""Facts that have not changed are not stored again."""

from datetime import date

from tests.factories import census, pupil, register


def counts(everything) -> tuple[int, int]:
    held = everything()
    return len(held["facts"]), len(held["evidence"])


def test_the_same_census_a_term_later_adds_what_changed_and_a_confirmation_a_line(
    tmp_path, load, as_json, everything, clock
) -> None:
    clock.set(date(2027, 6, 1))
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    rows = [pupil(n) for n in range(1, 41)]
    autumn = census(tmp_path / "autumn.csv", rows)
    load("school-census", autumn, as_at=date(2026, 10, 1))
    facts, evidence = counts(everything)
    assert evidence == 40
    # By January one pupil has moved, one has free meals, one has changed her name.
    rows[0] = {**rows[0], "postcode": "WN2 3AB", "street": "New Street"}
    rows[1] = {**rows[1], "meals": "Y"}
    rows[2] = {**rows[2], "family": "Newname"}
    spring = census(tmp_path / "spring.csv", rows)
    batch = load("school-census", spring, as_at=date(2027, 1, 21))
    assert batch["outcomes"] == {"matched-no-change": 37, "matched-update": 3}
    later_facts, later_evidence = counts(everything)
    assert later_evidence - evidence == 40
    assert later_facts - facts == 3
    # The third census confirms them without any new fact.
    summer = census(tmp_path / "summer.csv", [*rows, pupil(41)])
    load("school-census", summer, as_at=date(2027, 5, 20))
    last_facts, last_evidence = counts(everything)
    assert last_evidence - later_evidence == 41
    assert last_facts - later_facts == facts // 40


def test_a_fact_from_another_source_is_the_same_fact(
    tmp_path, load, as_json, everything
) -> None:
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    load(
        "school-census",
        census(tmp_path / "one.csv", [pupil(1)]),
        as_at=date(2026, 10, 1),
    )
    facts, evidence = counts(everything)
    two = census(tmp_path / "two.csv", [pupil(1, street="Sample Street")])
    load("school-census", two, as_at=date(2026, 10, 2))
    assert counts(everything) == (facts, evidence + 1)


def test_withdrawing_deletes_no_fact_and_no_evidence(
    tmp_path, load, as_json, everything
) -> None:
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    file = census(tmp_path / "one.csv", [pupil(1), pupil(2)])
    batch = load("school-census", file, as_at=date(2026, 10, 1))
    before = counts(everything)
    as_json("imports", "withdraw", batch["batch"])
    assert counts(everything) == before
    as_json("imports", "apply", batch["batch"])
    assert counts(everything) == (before[0], before[1] + 2)
