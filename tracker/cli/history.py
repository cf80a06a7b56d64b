"""One young person's history, as the command line tells it."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import click

from tracker.access import authority_scope
from tracker.cli import answer
from tracker.domain import codes
from tracker.domain.academic_year import academic_age, say_date
from tracker.domain.evidence import Evidence
from tracker.domain.history import Spell, intentions, offers, spells
from tracker.domain.particulars import Particulars, particulars
from tracker.domain.position import Position, position_on
from tracker.store import evidence, institutions, people, questions

NOTHING_WRITTEN = "Nothing was known of them then."


def tell(
    person: int, authority: str, *, on: date, known_at: datetime | None
) -> dict[str, Any] | None:
    """Everything that is held of a person, or was at a moment; None for nobody."""
    record = people.get(person, within=authority_scope(authority))
    if record is None:
        return None
    root = record.merged_into or record.id
    live_only = known_at is None
    told = [
        item
        for _, items in evidence.histories([root], live_only=live_only)
        for item in items
        if item.known(known_at)
    ]
    register = institutions.directory(known_at)
    known = particulars(told, known_at=known_at)
    history = spells(told, resolve=register.resolve, known_at=known_at)
    born = known.identity.born
    position = (
        position_on(history, on, born=born, since=min(item.as_at for item in told))
        if born is not None and told
        else None
    )
    return {
        "person": root,
        "asked": person,
        "merged_into": record.merged_into,
        "on": on,
        "known_at": known_at,
        "identity": _identity(known, on),
        "spells": [_spell(each) for each in history],
        "position": _position(position) if position is not None else None,
        "offers": [
            {
                "year": offer.year,
                "status": offer.status,
                "title": _title(codes.GUARANTEE_STATUSES, offer.status),
                "authority": offer.authority,
                **_source(item),
            }
            for offer, item in offers(told, known_at=known_at)
        ],
        "intentions": [
            {
                "destination": intention.destination,
                "title": _title(codes.INTENDED_DESTINATIONS, intention.destination),
                **_source(item),
            }
            for intention, item in intentions(told, known_at=known_at)
        ],
        "questions": [
            {"kind": each.kind, "as_at": each.as_at, "batch": each.batch_id}
            for each in questions.of(root, known_at=known_at)
        ],
    }


def _title(codes_of: Any, value: str) -> str | None:
    code = codes_of.get(value)
    return None if code is None else str(code.title)


def _identity(known: Particulars, on: date) -> dict[str, Any]:
    who = known.identity
    return {
        "given": who.given,
        "middle": who.middle,
        "family": who.family,
        "other_names": [" ".join(pair) for pair in who.other_names],
        "born": who.born,
        "academic_age": academic_age(who.born, on) if who.born else None,
        "sex": who.sex,
        "upn": who.upn,
        "former_upns": list(who.former_upns),
        "uln": who.uln,
        "ypids": list(known.ypids),
        "former_ypids": list(known.former_ypids),
        "address": dict(known.address),
        "postcode": who.postcode,
        "parent": dict(known.parent),
        "ethnicity": known.ethnicity,
        "send": known.send,
        "sen_support": known.sen_support,
        "level_of_need": known.level_of_need,
        "free_meals": known.free_meals,
        "characteristics": sorted(known.characteristics),
        "form_group": known.form_group,
        "restricted": known.restricted,
        "withheld": known.withheld,
        "departure": None
        if known.departure is None
        else {
            "status": known.departure.status,
            "to": known.departure.to,
            "on": known.departure.on,
        },
    }


def _spell(spell: Spell) -> dict[str, Any]:
    return {
        "activity": spell.activity.code,
        "title": spell.activity.title,
        "institution": spell.institution,
        "institution_name": spell.institution_name,
        "starts": spell.starts,
        "ends": spell.ends,
        "expected_end": spell.expected_end,
        "review": spell.review,
        "first_confirmed": spell.confirmations[0].as_at,
        "last_confirmed": spell.confirmations[-1].as_at,
        "questioned": spell.questioned,
        "evidence": [_source(item) for item in _in_time(spell.evidence)],
    }


def _in_time(items: Iterable[Evidence]) -> Sequence[Evidence]:
    return sorted(
        items, key=lambda i: (i.as_at, i.source.tier, i.source.line or 0, i.recorded_at)
    )


def _source(item: Evidence) -> dict[str, Any]:
    return {
        "source": item.source.name,
        "tier": int(item.source.tier),
        "kind_of_source": item.source.tier.title,
        "batch": item.source.batch,
        "file": item.source.file,
        "line": item.source.line,
        "as_at": item.as_at,
        "recorded_at": item.recorded_at,
    }


def _position(position: Position) -> dict[str, Any]:
    return {
        "day": position.day,
        "activity": position.activity.code,
        "title": position.activity.title,
        "group": position.group,
        "institution": position.institution,
        "institution_name": position.institution_name,
        "starts": position.starts,
        "ascertained": position.ascertained,
        "verified": position.verified,
        "source": position.tier.title if position.tier is not None else None,
        "expected_end": position.expected_end,
        "review": position.review,
        "lapses": position.lapses,
        "lapsed": position.lapsed,
        "neet_since": position.neet_since,
        "neet": position.is_neet,
        "not_known": position.is_not_known,
        "questioned": position.questioned,
    }


def print_history(told: dict[str, Any]) -> None:
    """The same in words."""
    who = told["identity"]
    click.echo(
        f"Young person {told['person']}: {who['given']} {who['family']}, "
        f"born {say_date(who['born']) if who['born'] else 'on a day not known'}"
    )
    for name, value in (
        ("UPN", who["upn"]),
        ("ULN", who["uln"]),
        ("address", ", ".join(v for _, v in sorted(who["address"].items()))),
    ):
        if value:
            click.echo(f"  {name}: {value}")
    click.echo()
    if not told["spells"]:
        click.echo(NOTHING_WRITTEN)
    for spell in told["spells"]:
        where = f" at {spell['institution_name']}" if spell["institution_name"] else ""
        until = say_date(spell["ends"]) if spell["ends"] else "now"
        asked = "; another source says otherwise" if spell["questioned"] else ""
        click.echo(
            f"{say_date(spell['starts'])} to {until}: {spell['title']}{where}{asked}"
        )
        for source in spell["evidence"]:
            click.echo(f"    {_in_words(source)}")
    position = told["position"]
    if position is not None:
        click.echo()
        state = ", lapsed: counts as not known" if position["lapsed"] else ""
        click.echo(
            f"On {say_date(position['day'])}: {position['title']} "
            f"({position['group']}){state}"
        )
        if position["lapses"]:
            click.echo(f"  may be said until {say_date(position['lapses'])}")
    # Every one is kept; the newest of each year is the one that counts.
    for year, title in {
        offer["year"]: offer["title"] for offer in reversed(told["offers"])
    }.items():
        click.echo(f"Guarantee, Year {year}: {title}")
    for intention in told["intentions"][:1]:
        click.echo(f"Means to go on to: {intention['title']}")
    for question in told["questions"]:
        click.echo(f"Open since {say_date(question['as_at'])}: {question['kind']}")


def _in_words(source: dict[str, Any]) -> str:
    where = f", {source['file']} line {source['line']}" if source["file"] else ""
    return (
        f"{source['source']}{where}, as at {say_date(source['as_at'])}, "
        f"recorded {answer.local(source['recorded_at'])}"
    )
