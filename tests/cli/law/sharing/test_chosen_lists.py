"""Who may be on a list that a user chooses, where the law itself opens the gateway.

Such a gateway needs no agreement, so a careless user could give any school the status
of any child. Everybody is invented.
"""

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.factories import COLLEGE, SCHOOL, census, nccis, person, pupil
from tracker import store
from tracker.access import authority_scope
from tracker.store.accounts.audit import Action, Criteria


@pytest.fixture
def leavers(registered: None, load: Any, tmp_path: Path, clock: Any) -> None:
    """Three who left the school in summer 2026, and one who was never there."""
    clock.set(date(2026, 11, 24))
    rows = [pupil(n, date(2009, 10, n)) for n in (1, 2, 3)]
    load("school-census", census(tmp_path / "c.csv", rows), as_at=date(2026, 5, 21))
    other = {**person(9), "activity": "619", "start": "07/09/2026"}
    load("nccis-file", nccis(tmp_path / "n.xml", date(2026, 10, 31), [other]))


@pytest.mark.law("L-09", "N-12", "O4")
def test_a_school_is_given_its_own_leavers_and_no_one_elses(
    leavers: None, flask: Any, tmp_path: Path
) -> None:
    out = tmp_path / "list.csv"
    people = [each for n in (1, 2, 3, 4) for each in ("--person", n)]
    answer = flask("disclose", "leavers", "--to", SCHOOL, *people, "--out", out)
    assert "Left out: 1, no leaver of theirs." in answer.out
    assert "3 people for" in answer.out
    with out.open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == 3


@pytest.mark.law("L-09")
@pytest.mark.parametrize(
    ("words", "because"),
    [
        (("leavers", "--to", SCHOOL, "--person", 4), "No one is left to share: 1 no"),
        (("leavers", "--to", COLLEGE, "--person", 1), "No one is left to share: 1 no"),
        (("copy", "--to", "A caller", "--person", 1), "given in its case"),
        (("return", "--to", "DfE", "--person", 1), "handed in as a whole file"),
        (("other-area", "--to", "350", "--person", 1), "in their tray"),
        (("statistics", "--to", "Health", "--person", 1), "prepared as a release"),
    ],
)
def test_no_one_else_is_given_by_law_alone(
    leavers: None, flask: Any, app: Any, tmp_path: Path, words: Any, because: str
) -> None:
    out = tmp_path / "list.csv"
    assert because in flask("disclose", *words, "--out", out, code=2).err
    assert not out.exists()
    assert flask("disclosures", "list", "--json").json == []
    if words[0] != "leavers":
        with app.app_context():
            (line,) = store.accounts.audit.lines(
                Criteria(actions=(Action.DISCLOSURE_REFUSED,)),
                within=authority_scope("359"),
                offset=0,
                limit=10,
            )
        assert because in line.detail["why"]
