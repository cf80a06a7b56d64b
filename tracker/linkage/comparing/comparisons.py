"""How well two records agree, field by field, as ordered and named levels.

An ``Identity`` is prepared once: names get one spelling, and identifiers without proof
are set apart. Two prepared records are compared to give an ``Agreement``.
``model/splink_model.py`` defines the same levels for Splink; a test compares the two.

See decision 0014.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from tracker.domain.history.identity.name_forms import has_lost_letters
from tracker.domain.history.person import Identity
from tracker.domain.reference.identifiers import Postcode, Upn
from tracker.linkage.names.compared_names import short_form_links, spelled, tokens

ONE_LETTER_FROM = 4  # in shorter names one letter makes another: Mia, Mya; Lee, Leo
SIMILAR_FROM = 0.9  # Jaro-Winkler; Jayden and Jaydon, but not Oliver and Olivia
NAMES_A_PERSON_MAY_HAVE = 8  # preferred and former names beyond these are not compared


class Level(StrEnum):
    """The result of comparing one field; each field uses the levels that fit it.

    Down to ``ONE_DIGIT`` they are agreements, from the closest to the loosest.
    """

    SAME = "same"
    KNOWN = "another name they are known by"
    PART = "part of the longer name"
    SHORT_FORM = "short form of the name"
    MIDDLE = "a middle name used as given name"
    SWAPPED = "swapped"
    CROSSED = "swapped in part"
    ONE_LETTER = "one letter different"
    ONE_DIGIT = "one digit different"
    SIMILAR = "similar"
    INITIAL = "same initial"
    DISTRICT = "same postcode district"
    DIFFERENT = "different"
    MISSING = "not given on both"


EXACT_NAME = frozenset({Level.SAME, Level.KNOWN})
#: A given name at one of these levels is the person's own, unless another child of the
#: household has exactly that name.
OWN_NAME = EXACT_NAME | {Level.PART, Level.SHORT_FORM}
#: Every level of two names that agree.
CLOSE_NAME = frozenset(Level) - {
    *(Level.ONE_DIGIT, Level.DISTRICT, Level.DIFFERENT, Level.MISSING)
}
NEAR_DATE = frozenset({Level.SAME, Level.SWAPPED, Level.ONE_DIGIT, Level.MISSING})


# A tuple, which is cheap: matching makes one for each line and each person near it.
class Prepared(NamedTuple):
    """An identity prepared for comparison; its fields are columns of the Splink frame.

    ``upns`` are permanent numbers with a correct check letter, current and former;
    ``temporary_upns`` are those that prove nothing by themselves. ``marks`` is the
    given name as the list has it, if letters of it were lost: "Micha?".
    """

    given: str
    family: str
    given_names: frozenset[str]
    family_names: frozenset[str]
    given_parts: frozenset[str]
    all_given_parts: frozenset[str]
    family_parts: frozenset[str]
    given_links: frozenset[str]
    middle: str
    born: str
    born_unordered: str
    births: frozenset[str]
    sex: str
    postcode: str
    district: str
    upns: frozenset[str]
    temporary_upns: frozenset[str]
    uln: str
    ypids: frozenset[str]
    marks: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """The level of each field in the comparison of two records."""

    given: Level
    family: Level
    middle: Level
    born: Level
    sex: Level
    postcode: Level
    upn: Level
    uln: Level

    @property
    def name_is_close(self) -> bool:
        return self.given in CLOSE_NAME and self.family in CLOSE_NAME

    @property
    def name_is_exact(self) -> bool:
        return self.given in EXACT_NAME and self.family in EXACT_NAME

    @property
    def is_exact(self) -> bool:
        """The same name and birthday."""
        return self.name_is_exact and self.born is Level.SAME

    @property
    def has_moved(self) -> bool:
        """The same name and birthday at another address."""
        return self.is_exact and self.postcode in (Level.DISTRICT, Level.DIFFERENT)

    @property
    def has_another_number(self) -> bool:
        return Level.DIFFERENT in (self.upn, self.uln)

    def numbers(self, level: Level) -> list[str]:
        """The kinds of number that agree at this level."""
        levels = {"UPN": self.upn, "ULN": self.uln}
        return [name for name, each in levels.items() if each is level]

    @property
    def looks_like_a_twin(self) -> bool:
        """The same birthday, family name and address, with another given name."""
        return (
            self.given is Level.DIFFERENT
            and self.family in CLOSE_NAME
            and self.born is Level.SAME
            and self.postcode is Level.SAME
        )


@lru_cache(maxsize=200_000)
def prove_themselves(upn: str) -> bool:
    """Whether a UPN may decide alone: permanent, with a correct check letter."""
    return not Upn.is_temporary(upn) and Upn.check_letter(upn[1:]) == upn[0]


def all_names(identity: Identity) -> list[tuple[str, str]]:
    """Every (given, family) name that a list may use, spelled; the first is current.

    A preferred given name is combined with the current surname, a former surname with
    the current given name, and both with each other, because lists mix them.
    """
    others = _others(identity)
    if not others:
        name = (spelled(identity.given), spelled(identity.family))
        return [name] if all(name) else []
    givens = [spelled(identity.given)]
    families = [spelled(identity.family)]
    for given, family in others:
        givens.append(spelled(given))
        families.append(spelled(family))
    pairs = {
        (given, family): None
        for family in _some(families)
        for given in _some(givens)
        if given and family
    }
    return list(pairs)


def _others(identity: Identity) -> tuple[tuple[str, str], ...]:
    """Every other name, also sealed ones, because a list may still use them."""
    return identity.other_names + identity.sealed_names


def _some(names: list[str]) -> list[str]:
    return list(dict.fromkeys(filter(None, names)))[:NAMES_A_PERSON_MAY_HAVE]


def address_postcode(identity: Identity) -> str:
    """The postcode if it is that of an address: ZZ99 is a placeholder."""
    postcode = identity.postcode or ""
    return "" if Postcode.is_placeholder(postcode) else postcode


def prepare(identity: Identity) -> Prepared:
    """The identity with names in one spelling and identifiers sorted by trust."""
    given, family = spelled(identity.given), spelled(identity.family)
    givens, families = [given] if given else [], [family] if family else []
    if others := _others(identity):
        givens = _some([given, *(spelled(name) for name, _ in others)])
        families = _some([family, *(spelled(name) for _, name in others)])
    middle = tokens(identity.middle) if identity.middle else ()
    parts = _parts(identity.given)
    postcode = address_postcode(identity)
    upns = [upn for upn in (identity.upn, *identity.former_upns) if upn]
    permanent = frozenset(upn for upn in upns if prove_themselves(upn))
    return Prepared(
        given=given,
        family=family,
        given_names=frozenset(givens),
        family_names=frozenset(families),
        given_parts=parts,
        all_given_parts=parts.union(part for part in middle if len(part) > 2)
        if middle
        else parts,
        family_parts=_parts(identity.family),
        given_links=short_form_links(given)
        if givens == [given]
        else frozenset().union(*map(short_form_links, givens)),
        middle="".join(middle),
        born=identity.born.isoformat() if identity.born else "",
        born_unordered=unordered(identity.born),
        births=frozenset(born.isoformat() for born in births_of(identity)),
        # "Unknown" and "withheld" are not values that can differ.
        sex=identity.sex if identity.sex in ("F", "M") else "",
        postcode=postcode,
        district=Postcode.outcode(postcode) if postcode else "",
        upns=permanent,
        temporary_upns=frozenset(upns) - permanent,
        uln=identity.uln or "",
        ypids=frozenset(filter(None, (identity.ypid, *identity.former_ypids))),
        marks=identity.given if has_lost_letters(identity.given) else "",
    )


@lru_cache(maxsize=100_000)
def _parts(name: str) -> frozenset[str]:
    return frozenset(tokens(name))


def births_of(identity: Identity) -> tuple[date, ...]:
    """Every date of birth that a list may use; the first is the current one."""
    born = () if identity.born is None else (identity.born,)
    return born + identity.other_births


@lru_cache(maxsize=20_000)
def unordered(born: date | None) -> str:
    """The year, and day and month in either order: 3 April equals 4 March."""
    if born is None:
        return ""
    first, second = sorted((born.day, born.month))
    return f"{born.year}:{first}:{second}"


@lru_cache(maxsize=20_000)
def swapped_alike(born: str) -> str:
    """``unordered`` of a date given as text."""
    return unordered(date.fromisoformat(born))


def compare(one: Prepared, other: Prepared) -> Agreement:
    """The level of each field; the order of the two records does not matter."""
    crossed = _crossed(one, other)
    initials = Level.INITIAL if one.middle[:1] == other.middle[:1] else Level.DIFFERENT
    near = Level.DISTRICT if one.district == other.district else Level.DIFFERENT
    return Agreement(
        given=_given(one, other, crossed),
        family=_family(one, other, crossed),
        middle=_exact(one.middle, other.middle, initials),
        born=_born(one, other),
        sex=_exact(one.sex, other.sex),
        postcode=_exact(one.postcode, other.postcode, near),
        upn=_shared(one.upns, other.upns),
        uln=_exact(one.uln, other.uln),
    )


def _crossed(one: Prepared, other: Prepared) -> Level | None:
    """The level of names in each other's columns; None unless one of them is equal."""
    places = (one.given == other.family, one.family == other.given)
    if not all((one.given, one.family, other.given, other.family)) or not any(places):
        return None
    return Level.SWAPPED if all(places) else Level.CROSSED


