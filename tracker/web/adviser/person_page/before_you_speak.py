"""The strip beneath a young person's name: what to know before speaking to them.

Dangers come first, then what needs care, then what changes how one speaks. Each reader
sees what their permissions allow: an alert is for those who see caseloads.

See decision 0207.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from datetime import date
from typing import NamedTuple

from tracker.domain.history.details.particulars import BY_NAME, Particulars
from tracker.domain.history.evidence import Evidence
from tracker.domain.reference.academic_year import say_date
from tracker.domain.reference.codes import DIED
from tracker.web.adviser.person_page.provenance import Makers, source_of

#: The kinds of an alert; other facts have none.
DANGER, CARE = "danger", "care"
#: Ways of contact as headings; those through another person read as they are.
_WAYS: Mapping[str, str] = {
    "phone": "Call first",
    "text message": "Text first",
    "email": "Email first",
    "letter": "Write first",
}
_BOTH = "the young person and a parent or carer"


class Alert(NamedTuple):
    """One part of the strip. ``source`` is who gave it and when, "" for none."""

    kind: str
    title: str
    text: str
    source: str = ""


#: The place of a restriction, its first day, and who answered.
Restricted = tuple[str, date, str]


def before_you_speak(
    known: Particulars,
    evidence: Sequence[Evidence],
    permissions: Set[str],
    *,
    restrictions: Sequence[Restricted] = (),
    departure: str = "",
    recorded_by: Makers | None = None,
) -> list[Alert]:
    """The alerts about a young person in the order of the strip.

    ``permissions`` are those of the reader. The sources are those of the ``evidence``,
    and ``recorded_by`` adds who recorded a change by hand.
    """
    found = [
        alert._replace(source=source_of(name, known, evidence, recorded_by))
        for name, alert in _of_details(known)
        if _is_shown(name, known, permissions)
    ]
    others = [*_guarded(known), *_limits(restrictions, departure)]
    order = (DANGER, CARE, "")
    return sorted([*found, *others], key=lambda each: order.index(each.kind))


def _is_shown(name: str, known: Particulars, permissions: Set[str]) -> bool:
    """Whether the reader may see a detail, and it is of use: one who has died is not
    contacted any more.
    """
    detail, left = BY_NAME[name], known.departure
    died = left is not None and left.status == DIED
    of_the_living = detail.by_hand is not None and detail.by_hand.of_the_living
    return not permissions.isdisjoint(detail.handling.seen_by) and not (
        died and of_the_living
    )


def _of_details(known: Particulars) -> Iterator[tuple[str, Alert]]:
    """An alert for each detail that has one, by the name of the detail."""
    if known.safeguarding:
        yield "safeguarding", Alert(DANGER, "Safeguarding", known.safeguarding)
    if known.lone_worker:
        yield "lone_worker", Alert(CARE, "Lone worker", known.lone_worker)
    if how := known.preferred_contact.get("how"):
        title = _WAYS.get(how, how[0].upper() + how[1:])
        when = known.preferred_contact.get("when", "")
        yield "preferred_contact", Alert("", title, when[:1].upper() + when[1:])
    if language := known.interpreter.get("language"):
        by = known.interpreter.get("needed_by", "")
        text = f"Interpreter for {_BOTH if by == 'both' else by}"
        yield "interpreter", Alert("", language, text)
    if known.send:
        yield "send", Alert("", "EHC plan", "")


def _guarded(known: Particulars) -> Iterator[Alert]:
    """What must not be passed on."""
    if known.withheld:
        yield Alert(
            DANGER,
            _because("Not named outward", known.withheld_because),
            "Do not name them to any school or to anyone outside the team.",
        )
    if known.confidential_address:
        yield Alert(
            DANGER,
            _because("The address is confidential", known.confidential_because),
            "Ask for it and pass it on only if you have to, and never in front of "
            "others.",
        )


def _because(title: str, reason: str | None) -> str:
    return f"{title}: {reason}" if reason else title


def _limits(restrictions: Sequence[Restricted], departure: str) -> Iterator[Alert]:
    """What a school or college may pass on, and that they have left."""
    for place, since, answered in restrictions:
        yield Alert(
            CARE,
            f"Restriction: {place}, since {say_date(since)}",
            "It may pass on only their name, address and date of birth, and a "
            f"parent’s name and address. {answered}".strip(),
        )
    if departure:
        yield Alert(CARE, departure, "")
