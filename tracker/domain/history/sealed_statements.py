"""What is sealed among the statements of sources, and what stands in its place.

Special category data, such as pregnancy or custody, is encrypted. In its place stands
what the measures need: that the young person is NEET, or is in one of the vulnerable
groups. What is folded from such evidence has no code in it, so nothing made of it has.

See decision 0177.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from tracker.domain.history.evidence import Detail, Doing, Evidence, Statement
from tracker.domain.history.members import Member
from tracker.domain.reference.activity import ACTIVITIES, STAND_INS, activity, as_shown
from tracker.domain.reference.codes import CHARACTERISTICS

#: The characteristics that are sealed.
SEALED = frozenset(each.value for each in CHARACTERISTICS if each.sealed)
_VULNERABLE = frozenset(each.value for each in CHARACTERISTICS if each.vulnerable)
#: In place of all sealed characteristics, where one of them makes vulnerable.
VULNERABLE = "sealed"

_FIELD = {"characteristic": "code", "characteristics": "codes"}


def shown_codes(codes: Iterable[str]) -> frozenset[str]:
    """The characteristics as they are shown without the permission."""
    held = frozenset(codes)
    sealed = held & SEALED
    return held - SEALED | ({VULNERABLE} if sealed & _VULNERABLE else set())


def is_sealed(statement: Statement) -> bool:
    """Whether a statement names a sealed code."""
    if isinstance(statement, Doing):
        code = statement.activity
        doing = ACTIVITIES.get(code) if code is not None else None
        return doing is not None and doing.sealed
    return isinstance(statement, Detail) and not SEALED.isdisjoint(_codes(statement))


def as_stated(statement: Statement) -> Statement:
    """A sealed statement without its code and its place; any other as it is."""
    if not is_sealed(statement):
        return statement
    if isinstance(statement, Doing):
        assert statement.activity is not None
        code = as_shown(activity(statement.activity)).code
        return replace(statement, activity=code, at=None)
    assert isinstance(statement, Detail)
    shown = " ".join(sorted(shown_codes(_codes(statement))))
    several = statement.about == "characteristics"
    values = {**dict(statement.values), _FIELD[statement.about]: shown}
    kept = ((name, text) for name, text in values.items() if text or several)
    return Detail(statement.about, tuple(sorted(kept)))


def stands_in(statement: Statement) -> bool:
    """Whether a statement stands in the place of a sealed one."""
    if isinstance(statement, Doing):
        return statement.activity in STAND_INS
    if not isinstance(statement, Detail) or statement.about not in _FIELD:
        return False
    codes = _codes(statement)
    return VULNERABLE in codes or (statement.about == "characteristic" and not codes)


def shown_member(member: Member) -> Member:
    """The member as it is shown without the permission."""
    characteristics, where = shown_codes(member.characteristics), member.position
    doing = as_shown(where.activity)
    if doing is not where.activity:
        where = where._replace(activity=doing, institution=None, institution_name=None)
    return member._replace(position=where, characteristics=characteristics)


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
