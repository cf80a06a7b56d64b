"""One young person's history in words, from the result of ``history_json.tell``."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import click

from tracker import domain
from tracker.cli import answer
from tracker.domain.reference.academic_year import say_date

POSTAL_ORDER = ("line1", "line2", "line3", "line4", "town", "county", "postcode")

#: There is no school year after Year 14, and only some people are in that.
SCHOOL_YEARS = range(1, 15)


def show(told: dict[str, Any]) -> None:
    """Prints the person's identity, their spells in order, and their position."""
    for record, person in told["merged_records"].items():
        click.echo(f"{record} was merged into {person}.")
    if not told["known"]:
        click.echo(_nothing(told))
        return
    who = told["identity"]
    born = say_date(who["born"]) if who["born"] else "on a day not known"
    name = " ".join(
        part for part in (who["given"], who["middle"], who["family"]) if part
    )
    click.echo(f"Young person {told['person']}: {name}, born {born}")
    for label, value in _particulars(who):
        if value:
            click.echo(f"  {label}: {value}")
    click.echo()
    if not told["spells"]:
        click.echo("Nothing is known about what they did.")
    for spell in told["spells"]:
        _show_spell(spell, told["on"])
    if told["position"] is not None:
        click.echo()
        _show_position(told["position"])
    # Every offer is on record; the newest of each year is the one that counts.
    for year, title in {
        offer["year"]: offer["title"] for offer in reversed(told["offers"])
    }.items():
        click.echo(f"Guarantee, Year {year}: {title}")
    for intention in told["intentions"][:1]:
        click.echo(f"Intends to go on to: {intention['title']}")
    for question in told["questions"]:
        click.echo(f"Open since {say_date(question['as_at'])}: {question['kind']}")


def _nothing(told: dict[str, Any]) -> str:
    if told["known_at"] is None:
        return f"Nothing is known about young person {told['person']}."
    return (
        f"Nothing was known about young person {told['person']} on "
        f"{answer.local(told['known_at'])}."
    )


def _particulars(who: dict[str, Any]) -> Iterator[tuple[str, str | None]]:
    """The details of a person beside their name, each with its label."""
    yield "also known as", ", ".join(who["other_names"])
    yield "sex", _title(domain.reference.codes.GENDERS, who["sex"])
    if who["school_year"] in SCHOOL_YEARS:
        yield (
            "school year",
            f"{who['school_year']}, academic age {who['academic_age']}",
        )
    yield "UPN", who["upn"]
    yield "ULN", who["uln"]
    yield "young person's ID", ", ".join(who["ypids"])
    yield "address", in_postal_order(who["address"])
    yield "parent", ", ".join(who["parent"][k] for k in ("name", "address")
                              if who["parent"].get(k))  # fmt: skip
    yield "ethnicity", _title(domain.reference.codes.ETHNICITIES, who["ethnicity"])
    yield "special educational needs", _needs(who)
    yield (
        "level of need",
        _title(domain.reference.codes.LEVELS_OF_NEED, who["level_of_need"]),
    )
    yield "free school meals", "yes" if who["free_meals"] else None
    yield (
        "characteristics",
        ", ".join(
            _title(domain.reference.codes.CHARACTERISTICS, c) or c
            for c in who["characteristics"]
        ),
    )
    yield "form group", who["form_group"]
    yield (
        "restricted",
        "; ".join(
            f"{each['name'] or 'an institution that is not known'} may pass on only "
            f"name, address and date of birth, since {say_date(each['since'])}"
            for each in who["restrictions"]
        ),
    )
    yield "withheld", "yes, named on no list for schools" * who["withheld"]
    yield "departure", _departure(who["departure"])


def _title(codes_of: Any, value: str | None) -> str | None:
    code = codes_of.get(value)
    return value if code is None else str(code.title)


def in_postal_order(address: dict[str, str]) -> str:
    """An address as it is written on a letter, in one line."""
    return ", ".join(address[part] for part in POSTAL_ORDER if address.get(part))


def _needs(who: dict[str, Any]) -> str:
    needs = (("EHC plan", who["send"]), ("SEN support", who["sen_support"]))
    return ", ".join(need for need, has in needs if has)


def _departure(departure: dict[str, Any] | None) -> str | None:
    if departure is None:
        return None
    to = _title(domain.reference.codes.AUTHORITIES, departure["to"])
    status = _title(domain.reference.codes.COHORT_STATUSES, departure["status"])
    return f"{status}, on {say_date(departure['on'])}{f', to {to}' if to else ''}"


def place(named: dict[str, Any]) -> str:
    """The institution of a spell or position: its name, or a number not registered."""
    if named["institution_name"]:
        return f" at {named['institution_name']}"
    if not named["institution"]:
        return ""
    kind, _, number = named["institution"].partition(":")
    return f" at {kind.upper()} {number} (not in the register)"


def when(spell: dict[str, Any], on: date) -> str:
    """The days of a spell; one that begins after ``on`` has no end to show."""
    starts = say_date(spell["starts"])
    if spell["ends"]:
        return f"{starts} to {say_date(spell['ends'])}"
    if spell["starts"] > on:
        return f"from {starts}"
    if spell["lapsed_after"]:
        return f"{starts} to {say_date(spell['lapsed_after'])}, then nobody confirmed"
    return f"{starts} to now"


def _show_spell(spell: dict[str, Any], on: date) -> None:
    asked = "; another source says otherwise" if spell["questioned"] else ""
    click.echo(f"{when(spell, on)}: {spell['title']}{place(spell)}{asked}")
    for source in spell["evidence"]:
        where = f", {source['file']} line {source['line']}" if source["file"] else ""
        click.echo(
            f"    {source['source']}{where}, as at {say_date(source['as_at'])}, "
            f"recorded {answer.local(source['recorded_at'])}"
        )


def _show_position(position: dict[str, Any]) -> None:
    state = ", lapsed: counts as not known" if position["lapsed"] else ""
    click.echo(
        f"On {say_date(position['day'])}: {position['title']}{place(position)} "
        f"({position['group']}){state}"
    )
    if position["source"]:
        click.echo(f"  according to {position['source']}")
    days = [
        f"{word} on {say_date(position[word])}"
        for word in ("ascertained", "verified")
        if position[word]
    ]
    click.echo(f"  first {', last '.join(days)}")
    if position["lapses"]:
        may = "could" if position["lapsed"] else "may"
        click.echo(f"  {may} be relied on until {say_date(position['lapses'])}")