def _given(  # noqa: PLR0911 - one level after the other, the closest first
    one: Prepared, other: Prepared, crossed: Level | None
) -> Level:
    if not (one.given and other.given):
        return Level.MISSING
    if one.given == other.given:
        return Level.SAME
    if one.given_names & other.given_names:
        return Level.KNOWN
    if crossed:
        return crossed
    if one.given_links & other.given_links:
        return Level.SHORT_FORM
    if has_all_of_one(one.given_parts, other.given_parts):
        return Level.PART
    if has_all_of_one(one.all_given_parts, other.all_given_parts):
        return Level.MIDDLE
    if one.given[0] == other.given[0] and 1 in (len(one.given), len(other.given)):
        return Level.INITIAL
    return spelling(one.given, other.given)


def _family(one: Prepared, other: Prepared, crossed: Level | None) -> Level:
    if not (one.family and other.family):
        return Level.MISSING
    if one.family == other.family:
        return Level.SAME
    if one.family_names & other.family_names:
        return Level.KNOWN
    if crossed:
        return crossed
    if has_all_of_one(one.family_parts, other.family_parts):
        return Level.PART
    return spelling(one.family, other.family)


def has_all_of_one(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether one name contains all of the other: sharing Muhammad is not enough."""
    return bool(one and other) and (one <= other or other <= one)


def spelling(one: str, other: str) -> Level:
    """The level of two names that are written differently."""
    from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

    if (
        min(len(one), len(other)) >= ONE_LETTER_FROM
        and DamerauLevenshtein.distance(one, other, score_cutoff=1) <= 1
    ):
        return Level.ONE_LETTER
    if JaroWinkler.similarity(one, other) >= SIMILAR_FROM:
        return Level.SIMILAR
    return Level.DIFFERENT


def _born(one: Prepared, other: Prepared) -> Level:
    if not (one.born and other.born):
        return Level.MISSING
    if one.born == other.born or one.births & other.births:
        return Level.SAME
    if one.born_unordered == other.born_unordered:
        return Level.SWAPPED
    unlike = sum(a != b for a, b in zip(one.born, other.born, strict=True))
    return Level.ONE_DIGIT if unlike == 1 else Level.DIFFERENT


def _exact(one: str, other: str, otherwise: Level = Level.DIFFERENT) -> Level:
    if not (one and other):
        return Level.MISSING
    return Level.SAME if one == other else otherwise


def _shared(one: frozenset[str], other: frozenset[str]) -> Level:
    if not (one and other):
        return Level.MISSING
    return Level.SAME if one & other else Level.DIFFERENT
