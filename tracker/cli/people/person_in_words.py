"""One young person's history in words, from the result of ``history_json.read``."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from tracker.access import Permission
from tracker.cli import answer
from tracker.domain.history.details.particulars import Particulars
from tracker.domain.reference.academic_year import say_date
from tracker.wording import details, places

#: There is no school year after Year 14, and only some people are in that.
SCHOOL_YEARS = range(1, 15)


def in_words(history: dict[str, Any], known: Particulars) -> Iterator[str]:
    """The person's identity, their spells in order, and their position."""
    for record, person in history["merged_records"].items():
        yield f"{record} was merged into {person}."
    if not history["known"]:
        yield _nothing(history)
        return
    who = history["identity"]
    born = say_date(who["born"]) if who["born"] else "on a day not known"
    name = " ".join(filter(None, (who["given"], who["middle"], who["family"])))
    yield f"Young person {history['person']}: {name}, born {born}"
    for label, text in _rows(who, known):
        yield f"  {label}: {text}"
    yield ""
    if not history["spells"]:
        yield "Nothing is known about what they did."
    for spell in history["spells"]:
        yield from _spell(spell, history["on"])
    if history["position"] is not None:
        yield ""
        yield from _position(history["position"])
    for each in history["guarantee"]:
        yield f"Guarantee, Year {each['year']}: {each['title']}"
    for offer in history["offers"]:
        yield f"  {offer['says']}, {_source_of(offer)}"
    for number, intention in enumerate(history["intentions"]):
        label = "Planned before" if number else "Intends to go on to"
        yield f"{label}: {intention['says']}, {_source_of(intention)}"
    for question in history["questions"]:
        yield f"Open since {say_date(question['as_at'])}: {question['kind']}"


def _nothing(history: dict[str, Any]) -> str:
    if history["known_at"] is None:
        return f"Nothing is known about young person {history['person']}."
    return (
        f"Nothing was known about young person {history['person']} on "
        f"{answer.local(history['known_at'])}."
    )


def _rows(who: dict[str, Any], known: Particulars) -> Iterator[tuple[str, str]]:
    """The details of a person beside their name, each with its label."""
    if who["school_year"] in SCHOOL_YEARS:
        yield "School year", f"{who['school_year']}, academic age {who['academic_age']}"
    for detail, text in details.rows(known, {Permission.SEE_PEOPLE}):
        yield detail.label, text
    for each in who["restrictions"]:
        yield (
            "Restricted",
            f"{each['name'] or 'an institution that is not known'} may pass on only "
            f"name, address and date of birth, since {say_date(each['since'])}",
        )


def place(named: dict[str, Any]) -> str:
    """The place of a spell or position after " at "; empty if there is no place.

    It is the name, or the number if no register has it.
    """
    where = places.place(named["institution"], named["institution_name"])
    return f" at {where}" if where else ""


def when(spell: dict[str, Any], on: date) -> str:
    """The days of a spell; one that begins after ``on`` has no end to show."""
    starts = say_date(spell["starts"])
    if spell["ends"]:
        return f"{starts} to {say_date(spell['ends'])}"
    if spell["starts"] > on:
        return f"from {starts}"
    if spell["lapsed_after"]:
        return f"{starts} to {say_date(spell['lapsed_after'])}, then not confirmed"
    return f"{starts} to now"


def _spell(spell: dict[str, Any], on: date) -> Iterator[str]:
    doubt = "; another source says otherwise" if spell["questioned"] else ""
    yield f"{when(spell, on)}: {spell['title']}{place(spell)}{doubt}"
    for source in spell["evidence"]:
        where = f", {source['file']} line {source['line']}" if source["file"] else ""
        yield (
            f"    {source['source']}{where}, as at {say_date(source['as_at'])}, "
            f"recorded {answer.local(source['recorded_at'])}"
        )


def _source_of(stated: dict[str, Any]) -> str:
    """The source of a statement, and the day that it is about."""
    return f"as at {say_date(stated['as_at'])}, by {stated['source']}"


def _position(position: dict[str, Any]) -> Iterator[str]:
    state = ", lapsed: counts as not known" if position["lapsed"] else ""
    yield (
        f"On {say_date(position['day'])}: {position['title']}{place(position)} "
        f"({position['group']}){state}"
    )
    if position["source"]:
        yield f"  according to {position['source']}"
    days = [
        f"{word} on {say_date(position[word])}"
        for word in ("ascertained", "verified")
        if position[word]
    ]
    yield f"  first {', last '.join(days)}"
    if position["lapses"]:
        may = "could" if position["lapsed"] else "may"
        yield f"  {may} be relied on until {say_date(position['lapses'])}"
