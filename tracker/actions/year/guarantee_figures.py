"""A September Guarantee in numbers, with the young people behind each of them.

Everything is made of one list and one reading of its statuses, so that a number and its
list always agree.
"""

from dataclasses import dataclass
from datetime import date

from tracker import store
from tracker.access import authority_scope
from tracker.actions.act import Act
from tracker.actions.year import cohort_ledgers, guarantee_lists
from tracker.actions.year.guarantee_lists import GuaranteeList
from tracker.domain.history.guarantee import YEARS
from tracker.domain.year.guarantee_parts import Covered, Part
from tracker.store.people.identities import Named


@dataclass(frozen=True, slots=True)
class Figures:
    """A list with the statuses ``on`` a day, beside those of the day ``since``.

    ``elsewhere`` are those that another authority leads. ``forms_known`` is False while
    the ledger, which has the form groups, has yet to be made for the day.
    """

    of: GuaranteeList
    on: date
    since: date
    people: list[Covered]
    elsewhere: list[Covered]
    forms_known: bool

    def behind(self, part: Part) -> list[Covered]:
        """Those of a part, in the order of records."""
        pool = self.people if part.led_by is None else self.elsewhere
        return [each for each in pool if part.holds(each)]


def figures(september: int, *, on: date, since: date, act: Act) -> Figures:
    """The figures of a September.

    The positions of the day that fixes its list have to be made. Raises Refusal before
    that day has come.
    """
    of = guarantee_lists.shown(september, act=act)
    statuses = guarantee_lists.statuses_of_days(of, {on, since})
    elsewhere = guarantee_lists.led_elsewhere(of, act=act)
    school = {
        person: member.position.institution
        for person, member in store.history.positions.of(
            [*statuses[on], *elsewhere], of.on
        ).items()
    }
    forms = _form_groups(september, act)
    people = [
        Covered(
            each.person,
            each.year,
            each.why,
            statuses[on][each.person],
            statuses[since][each.person],
            school.get(each.person),
            (forms or {}).get(each.person),
        )
        for each in of.cohort.listed
    ]
    led = [
        Covered(person, YEARS[0], None, None, None, school.get(person), led_by=code)
        for person, code in elsewhere.items()
    ]
    return Figures(of, on, since, people, led, forms is not None)


def _form_groups(september: int, act: Act) -> dict[int, str] | None:
    """The form groups of a list by person; None while a worker makes their ledger.

    Those of Septembers that have no ledger any more are not known.
    """
    year = next(
        (it for it in cohort_ledgers.current(act.on) if it.left == september), None
    )
    if year is None:
        return {}
    scope = authority_scope(act.authority)
    if cohort_ledgers.make_or_request(within=scope, act=act) is not None:
        return None
    return store.figures.ledger_counts.form_groups(year, within=scope)


def named(
    people: list[Covered], *, act: Act, offset: int = 0, limit: int | None = None
) -> list[tuple[Named, Covered]]:
    """These young people with their names, in order of family name; a page of them."""
    by_person = {each.person: each for each in people}
    return [
        (name, by_person[name.person])
        for name in store.people.identities.in_order(
            by_person, within=authority_scope(act.authority), offset=offset, limit=limit
        )
    ]
