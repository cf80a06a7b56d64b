"""The one cause of each difference between another system's file and our return.

The tests stand in a fixed order, and the first that holds gives the cause. So the
causes add up to the differences, whatever the files hold.

See decision 0227.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path

from tracker.domain.history.sealed_statements import is_hidden
from tracker.domain.nccis_return.parallel_run.compared_fields import (
    ACTIVITY,
    BY_COLUMN,
    Field,
    Record,
    day,
    spelt_alike,
    value,
)
from tracker.domain.reference import tables
from tracker.domain.reference.academic_year import say_date
from tracker.domain.reference.activity import FULL_TIME_EDUCATION, STORED, Activity
from tracker.domain.reference.codes import (
    AGED_OUT,
    GUARANTEE_ONLY,
    LEFT_ENGLAND,
    NOT_RECORDED,
    PLAN_ENDED,
    TRANSFERRED,
)

_ACTIVITY = "ActivityCode"
_VERIFIED = "DateVerified"
_DOING = BY_COLUMN[_ACTIVITY]


class Cause(StrEnum):
    """The causes, in the order in which a page shows them."""

    UNEXPLAINED = "unexplained"
    NOT_IN_THEIRS = "not-in-theirs"
    NOT_IN_OURS = "not-in-ours"
    THEIRS_LAPSED = "theirs-lapsed"
    OURS_LAPSED = "ours-lapsed"
    OURS_NEWER = "ours-newer"
    THEIRS_NEWER = "theirs-newer"
    DATED_AGAIN = "dated-again"
    RULE = "rule"
    OTHER_WORDS = "other-words"
    ANOTHER_SOURCE = "another-source"
    NOT_MOVED_IN = "not-moved-in"

    @property
    def heading(self) -> str:
        return _WORDS[self][0]

    @property
    def about(self) -> str:
        """What it means, in a sentence."""
        return _WORDS[self][1]


def _words(row: dict[str, str]) -> tuple[Cause, tuple[str, str]]:
    return Cause(row["cause"]), (row["title"], row["about"])


_WORDS: Mapping[Cause, tuple[str, str]] = dict(
    tables.read(Path(__file__).with_name("causes.csv"), _words)
)


@dataclass(frozen=True, slots=True)
class Known:
    """The evidence on record about one subject: the newest of a source other than
    their system, with its name, and the newest of their system's own files, with the
    values that these have.
    """

    other: tuple[date, str] | None = None
    own: date | None = None
    own_values: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Pair:
    """The two records of one young person, and what their causes follow from.

    ``broken`` has the rules that their record breaks and ours does not: the number of
    the first for each column that the rule is about. ``known`` is the evidence on
    record by subject, and ``as_of`` the last day of the month.
    """

    ours: Record
    theirs: Record
    broken: Mapping[str, str] = field(default_factory=dict)
    known: Mapping[str, Known] = field(default_factory=dict)
    as_of: date | None = None


Found = tuple[Cause, str]


def cause_of(where: Field, pair: Pair) -> Found:
    """The cause of a difference, and the reason in words, "" where the title says all.

    Of the activity, what lapsed comes first: a young person who is known on one side
    alone differs in a dozen columns for that one reason.
    """
    for test in _OF_ACTIVITY if where.part == ACTIVITY else _OF_DETAILS:
        if (found := test(where, pair)) is not None:
            return found
    return Cause.UNEXPLAINED, ""


def confirmed(record: Record) -> date | None:
    """The day on which the activity of a record was last confirmed."""
    return day(record, _VERIFIED) or day(record, "DateAscertained")


def can_be_relied_on(record: Record) -> bool:
    """Whether its activity is known and has not lapsed.

    Of one that is not shown nothing more is known, and none that is sealed lapses into
    not known.
    """
    code = value(record, _ACTIVITY)
    if is_hidden(code):
        return True
    doing = STORED.get(code)
    if doing is None or doing.is_not_known:
        return False
    return value(record, "CurrencyLapsed") != "Y"


def _no_code(where: Field, pair: Pair) -> Found | None:
    """The cause where theirs has no activity code, or one that is in no list."""
    code = value(pair.theirs, _ACTIVITY)
    if code in STORED or is_hidden(code) or not _differs(pair):
        return None
    what = f"{code[:20]} is no activity code" if code else "they give no activity"
    found = _rule(_DOING, pair)
    if found is None:
        return Cause.UNEXPLAINED, what
    return found[0], f"{found[1]}: {what}"


def _lapsed(where: Field, pair: Pair) -> Found | None:
    ours, theirs = map(can_be_relied_on, (pair.ours, pair.theirs))
    if ours == theirs:
        return None
    if ours:
        return Cause.THEIRS_LAPSED, _since("theirs", pair.theirs)
    return Cause.OURS_LAPSED, _since("ours", pair.ours)


def _with_activity(where: Field, pair: Pair) -> Found | None:
    """The cause of another activity, for what depends on it, such as its lapse date."""
    if where.column == _ACTIVITY or not _differs(pair):
        return None
    found = _rule(_DOING, pair) or _other_words(_DOING, pair)
    return (found[0], "with the activity") if found is not None else None


def _differs(pair: Pair) -> bool:
    return value(pair.ours, _ACTIVITY) != value(pair.theirs, _ACTIVITY)


def _since(whose: str, record: Record) -> str:
    last = confirmed(record)
    return f"{whose} last confirmed {say_date(last)}" if last else ""


def _newer(where: Field, pair: Pair) -> Found | None:
    ours, theirs = map(confirmed, (pair.ours, pair.theirs))
    if ours is not None and (theirs is None or ours > theirs):
        return Cause.OURS_NEWER, _both(ours, theirs)
    if theirs is not None and (ours is None or theirs > ours):
        return Cause.THEIRS_NEWER, _both(ours, theirs)
    return None


def _both(ours: date | None, theirs: date | None) -> str:
    words = [say_date(each) if each else "never" for each in (ours, theirs)]
    return f"ours confirmed {words[0]}, theirs {words[1]}"


def _rule(where: Field, pair: Pair) -> Found | None:
    number = pair.broken.get(where.column)
    return (Cause.RULE, f"rule {number}") if number is not None else None


def _other_words(where: Field, pair: Pair) -> Found | None:
    ours, theirs = value(pair.ours, where.column), value(pair.theirs, where.column)
    if spelt_alike(ours, theirs):
        return Cause.OTHER_WORDS, ""
    if where.column == _VERIFIED and confirmed(pair.ours) == confirmed(pair.theirs):
        return Cause.OTHER_WORDS, "the day is that of the other's date ascertained"
    if where.column in _OF_PLACE and _one_place(pair) and _names_it(where, pair):
        return Cause.OTHER_WORDS, "one establishment"
    if _is_not_recorded(where, pair):
        return Cause.OTHER_WORDS, "no status is returned as not recorded"
    if where.column == _ACTIVITY:
        one, other = STORED.get(ours), STORED.get(theirs)
        if one and other and _by_place(one) and _by_place(other) and _same_place(pair):
            return Cause.OTHER_WORDS, "full-time education at one place"
    return None


def _by_place(doing: Activity) -> bool:
    """Whether its code differs from its neighbours' only by the kind of place: full
    time and open, as every measure counts them alike.
    """
    full_time = doing.participation_type == FULL_TIME_EDUCATION
    return full_time and doing.at_provider and not doing.sealed


_NUMBERS = ("EstablishmentNumber", "UKProviderReferenceNumber")
_OF_PLACE = (*_NUMBERS, "EstablishmentName")


def _names_it(where: Field, pair: Pair) -> bool:
    """Whether a column of the place is one that a side leaves out, or its name."""
    both = value(pair.ours, where.column), value(pair.theirs, where.column)
    return where.column not in _NUMBERS or not all(both)


def _is_not_recorded(where: Field, pair: Pair) -> bool:
    """Whether a column of the guarantee says that no status is recorded: we return a
    young person of its cohort as such, and others leave the status out.
    """
    return any(
        where.column in (status, authority, "GuaranteeStatusIndicator")
        and value(pair.ours, status) == NOT_RECORDED
        and not value(pair.theirs, status)
        for status, authority in _GUARANTEE
    )


_GUARANTEE = tuple(
    (f"Year{year}GuaranteeStatus", f"Year{year}LEACode") for year in (11, 12)
)


def _one_place(pair: Pair) -> bool:
    """Whether the two name one place, or neither names any."""
    if _same_place(pair):
        return True
    both = (pair.ours, pair.theirs)
    return not any(value(record, each) for record in both for each in _OF_PLACE)


def _same_place(pair: Pair) -> bool:
    """Whether the two name one place by a number or by its name."""
    named = [(value(pair.ours, each), value(pair.theirs, each)) for each in _OF_PLACE]
    return any(ours and ours.casefold() == other.casefold() for ours, other in named)


def _newer_source(where: Field, pair: Pair) -> Found | None:
    known = pair.known.get(where.subject)
    if known is None or known.other is None:
        return None
    on, source = known.other
    theirs = confirmed(pair.theirs)
    if theirs is not None and on <= theirs:
        return None
    return Cause.OURS_NEWER, f"{source}, {say_date(on)}"


def _other_source(where: Field, pair: Pair) -> Found | None:
    known = pair.known.get(where.subject)
    if known is None or known.other is None:
        return None
    on, source = known.other
    return Cause.ANOTHER_SOURCE, f"{source}, {say_date(on)}"


def _changed_since(where: Field, pair: Pair) -> Found | None:
    """Theirs is newer if it changed after the last file of theirs that was moved in:
    that file had another value, and is of an earlier month.
    """
    known = pair.known.get(where.subject)
    if known is None or known.own is None:
        return None
    theirs, moved_in = value(pair.theirs, where.column), say_date(known.own)
    if not theirs:
        return Cause.UNEXPLAINED, f"theirs leaves it out; moved in up to {moved_in}"
    if theirs.casefold() in known.own_values:
        return Cause.UNEXPLAINED, f"the same in theirs of {moved_in}, and moved in"
    if pair.as_of is not None and known.own >= pair.as_of:
        return Cause.UNEXPLAINED, f"theirs of {moved_in} was moved in"
    return Cause.THEIRS_NEWER, f"moved in up to {moved_in}"


def _kept_for_guarantee(where: Field, pair: Pair) -> Found | None:
    """The cause of another cohort status where both say that the person has left: we
    return those on the list of the September Guarantee as such until it is reported.
    """
    if where.column not in ("CohortStatus", "TransferredToLACode"):
        return None
    ours, theirs = value(pair.ours, "CohortStatus"), value(pair.theirs, "CohortStatus")
    if ours != GUARANTEE_ONLY or theirs not in _LEFT:
        return None
    return (
        Cause.RULE,
        f"a leaver is returned as {ours} until the September Guarantee is reported",
    )


_LEFT = (AGED_OUT, TRANSFERRED, LEFT_ENGLAND, PLAN_ENDED)


def _dated_again(where: Field, pair: Pair) -> Found | None:
    """Some systems date one activity again at each confirmation; ours keeps the day on
    which it was first known.
    """
    if where.column != "DateAscertained" or _differs(pair):
        return None
    ours, theirs = day(pair.ours, where.column), day(pair.theirs, where.column)
    if ours is None or theirs is None or theirs <= ours:
        return None
    return Cause.DATED_AGAIN, f"first known on {say_date(ours)}"


def _not_moved_in(where: Field, pair: Pair) -> Found | None:
    known = pair.known.get(where.subject)
    return (Cause.NOT_MOVED_IN, "") if known is None or known == Known() else None


_Test = Callable[[Field, Pair], Found | None]
_OF_ACTIVITY: tuple[_Test, ...] = (
    *(_no_code, _lapsed, _newer, _rule, _other_words),
    *(_dated_again, _with_activity),
)
_OF_DETAILS: tuple[_Test, ...] = (
    *(_kept_for_guarantee, _newer_source, _rule, _other_words, _other_source),
    *(_changed_since, _not_moved_in),
)
