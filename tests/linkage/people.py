"""Invented people for the tables of these tests: one person and rows about her."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from tracker.domain.history.person import Identity
from tracker.domain.reference.identifiers import Uln, Upn


def upn(number: int) -> str:
    body = f"3594022{number:05}"
    return Upn.check_letter(body) + body


def temporary_upn(number: int) -> str:
    body = f"3594022{number:04}A"
    return Upn.check_letter(body) + body


def uln(number: int) -> str:
    nine = 600_000_000 + number * 11
    while (last := Uln.check_digit(str(nine))) is None:
        nine += 1
    return f"{nine}{last}"


ELLA = Identity(
    given="Elizabeth",
    family="Pennington-Shaw",
    middle="Rose",
    born=date(2009, 3, 4),
    sex="F",
    postcode="WN1 1AZ",
    upn=upn(1),
    uln=uln(1),
    ypid="3590000000001",
)
BARE = replace(ELLA, upn=None, uln=None, ypid=None)


def row(**changes: Any) -> Identity:
    """A row about ELLA, without identifiers unless they are among the changes."""
    return replace(BARE, **changes)


_LETTERS = "abcdefghijklmnopqrst"


def one_of_many(number: int) -> Identity:
    """One of many people who share nothing but their surnames' letters."""
    name = "".join(_LETTERS[number // 20**place % 20] for place in range(3))
    return Identity(
        given=f"Zel{name}",
        family=f"Quor{name[::-1]}",
        born=date(2008, 1, 1) + timedelta(days=number % 900),
        postcode=f"WN1 {number % 10}AB",
        upn=upn(number + 1),
        uln=uln(number + 1),
    )


def neighbours(count: int = 40) -> list[tuple[int, Identity]]:
    """People who have nothing to do with ELLA, to make up a population."""
    givens = ("Oliver", "Amelia", "Harry", "Isla", "George", "Ava", "Noah", "Ivy")
    families = ("Rigby", "Unsworth", "Hindley", "Seddon", "Gaskell", "Melling", "Twiss")
    return [
        (
            1000 + n,
            Identity(
                given=givens[n % 8],
                family=families[n % 7],
                born=date(2008, 1 + n % 12, 1 + n % 28),
                sex="MF"[n % 2],
                postcode=f"WN{2 + n % 5} {n % 10}AB",
                upn=upn(100 + n),
                uln=uln(100 + n),
            ),
        )
        for n in range(count)
    ]
