"""What a source reported about a person, each value under the name that pages give it.

"Date of birth: 3 May 2009, from the School census of 1 October 2026, the value that is
used". See Law D-05.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from tracker.domain.history.details.changes.grounds import change_of
from tracker.domain.history.details.declaration import Declaration
from tracker.domain.history.details.detail_folds import NOT_LISTED
from tracker.domain.history.details.particulars import DETAILS, Particulars, value_of
from tracker.domain.history.evidence import (
    Doing,
    Intention,
    Offer,
    from_json,
)
from tracker.domain.law.subject_copy.code_words import CODE_WORDS
from tracker.domain.law.subject_copy.in_plain_words import part, say
from tracker.domain.reference.academic_year import say_date
from tracker.domain.reference.activity import STORED
from tracker.domain.reference.codes import CHARACTERISTICS
from tracker.domain.reference.institution import InstitutionRef
from tracker.feeds.registry import FEEDS
from tracker.wording import choices, details
from tracker.wording.identity_fields import FIELDS

#: The name of the place that a source gave.
Place = Callable[[InstitutionRef | None], str]

#: Subjects whose fields are read as one value, in this order.
_TOGETHER = {
    "address": ("line1", "line2", "line3", "line4", "town", "county", "postcode"),
    "parent": ("name", "relation", "phone", "address"),
    "preferred contact": ("how", "when"),
    "interpreter": ("language", "needed_by"),
}
_YES = {"Y": "Yes", "N": "No", "true": "Yes", "false": "No"}


class Stated(NamedTuple):
    """A value that was reported, under its label; ``used`` if it is what counts."""

    label: str
    text: str
    used: bool = False


def values(
    stated: Mapping[str, Any], place: Place, known: Particulars | None
) -> list[Stated]:
    """The values of a statement, as ``evidence.as_json`` wrote it.

    ``known`` are the details that count today, None where there are none.
    """
    statement = from_json(stated)
    match statement:
        case Doing():
            return [Stated("What you do", _doing(statement, place))]
        case Offer():
            where = place(statement.at)
            return [Stated("Application or offer", choices.offer(statement, where))]
        case Intention():
            where = place(statement.at)
            return [Stated("Plan after Year 11", choices.intention(statement, where))]
    rest = {
        name: each for name, each in stated.items() if name not in ("kind", "about")
    }
    return list(_detail(str(stated["about"]), rest, known))


def _doing(doing: Doing, place: Place) -> str:
    known = STORED.get(doing.activity) if doing.activity is not None else None
    where = place(doing.at)
    ended = "left by" if doing.gone_by else "ended on"
    days = (
        ("since", doing.starts),
        ("without work or learning since", doing.neet_since),
        (ended, doing.ends),
        ("expected to end on", doing.expected_end),
        ("to be reviewed on", doing.review),
        ("found out on", doing.ascertained),
    )
    words = [
        known.title if known is not None else "On the list of a place",
        f"at {where}" if where else "",
        *(f"{before} {say_date(day)}" for before, day in days if day is not None),
        "part time" if doing.part_time else "",
    ]
    return ", ".join(filter(None, words))


def _detail(
    about: str, rest: dict[str, Any], known: Particulars | None
) -> Iterator[Stated]:
    if rest.pop("ended", None):
        yield Stated(_label(about, about), "none any more")
    if (spoken := _SPOKEN.get(about)) is not None:
        yield from spoken(rest)
        return
    if about in _TOGETHER:
        order = _TOGETHER[about]
        moved = rest.pop("moved", None)
        there = {name: rest[name] for name in order if rest.get(name)}
        if there:
            declared = _declared(about, order[0])
            current = value_of(known, declared) if known and declared else {}
            alone = set(there) == {"postcode"}
            yield Stated(
                _label(about, "postcode" if alone else order[0]),
                ", ".join(there.values()) + (", they live there now" if moved else ""),
                used=there.items() <= dict(current).items(),
            )
        return
    for name, value in rest.items():
        declared = _declared(about, name)
        items = value if isinstance(value, list) else [value]
        if name in ("codes", "code"):
            words = [details.title(CHARACTERISTICS, str(each)) for each in items]
        else:
            words = [_in_words(declared, name, each) for each in items]
        yield Stated(
            _label(about, name),
            ", ".join(filter(None, words)) or "none",
            used=bool(items) and all(_is_used(declared, each, known) for each in items),
        )


def _in_words(declared: Declaration | None, name: str, value: Any) -> str:
    if declared is not None and declared.code_list is not None:
        return details.title(declared.code_list, str(value))
    return _YES.get(str(value)) or say(name, value)


def _is_used(
    declared: Declaration | None, value: Any, known: Particulars | None
) -> bool:
    if declared is None or known is None:
        return False
    current = value_of(known, declared)
    match current:
        case date():
            return bool(current.isoformat() == value)
        case bool():
            return bool(current is (value == "Y"))
        case frozenset() | tuple():
            return bool(value in current)
    return bool(current == value)


def _declared(about: str, name: str) -> Declaration | None:
    found = (it for it in DETAILS if name in it.fold.subjects.get(about, ()))
    return next(found, None)


def _label(about: str, name: str) -> str:
    declared = _declared(about, name)
    words = declared.label if declared is not None else part(about)
    return words[:1].upper() + words[1:]


def _declined(rest: Mapping[str, Any]) -> Iterator[Stated]:
    field = str(rest.get("field", ""))
    label = FIELDS.get(field) or part(field)
    value = say(field, rest.get("value"))
    yield Stated(f"{label} that a member of staff found to be wrong", value)


def _sealed(rest: Mapping[str, Any]) -> Iterator[Stated]:
    field = str(rest.get("field", ""))
    label = FIELDS.get(field) or part(field)
    yield Stated(
        f"Former {label[:1].lower()}{label[1:]}, sealed", str(rest.get("value", ""))
    )


def _other_name(rest: Mapping[str, Any]) -> Iterator[Stated]:
    names = (rest.get("given"), rest.get("family"))
    yield Stated("Also known as", " ".join(filter(None, names)))


def _restriction(rest: Mapping[str, Any]) -> Iterator[Stated]:
    answer = (
        "no more than name, address, date of birth and parent"
        if rest.get("restricted") == "Y"
        else "everything that the law allows"
    )
    by, how = rest.get("by"), rest.get("how")
    words = [
        answer,
        rest.get("provider") and f"of {rest['provider']}",
        by and f"answered by {'you' if by == 'young person' else 'a parent'}",
        how and f"by {how}",
        rest.get("reference") and f"reference {rest['reference']}",
    ]
    yield Stated("What a school or college may pass on", ", ".join(filter(None, words)))


def _guarantee(rest: Mapping[str, Any]) -> Iterator[Stated]:
    year = rest.get("year")
    words = [
        f"September {rest.get('september', '')}",
        year and f"Year {year}",
        # A list of ours has a reason; another system gives only who is not on its own.
        rest.get("why") or NOT_LISTED,
    ]
    yield Stated("List of the September Guarantee", ", ".join(filter(None, words)))


def _withheld(rest: Mapping[str, Any]) -> Iterator[Stated]:
    yield Stated("Not named outward", _because(rest.get("withheld"), rest))


def _confidential(rest: Mapping[str, Any]) -> Iterator[Stated]:
    yield Stated("Confidential address", _because(rest.get("stands"), rest))


def _because(answer: Any, rest: Mapping[str, Any]) -> str:
    because = rest.get("because")
    words = _YES.get(str(answer), say("", answer))
    return f"{words}, because: {because}" if because else words


#: Subjects whose fields are one value together.
_SPOKEN: Mapping[str, Callable[[Mapping[str, Any]], Iterator[Stated]]] = {
    "declined": _declined,
    "sealed": _sealed,
    "other name": _other_name,
    "restriction": _restriction,
    "guarantee list": _guarantee,
    "withheld": _withheld,
    "confidential address": _confidential,
}


def source(name: str, roles: Mapping[str, str]) -> str:
    """A source within a sentence: a file by its title, a user by their role.

    A change by hand is named by what was changed and by its ground.
    """
    if (words := CODE_WORDS["entries", "source"].get(name)) is not None:
        return words
    if name in FEEDS:
        return f"the {details.within_sentence(FEEDS[name].title)}"
    if (change := change_of(name)) is not None:
        changed = _of_form(change.form)
        return f"a change by hand of {changed} ({change.ground})"
    return roles.get(name, f"the {name}" if name.startswith("September") else name)


def source_on(name: str, day: date, roles: Mapping[str, str]) -> str:
    """A source with its day: "the school census of 1 May 2026"."""
    return f"{source(name, roles)} of {say_date(day)}"


def _of_form(form: str) -> str:
    """What a form changes: "date of birth"."""
    for each in DETAILS:
        if each.by_hand is not None and each.by_hand.form == form:
            return details.within_sentence(each.by_hand.title or each.label)
    return part(form.replace("-", " "))
