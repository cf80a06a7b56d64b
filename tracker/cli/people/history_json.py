"""One young person's history: everything on record about them, for machines."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from tracker import domain, store
from tracker.access import Permission, authority_scope
from tracker.actions.intake.questions import next_steps
from tracker.cli.answer import fields
from tracker.domain.history.details.declaration import plain
from tracker.domain.history.details.details_by_day import particulars
from tracker.domain.history.details.particulars import DETAILS, Particulars, value_of
from tracker.domain.history.details.pupil_numbers import without_pupil_numbers
from tracker.domain.history.evidence import Evidence, Intention, Offer
from tracker.domain.history.guarantee import YEARS, guarantee, offers_of
from tracker.domain.history.position import Position, position_on
from tracker.domain.history.spells import ONE_DAY, Spell, newest_first, spells
from tracker.domain.reference.academic_year import academic_age, year_group
from tracker.domain.reference.institution import InstitutionRef
from tracker.feeds.registry import is_unnamed
from tracker.store.institutions.institution_keys import institution_of
from tracker.wording import choices

#: All details but those that only matching uses. A command shows what everybody who
#: sees people may see: no sealed name, and no alert.
_OPEN = [
    each
    for each in DETAILS
    if Permission.SEE_PEOPLE in each.handling.seen_by and each.name != "other_births"
]


def read(
    person: int, authority: str, *, on: date, known_at: datetime | None, today: date
) -> tuple[dict[str, Any], Particulars] | None:
    """Everything on record about a person, now or at a moment, or None.

    The details come a second time as they are, for their wording. The UPN is hidden by
    the age ``today``, whatever moment is shown.
    """
    record = store.people.records.get(person, within=authority_scope(authority))
    if record is None:
        return None
    root = record.merged_into or record.id
    live_only = known_at is None
    evidence = [
        item
        for _, items in store.history.evidence.histories([root], live_only=live_only)
        for item in items
        if item.known(known_at)
    ]
    register = store.institutions.register.directory(known_at)
    known = without_pupil_numbers(
        particulars(evidence, known_at=known_at, resolve=register.resolve), today
    )
    history = spells(evidence, resolve=register.resolve, known_at=known_at)
    born = known.identity.born
    position = (
        position_on(history, on, born=born, since=min(item.as_at for item in evidence))
        if born is not None and evidence
        else None
    )
    held = {
        "person": root,
        "requested": person,
        "known": bool(evidence),
        "merged_into": record.merged_into,
        "merged_records": {
            number: under
            for number, under in sorted(
                store.history.merged_records.records_of([root]).items()
            )
            if number != under
        },
        "on": on,
        "known_at": known_at,
        "identity": _identity(known, on, register),
        "spells": [_spell(each, position) for each in history],
        "position": _position(position) if position is not None else None,
        "offers": [
            {
                "year": offer.year,
                "status": offer.status,
                "title": _title(
                    domain.reference.codes.GUARANTEE_STATUSES, offer.status
                ),
                "authority": offer.authority,
                "stage": offer.stage,
                "place": (place := _place(offer.at, register)) or None,
                "course": offer.course,
                "applied": offer.applied,
                "says": choices.offer(offer, place),
                **_source(item),
            }
            for offer, item in newest_first(Offer, evidence, known_at=known_at)
        ],
        "guarantee": list(_guarantees(evidence, on, known_at, register)),
        "intentions": [
            {
                "destination": intention.destination,
                "title": _title(
                    domain.reference.codes.INTENDED_DESTINATIONS, intention.destination
                ),
                "place": (place := _place(intention.at, register)) or None,
                "course": intention.course,
                "applied": intention.applied,
                "says": choices.intention(intention, place),
                **_source(item),
            }
            for intention, item in newest_first(Intention, evidence, known_at=known_at)
        ],
        "questions": [
            {"kind": each.kind, "as_at": each.as_at, "batch": each.batch_id}
            for each in next_steps.still_open(
                store.people.identity_questions.of(root, known_at=known_at), position
            )
        ],
    }
    return held, known


def _guarantees(
    evidence: Sequence[Evidence],
    on: date,
    known_at: datetime | None,
    register: store.institutions.register.Directory,
) -> Iterator[dict[str, Any]]:
    """The status of each year of the guarantee with anything on record."""
    offers = offers_of(evidence, known_at=known_at)
    for year in YEARS:
        found = guarantee(offers, year, on=on, resolve=register.resolve)
        if found is not None:
            yield {
                "year": year,
                "status": found.status,
                "title": _title(
                    domain.reference.codes.GUARANTEE_STATUSES, found.status
                ),
                "applications": [
                    {
                        "place": each.name or each.place,
                        "course": each.course,
                        "stage": each.stage.value,
                        "since": each.since,
                    }
                    for each in found.applications
                ],
                **(_source(found.because) if found.because is not None else {}),
            }


def _place(
    ref: InstitutionRef | None, register: store.institutions.register.Directory
) -> str:
    return choices.place(ref, register.resolve(ref) if ref is not None else None)


def _title(codes_of: Any, value: str | None) -> str | None:
    code = codes_of.get(value)
    return None if code is None else str(code.title)


def _identity(
    known: Particulars, on: date, register: store.institutions.register.Directory
) -> dict[str, Any]:
    born, gone = known.identity.born, known.departure
    return {
        **{each.name: plain(value_of(known, each)) for each in _OPEN},
        "other_names": [" ".join(pair) for pair in known.identity.other_names],
        "academic_age": academic_age(born, on) if born else None,
        "school_year": year_group(born, on) if born else None,
        "restricted": bool(known.restrictions),
        "restrictions": [
            {
                "institution": each.institution,
                "name": institution_of(each.institution, register).name
                if each.institution
                else None,
                "since": each.since,
            }
            for each in known.restrictions
        ],
        "departure": gone and asdict(gone),
    }


def _spell(spell: Spell, position: Position | None) -> dict[str, Any]:
    return {
        "activity": spell.activity.code,
        "title": spell.activity.title,
        **fields(spell, "institution", "institution_name", "starts", "ends"),
        "lapsed_after": _lapsed_after(spell, position),
        **fields(spell, "expected_end", "review"),
        "first_confirmed": spell.confirmations[0].as_at,
        "last_confirmed": spell.confirmations[-1].as_at,
        "questioned": spell.questioned,
        "evidence": [_source(item) for item in _in_order(spell.evidence)],
    }


def _lapsed_after(spell: Spell, position: Position | None) -> date | None:
    """The last day on which an open spell could be relied on, once that has passed."""
    if position is None or spell.ends is not None or spell.starts > position.day:
        return None
    if position.lapsed:
        return position.lapses
    if position.activity is not spell.activity and position.starts > spell.starts:
        # Compulsory education ends by itself, whatever was confirmed.
        return position.starts - ONE_DAY
    return None


def _in_order(items: Iterable[Evidence]) -> Sequence[Evidence]:
    return sorted(
        items, key=lambda i: (i.as_at, i.source.tier, i.source.line or 0, i.recorded_at)
    )


def _source(item: Evidence) -> dict[str, Any]:
    unnamed = is_unnamed(item.source.name)
    return {
        "source": "not named" if unnamed else item.source.name,
        "tier": int(item.source.tier),
        "kind_of_source": item.source.tier.title,
        **(
            fields(item.source, "passed_on_by")
            if unnamed
            else fields(item.source, "batch", "file", "line", "passed_on_by")
        ),
        **fields(item, "as_at", "recorded_at"),
    }


def _position(position: Position) -> dict[str, Any]:
    return {
        "day": position.day,
        "activity": position.activity.code,
        "title": position.activity.title,
        **fields(position, "group", "institution", "institution_name"),
        **fields(position, "starts", "ascertained", "verified"),
        "source": position.tier.title if position.tier is not None else None,
        **fields(position, "expected_end", "review"),
        **fields(position, "lapses", "lapsed", "neet_since"),
        "neet": position.is_neet,
        "not_known": position.is_not_known,
        "questioned": position.questioned,
    }
