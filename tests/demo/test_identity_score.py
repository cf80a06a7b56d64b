"""The mark of who the return says people are. Everybody here is invented."""

from pathlib import Path

from tracker.demo.truth.identity_score import Shown, score

TRUTH = "person,given,family,born\nP1,Zoë,Example,2009-03-04\nP2,Bo,Sample,2009-03-05\n"


def shown(person: str, says: tuple[str, str, str], **registers: str) -> Shown:
    return Shown(
        person,
        dict(zip(("given", "family", "born"), says, strict=True)),
        {field: frozenset(values.split("|")) for field, values in registers.items()},
    )


def test_a_detail_wrong_in_every_register_is_not_counted(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text(TRUTH, encoding="utf-8")
    found = score(
        path,
        [
            shown("P1", ("Zoe", "EXAMPLE", "2009-03-04"), given="Zoe|Zoë", born="x"),
            shown("P2", ("Bo", "Sample", "2009-03-06"), family="Sample", given="B"),
        ],
    )
    assert (found["given"].known, found["given"].wrong) == (1, 1)
    assert (found["family"].known, found["family"].wrong) == (1, 0)
    assert found["family"].capitals == 1
    assert (found["born"].known, found["born"].right) == (0, 1.0)
