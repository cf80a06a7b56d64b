"""What is sealed among the statements of sources, and what stands in its place.

Special category data, such as pregnancy or custody, is encrypted. Two things stand in
its place. What measures need is *counted*: that the young person is NEET, or is in one
of the vulnerable groups. What readers see is *shown*, and is the same whichever sealed
code is on record, because some of what is counted stands for one code alone.

See decisions 0177 and 0190.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import TypeGuard

from tracker.domain.history.evidence import Detail, Doing, Evidence, Statement
from tracker.domain.history.members import Member
from tracker.domain.history.position import Position
from tracker.domain.reference.activity import (
    ACTIVITIES,
    HIDDEN,
    STAND_INS,
    STORED,
    activity,
    as_counted,
    as_shown,
)
from tracker.domain.reference.codes import CHARACTERISTICS

#: The characteristics that are sealed.
SEALED = frozenset(each.value for each in CHARACTERISTICS if each.sealed)
_VULNERABLE = frozenset(each.value for each in CHARACTERISTICS if each.vulnerable)
#: Counted in place of all sealed characteristics: whether one of them makes vulnerable.
VULNERABLE, NOT_VULNERABLE = "sealed", "sealed-other"
#: Shown in place of all sealed characteristics.
NOT_SHOWN = "not-shown"
_COUNTED = frozenset((VULNERABLE, NOT_VULNERABLE))
STAND_IN_CODES = _COUNTED | {NOT_SHOWN}
#: Everything that stands for a sealed characteristic, and those themselves.
UNSHOWN = SEALED | STAND_IN_CODES
#: What readers may not see, whether it is sealed or as measures count it.
_UNSHOWN_CODES = SEALED | _COUNTED
_UNSHOWN_ACTIVITIES = STAND_INS.keys() | {
    each.code for each in ACTIVITIES.values() if each.sealed
}

_FIELD = {"characteristic": "code", "characteristics": "codes"}


def counted_codes(codes: Iterable[str]) -> frozenset[str]:
    """The characteristics as measures count them."""
    held = frozenset(codes)
    sealed = held & SEALED
    if not sealed:
        return held
    return held - SEALED | {VULNERABLE if sealed & _VULNERABLE else NOT_VULNERABLE}


def shown_codes(codes: Iterable[str]) -> frozenset[str]:
    """The characteristics as they are shown without the permission."""
    held = frozenset(codes)
    return held if UNSHOWN.isdisjoint(held) else held - UNSHOWN | {NOT_SHOWN}


def is_sealed(statement: Statement) -> bool:
    """Whether a statement names a sealed code."""
    if isinstance(statement, Doing):
        code = statement.activity
        doing = ACTIVITIES.get(code) if code is not None else None
        return doing is not None and doing.sealed
    return names_codes(statement) and not SEALED.isdisjoint(_codes(statement))


def as_stated(statement: Statement) -> Statement:
    """A sealed statement as measures count it, without its code and its place.

    Any other statement as it is.
    """
    if not is_sealed(statement):
        return statement
    if isinstance(statement, Doing):
        assert statement.activity is not None
        code = as_counted(activity(statement.activity)).code
        return replace(statement, activity=code, at=None)
    assert isinstance(statement, Detail)
    return _with_codes(statement, counted_codes(_codes(statement)))


# Cached: they are few, and each is read with every history.
@lru_cache(maxsize=10_000)
def statement_shown(statement: Statement) -> Statement:
    """A statement as it is shown, whether it is sealed or as measures count it.

    Of a sealed activity only its first and last day are left. A review, an expected end
    or the day of becoming NEET would each betray the kind of activity.
    """
    if not (is_sealed(statement) or stands_in(statement)):
        return statement
    if isinstance(statement, Doing):
        return Doing(
            HIDDEN.code,
            starts=statement.starts,
            ends=statement.ends,
            ascertained=statement.ascertained,
        )
    assert isinstance(statement, Detail)
    return _with_codes(statement, shown_codes(_codes(statement)))


def evidence_shown(evidence: Iterable[Evidence]) -> list[Evidence]:
    """Evidence with every statement as it is shown."""
    found, hides_activity = list(evidence), False
    for at, item in enumerate(found):
        if _is_unshown(item.statement):
            found[at] = item._replace(statement=statement_shown(item.statement))
        hides_activity |= _is_hidden(found[at].statement)
    # Most have only a characteristic: nothing came with a sealed activity.
    return without_companions(found) if hides_activity else found


def without_companions(evidence: Iterable[Evidence]) -> list[Evidence]:
    """Shown evidence without the circumstances that came with a sealed activity.

    A teenage parent and a pregnancy bring a circumstance in the same update or line,
    and the other sealed activities need none: a second "Not shown" would say which.
    """
    items = list(evidence)
    with_sealed = {_arrival(each) for each in items if _is_hidden(each.statement)}
    if not with_sealed:
        return items
    found = []
    for each in items:
        if names_codes(each.statement) and _arrival(each) in with_sealed:
            assert isinstance(each.statement, Detail)
            rest = frozenset(_codes(each.statement)) - UNSHOWN
            # Without any code it is left out, whether it never had one or lost it.
            if not rest:
                continue
            found.append(each._replace(statement=_with_codes(each.statement, rest)))
        else:
            found.append(each)
    return found


def _is_hidden(statement: Statement) -> bool:
    return isinstance(statement, Doing) and statement.activity == HIDDEN.code


def _arrival(item: Evidence) -> tuple[object, ...]:
    """What the statements of one update, or of one line of a file, have in common."""
    return item.source, item.recorded_at


def _is_unshown(statement: Statement) -> bool:
    """Whether a statement is sealed or counted: every one of a person is looked at."""
    if isinstance(statement, Doing):
        return statement.activity in _UNSHOWN_ACTIVITIES
    return names_codes(statement) and not _UNSHOWN_CODES.isdisjoint(_codes(statement))


def names_codes(statement: Statement) -> TypeGuard[Detail]:
    """Whether a statement is about characteristics."""
    return isinstance(statement, Detail) and statement.about in _FIELD


def is_counted(statement: Statement) -> bool:
    """Whether a statement has what measures count, and readers may not see."""
    if isinstance(statement, Doing):
        return statement.activity in STAND_INS
    return names_codes(statement) and not _COUNTED.isdisjoint(_codes(statement))


def stands_in(statement: Statement) -> bool:
    """Whether a statement stands in the place of a sealed one."""
    if isinstance(statement, Doing):
        code = statement.activity
        return code in STAND_INS or code == HIDDEN.code
    return names_codes(statement) and not STAND_IN_CODES.isdisjoint(_codes(statement))


def shown_member(member: Member) -> Member:
    """The member as it is shown without the permission."""
    return member._replace(
        position=shown_position(member.position),
        characteristics=shown_codes(member.characteristics),
    )


def shown_position(position: Position) -> Position:
    """The position as it is shown: a sealed activity has only the days of its sources.

    A sealed activity that lapsed looks like one that did not, because only some lapse.
    """
    doing = as_shown(position.activity)
    if doing is position.activity:
        return position
    return Position(
        day=position.day,
        activity=doing,
        starts=position.starts,
        ascertained=position.ascertained,
        verified=position.verified,
        tier=position.tier,
        questioned=position.questioned,
    )


def is_hidden(code: str | None) -> bool:
    """Whether this is the code of a sealed activity, or of what stands in its place."""
    doing = STORED.get(code) if code is not None else None
    return doing is not None and doing.sealed


def without_sealed(evidence: Iterable[Evidence]) -> list[Evidence]:
    """The evidence without sealed activities, as if no source had given them.

    It is what schools and colleges may learn from.
    """
    return [
        item
        for item in evidence
        if not isinstance(doing := item.statement, Doing)
        or not (stands_in(doing) or is_sealed(doing))
    ]


def _codes(detail: Detail) -> list[str]:
    values: Mapping[str, str] = dict(detail.values)
    return values.get(_FIELD.get(detail.about, ""), "").split()


def _with_codes(detail: Detail, codes: frozenset[str]) -> Detail:
    values = {**dict(detail.values), _FIELD[detail.about]: " ".join(sorted(codes))}
    return Detail(detail.about, tuple(sorted(values.items())))
