"""Who owes what: the gaps of a cohort by who fills them, for those who chase them."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property

from flask import render_template, request
from flask.typing import ResponseReturnValue

from tracker import actions, store
from tracker.access import Permission
from tracker.domain.year import owing
from tracker.domain.year.ledger_cohorts import LedgerCohort
from tracker.domain.year.ledger_steps import STEPS, Name
from tracker.domain.year.owing import Debtor, Gap, Kind, Owed
from tracker.store.figures.ledger_counts import Row
from tracker.web.acting import today
from tracker.web.front import incoming
from tracker.web.guard import found, requires, scope
from tracker.web.management import bp
from tracker.web.management.year import year_lists
from tracker.web.management.year.the_year import (
    Chosen,
    chosen_cohort,
    cohorts,
    wait_for_ledgers,
)
from tracker.wording import ledger_words


@dataclass(frozen=True)
class Debts:
    """The gaps of a cohort, and at most one step to which the address narrows them."""

    of: Chosen
    step: Name | None

    @cached_property
    def gaps(self) -> Sequence[Gap]:
        return store.casework.gaps_owed.gaps(
            self.of.year, within=scope(), cohort=self.of.cohort
        )

    @property
    def owed(self) -> list[Owed]:
        return owing.by_debtor(self.gaps, steps=(self.step,) if self.step else ())

    @property
    def steps(self) -> dict[Name, int]:
        """The number of gaps at each step that has any, whichever is chosen."""
        found = Counter[Name]()
        for each in self.gaps:
            found[each.step] += len(each.people)
        return {name: found[name] for name in STEPS if found[name]}

    def due(self, step: Name) -> date:
        return STEPS[step].due(self.of.year.left)

    def oldest(self, owed: Owed) -> date:
        return owed.oldest(self.of.year.left)

    def link(self, step: Name | None = None) -> str:
        return self.of.link("the_year_owing", step=step)

    def list_of(self, debtor: Debtor | None, step: Name | None = None) -> str:
        """The address of the list behind a number of gaps, of one debtor or of all."""
        who = str(debtor) if debtor is not None else None
        return self.of.link("the_year_owing_list", who=who, step=step or self.step)


def _debts() -> Debts:
    """What the address chooses; an unknown step or cohort is not found."""
    steps = {str(each): each for each in Name}
    given = request.args.get("step")
    return Debts(chosen_cohort(), found(steps.get(given)) if given else None)


def _titles(debtors: Sequence[Debtor]) -> Callable[[Debtor], str]:
    """The name of each of these debtors."""
    keys = {each.key for each in debtors if each.kind in (Kind.SCHOOL, Kind.COLLEGE)}
    places = actions.institutions.place_names.by_key(keys, today(), within=scope())
    users = {
        str(each.id): each.name
        for each in store.accounts.users.everybody(within=scope())
    }

    def title(debtor: Debtor) -> str:
        names = users if debtor.kind is Kind.ADVISER else places
        return names.get(debtor.key, ledger_words.NO_NAME[debtor.kind])

    return title


@bp.get("/year/owing")
@requires(Permission.SEE_WORK)
def the_year_owing() -> ResponseReturnValue:
    debts = _debts()
    wait_for_ledgers()
    owed = debts.owed
    return render_template(
        "management/year_owing.html",
        debts=debts,
        owed=owed,
        total=sum(each.gaps for each in owed),
        oldest=min((debts.oldest(each) for each in owed), default=None),
        title=_titles([each.debtor for each in owed]),
        years=cohorts(),
        cohorts=LedgerCohort,
        steps=STEPS,
        as_what=ledger_words.AS_WHAT,
        today=debts.of.year.as_of,
    )


def _behind() -> year_lists.Behind:
    """The gaps that the address names, of one debtor or of all."""
    debts = _debts()
    who = request.args.get("who")
    debtor = found(Debtor.parse(who)) if who else None
    if debtor is not None and debtor.kind is Kind.ADVISER:
        found(incoming.number(debtor.key))
    step = debts.step

    @cache
    def numbers() -> list[int]:
        gaps = store.casework.gaps_owed.gaps(
            debts.of.year,
            within=scope(),
            cohort=debts.of.cohort,
            step=step,
            debtor=debtor,
        )
        return owing.people_of(gaps, lambda gap: debtor in (None, gap.debtor))

    def people(offset: int, limit: int) -> tuple[int, list[Row]]:
        rows = store.figures.ledger_counts.of_people(
            numbers(), debts.of.year, within=scope(), offset=offset, limit=limit
        )
        return len(numbers()), list(rows.values())

    of = "Everyone" if debtor is None else _titles([debtor])(debtor)
    return year_lists.Behind(
        debts.of,
        f"{of}: {_words(step, debtor)}",
        ledger_words.AS_WHAT[debtor.kind] if debtor is not None else "",
        STEPS[step] if step else None,
        people,
        (debts.link(step), "Who owes what"),
        f"who: {debtor}" if debtor is not None else None,
    )


def _words(step: Name | None, debtor: Debtor | None) -> str:
    if step is None:
        return "gaps"
    if debtor is None:
        return f"gaps at “{STEPS[step].title}”"
    return owing.words_of(step, debtor.kind)


@bp.get("/year/owing/people")
@requires(Permission.SEE_WORK)
def the_year_owing_list() -> ResponseReturnValue:
    return year_lists.show(_behind(), "the_year_owing_file")


@bp.get("/year/owing/people.<any(csv, xlsx):form>")
@requires(Permission.SEE_WORK, offered_on="management.the_year_owing_list")
def the_year_owing_file(form: str) -> ResponseReturnValue:
    return year_lists.save(_behind(), form)
