"""What is difficult about the rows of hard lists, one function a difficulty."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tests.linkage.model.hard_lists import Listed, Maker, bare, difficulty, plain_row
from tests.linkage.model.hard_names import SHORT, VARIANTS
from tracker.domain.history.person import Identity
from tracker.domain.reference.identifiers import Upn


def held(maker: Maker, number: int) -> Identity:
    """A person as the records have them: right, not always complete."""
    one = maker.people[number]
    if maker.chance(0.04):
        one = replace(one, upn=None)
    if maker.chance(0.15):
        one = replace(one, uln=None)
    if maker.chance(0.02):
        known = SHORT.get(one.given) or maker.given(maker.community[number], "F")
        one = replace(one, other_names=((known, ""),))
    return one


def _listed(row: Identity, number: int | None, **more: int | None) -> Listed:
    return Listed(row, number, "", **more)


@difficulty("nothing", 0.30)
def nothing(maker: Maker, number: int) -> Listed:
    return _listed(plain_row(maker, number), number)


@difficulty("family name mistyped", 0.04)
def typo_family(maker: Maker, number: int) -> Listed:
    row = plain_row(maker, number)
    return _listed(replace(row, family=maker.typo(row.family)), number)


@difficulty("given name mistyped", 0.03)
def typo_given(maker: Maker, number: int) -> Listed:
    row = plain_row(maker, number)
    return _listed(replace(row, given=maker.typo(row.given)), number)


@difficulty("both names mistyped", 0.005)
def typo_both(maker: Maker, number: int) -> Listed:
    row = plain_row(maker, number)
    given, family = maker.typo(row.given), maker.typo(row.family)
    return _listed(replace(row, given=given, family=family), number)


@difficulty("names swapped", 0.02)
def swapped(maker: Maker, number: int) -> Listed:
    row = plain_row(maker, number)
    return _listed(replace(row, given=row.family, family=row.given), number)


@difficulty("moved", 0.10)
def moved(maker: Maker, number: int) -> Listed:
    return _listed(replace(plain_row(maker, number), postcode=maker.postcode()), number)


@difficulty("moved nearby", 0.03)
def moved_nearby(maker: Maker, number: int) -> Listed:
    row = plain_row(maker, number)
    outcode = str(row.postcode).split()[0]
    return _listed(replace(row, postcode=maker._postcode((outcode,))), number)


@difficulty("moved and mistyped", 0.008)
def moved_typo(maker: Maker, number: int) -> Listed:
    listed = moved(maker, number)
    family = maker.typo(listed.row.family)
    return _listed(replace(listed.row, family=family), number)


@difficulty("no postcode", 0.03)
def no_postcode(maker: Maker, number: int) -> Listed:
    row = plain_row(maker, number)
    return _listed(
        replace(row, postcode=maker.random.choice((None, "ZZ99 9ZZ"))), number
    )


@difficulty("postcode mistyped", 0.015)
def postcode_typo(maker: Maker, number: int) -> Listed:
    row = plain_row(maker, number)
    text = str(row.postcode)
    last = maker.random.choice("ABDEFGHJLNPQRSTUWXYZ")
    return _listed(replace(row, postcode=text[:-1] + last), number)


@difficulty("short form", 0.04)
def short_form(maker: Maker, number: int) -> Listed:
    row = plain_row(maker, number)
    return _listed(replace(row, given=SHORT.get(row.given, row.given)), number)


@difficulty("another spelling", 0.03)
def variant(maker: Maker, number: int) -> Listed:
    row = plain_row(maker, number)
    if row.given in VARIANTS:
        row = replace(row, given=maker.random.choice(VARIANTS[row.given]))
    elif row.family in VARIANTS:
        row = replace(row, family=maker.random.choice(VARIANTS[row.family]))
    return _listed(row, number)


@difficulty("half of a double-barrelled name", 0.015)
def half_name(maker: Maker, number: int) -> Listed:
    number = _whose(maker, number, lambda one: "-" in one.family)
    row = plain_row(maker, number)
    return _listed(
        replace(row, family=maker.random.choice(row.family.split("-"))), number
    )


@difficulty("double-barrelled now", 0.008)
def double_name(maker: Maker, number: int) -> Listed:
    row = plain_row(maker, number)
    community = maker.community[number]
    other = maker.name(community.families, community.steepness)
    return _listed(replace(row, family=f"{row.family}-{other}"), number)


@difficulty("letters lost", 0.015)
def letters_lost(maker: Maker, number: int) -> Listed:
    number = _whose(maker, number, lambda one: not (one.given + one.family).isascii())
    row = plain_row(maker, number)
    return _listed(
        replace(row, given=maker.spoil(row.given), family=maker.spoil(row.family)),
        number,
    )


@difficulty("initial only", 0.015)
def initial(maker: Maker, number: int) -> Listed:
    row = plain_row(maker, number)
    return _listed(replace(row, given=row.given[0]), number)


@difficulty("no date of birth", 0.015)
def no_birth(maker: Maker, number: int) -> Listed:
    return _listed(replace(plain_row(maker, number), born=None), number)


@difficulty("one digit of the date", 0.015)
def one_digit(maker: Maker, number: int) -> Listed:
    row = plain_row(maker, number)
    assert row.born
    return _listed(replace(row, born=maker.one_digit(row.born)), number)


@difficulty("day and month exchanged", 0.01)
def day_month(maker: Maker, number: int) -> Listed:
    number = _whose(
        maker, number, lambda one: one.born.day <= 12 and one.born.day != one.born.month
    )
    row = plain_row(maker, number)
    assert row.born
    born = row.born.replace(day=row.born.month, month=row.born.day)
    return _listed(replace(row, born=born), number)


@difficulty("new surname", 0.012)
def new_surname(maker: Maker, number: int) -> Listed:
    row = plain_row(maker, number)
    other, _ = maker.person(maker.community[number])
    return _listed(replace(row, family=other.family), number)


@difficulty("new surname and moved", 0.004)
def new_surname_moved(maker: Maker, number: int) -> Listed:
    listed = new_surname(maker, number)
    return _listed(replace(listed.row, postcode=maker.postcode()), number)


@difficulty("known by a name we do not have", 0.006)
def known_as(maker: Maker, number: int) -> Listed:
    row = plain_row(maker, number)
    given = maker.given(maker.community[number], maker.people[number].sex or "F")
    return _listed(replace(row, given=given, middle=""), number)


@difficulty("middle name used", 0.012)
def middle_used(maker: Maker, number: int) -> Listed:
    number = _whose(maker, number, lambda one: bool(one.middle))
    row = plain_row(maker, number)
    return _listed(replace(row, given=maker.people[number].middle, middle=""), number)


@difficulty("both given names in one", 0.02)
def both_given(maker: Maker, number: int) -> Listed:
    number = _whose(maker, number, lambda one: bool(one.middle))
    row = plain_row(maker, number)
    given = f"{row.given} {maker.people[number].middle}"
    return _listed(replace(row, given=given, middle=""), number)


@difficulty("first word of the given name", 0.01)
def first_word(maker: Maker, number: int) -> Listed:
    number = _whose(maker, number, lambda one: " " in one.given)
    row = plain_row(maker, number)
    return _listed(replace(row, given=row.given.split()[0]), number)


@difficulty("sex differs", 0.006)
def wrong_sex(maker: Maker, number: int) -> Listed:
    row = plain_row(maker, number)
    sex = "M" if maker.people[number].sex == "F" else "F"
    return _listed(replace(row, sex=sex), number)


@difficulty("another middle name", 0.006)
def another_middle(maker: Maker, number: int) -> Listed:
    row = plain_row(maker, number)
    return _listed(
        replace(row, middle=maker.given(maker.community[number], "F")), number
    )


@difficulty("a number of a relative", 0.02)
def number_of_relative(maker: Maker, number: int) -> Listed:
    number = _whose_home(maker, number)
    row = plain_row(maker, number)
    other = maker.random.choice(_others_at_home(maker, number))
    theirs = maker.people[other]
    kept = maker.random.choice(("upn", "uln", "both"))
    row = replace(
        row,
        upn=theirs.upn if kept != "uln" else None,
        uln=theirs.uln if kept != "upn" else None,
    )
    return _listed(row, number, number_of=other)


@difficulty("a number of a relative, and a fault", 0.006)
def number_of_relative_fault(maker: Maker, number: int) -> Listed:
    listed = number_of_relative(maker, number)
    row = maker.random.choice(
        (
            replace(listed.row, given=maker.typo(listed.row.given)),
            replace(listed.row, postcode=maker.postcode()),
            replace(listed.row, family=maker.typo(listed.row.family)),
            replace(listed.row, given=SHORT.get(listed.row.given, listed.row.given[0])),
            replace(listed.row, born=None),
        )
    )
    return replace(listed, row=row)


@difficulty("a number of a stranger", 0.003)
def number_of_stranger(maker: Maker, number: int) -> Listed:
    row = plain_row(maker, number)
    other = maker.people[maker.random.randrange(len(maker.people))]
    return _listed(replace(row, upn=None, uln=other.uln), number)


@difficulty("a second number", 0.006)
def second_number(maker: Maker, number: int) -> Listed:
    row = plain_row(maker, number)
    return _listed(replace(row, upn=maker.numbered(row).upn), number)


@difficulty("a temporary number", 0.006)
def temporary(maker: Maker, number: int) -> Listed:
    row = plain_row(maker, number)
    body = f"3594099{maker.random.randrange(10_000):04}A"
    return _listed(replace(row, upn=Upn.check_letter(body) + body), number)


@difficulty("a twin not on record", 0.008)
def unheld_twin(maker: Maker, number: int) -> Listed:
    twin = maker.relative(maker.people[number], maker.community[number], twin=True)
    return _listed(_as_listed(maker, twin), None)


@difficulty("a twin not on record, with the known twin's number", 0.005)
def unheld_twin_number(maker: Maker, number: int) -> Listed:
    listed = unheld_twin(maker, number)
    known = maker.people[number]
    uln = known.uln if maker.chance(0.6) else None
    row = replace(listed.row, upn=None if uln else known.upn, uln=uln)
    return Listed(row, None, "", number_of=number)


@difficulty("a brother or sister not on record", 0.02)
def unheld_sibling(maker: Maker, number: int) -> Listed:
    one = maker.relative(maker.people[number], maker.community[number], twin=False)
    return _listed(_as_listed(maker, one), None)


@difficulty("a brother or sister not on record, with a known number", 0.005)
def unheld_sibling_number(maker: Maker, number: int) -> Listed:
    listed = unheld_sibling(maker, number)
    known = maker.people[number]
    row = replace(listed.row, upn=known.upn, uln=None)
    return Listed(row, None, "", number_of=number)


@difficulty("a stranger", 0.09)
def stranger(maker: Maker, number: int) -> Listed:
    one, _ = maker.person()
    away = replace(one, postcode=maker.postcode(0.6))
    return _listed(_as_listed(maker, away), None)


@difficulty("a stranger of a common name and the same birthday", 0.0015)
def namesake(maker: Maker, number: int) -> Listed:
    """Drawn as chance would: the commoner the name, the likelier such a namesake."""
    known = maker.people[number]
    for _ in range(3000):
        one, _ = maker.person(maker.community[number])
        if (one.given, one.family) == (known.given, known.family):
            made = replace(one, born=known.born, postcode=maker.postcode(0.6))
            return _listed(_as_listed(maker, made), None)
        if maker.chance(0.002):
            number = maker.random.randrange(len(maker.people) * 9 // 10)
            known = maker.people[number]
    return stranger(maker, number)


def _as_listed(maker: Maker, one: Identity) -> Identity:
    """A row about a person who is not on record."""
    maker.people.append(one)
    row = plain_row(maker, len(maker.people) - 1)
    maker.people.pop()
    return row


def _whose(maker: Maker, number: int, fits: Callable[[Any], bool]) -> int:
    """A person for a case of the difficulty: this one, or another."""
    size = len(maker.household) * 20 // 21
    for _ in range(400):
        if fits(maker.people[number]):
            return number
        number = maker.random.randrange(size)
    return number


def _others_at_home(maker: Maker, number: int) -> list[int]:
    size = len(maker.household) * 20 // 21
    return [each for each in maker.household[number] if each != number and each < size]


def _whose_home(maker: Maker, number: int) -> int:
    size = len(maker.household) * 20 // 21
    twins = maker.chance(0.3)
    for _ in range(2000):
        others = _others_at_home(maker, number)
        born = maker.people[number].born
        alike = any(maker.people[each].born == born for each in others)
        if number < size and others and (alike or not twins):
            return number
        number = maker.random.randrange(size)
    raise AssertionError("no person has a relative")


__all__ = ["bare", "held"]
