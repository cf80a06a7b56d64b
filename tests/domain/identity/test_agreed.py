"""Folding where all sources agree gives the same result as folding by trust."""

from datetime import date
from random import Random

from tests.domain.identity.lines import COLLEGE, HILL, OFFICER, OLD, line
from tracker.domain.history.details.attribution import statements_by_subject
from tracker.domain.history.evidence import Detail
from tracker.domain.history.identity.fold import agreed, fold_identity
from tracker.domain.history.identity.identity_statements import SUBJECTS
from tracker.domain.history.spells import no_register

_DAYS = ("2024-01-18", "2025-09-18", "2026-09-18")
_NAMES = ("", "AMIRA EXAMPLE", "Amira Example", "Amira VAN DER BERG")


def test_agreeing_sources_fold_to_the_same_identity_as_by_trust():
    by_chance = Random(1)
    agreeing = 0
    for _ in range(500):
        lines = [
            line(
                by_chance.choice([HILL, OLD, COLLEGE, OFFICER]),
                by_chance.choice(_DAYS),
                by_chance.choice(_NAMES),
                by_chance.choice(["", "2009-03-04", "2009-04-03"]),
                by_chance.choice(["", "F", "M", "U"]),
            )
            for _ in range(by_chance.randrange(4))
        ]
        items = [
            item
            for some in lines
            for item in some
            if isinstance(item.statement, Detail) and item.statement.about in SUBJECTS
        ]
        given = statements_by_subject(items, {}, no_register)
        found = agreed(item.statement for item in items)
        assert found in (
            None,
            fold_identity(given),
        )
        agreeing += found is not None
    assert 100 < agreeing < 400


def test_agreeing_sources_open_no_question():
    lines = [line(HILL, day, "AMIRA MCDONALD", "2009-03-04", "F") for day in _DAYS]
    found = agreed(
        item.statement
        for some in lines
        for item in some
        if isinstance(item.statement, Detail)
    )
    assert found is not None
    one = found.identity
    assert (one.given, one.family) == ("Amira", "McDonald")
    assert (one.born, one.sex) == (date(2009, 3, 4), "F")
    assert found.questions == ()


def test_two_names_are_not_agreed_on():
    lines = [line(HILL, _DAYS[0], "Amira Example"), line(OLD, _DAYS[1], "Amira Other")]
    assert agreed(each[0].statement for each in lines) is None
