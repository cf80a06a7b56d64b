"""The first steps of a new council, in the order that works, with what is missing.

Each step reads what is there now, so the list is true at any time, and a step that is
undone later is open again.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from tracker import store
from tracker.access import ROLES, Role, Scope, authority_scope
from tracker.actions import accounts
from tracker.actions.backup import last_backup
from tracker.actions.law.disposals import falling_due
from tracker.config import Settings
from tracker.domain.reference.academic_year import say_date
from tracker.domain.reference.codes import AUTHORITIES
from tracker.domain.reference.england import day_at
from tracker.domain.settings import Chosen
from tracker.feeds.registry import FEEDS
from tracker.packing.program_files import typed
from tracker.store.intake.import_batches import Status
from tracker.wording.counts import counted
from tracker.wording.enumerations import joined

#: Without users of these roles the first week cannot be done.
NEEDED_ROLES = (
    *("administrator", "data-manager", "team-leader", "adviser", "manager"),
    *("information-officer", "asset-owner"),
)


@dataclass(frozen=True, slots=True)
class Step:
    """A step: who does it, what is there, and what to do while it is ``open``.

    ``page`` is the endpoint of the page on which it is done, if there is one.
    """

    title: str
    who: str
    found: str
    to_do: str = ""
    page: str = ""

    @property
    def is_open(self) -> bool:
        return bool(self.to_do)


@dataclass(frozen=True, slots=True)
class _Here:
    """The installation as the steps look at it."""

    settings: Settings
    authority: str
    on: date

    @property
    def scope(self) -> Scope:
        return authority_scope(self.authority)

    @property
    def chosen(self) -> Chosen:
        return accounts.settings.of(self.authority)


_THOSE_WHO_RUN_IT = "the team that runs the service"


def steps(settings: Settings, *, authority: str | None, on: date) -> list[Step]:
    """Every step in order, for an authority; None while none is set.

    Until then there are the first three alone, which are settings.
    """
    settings_first = (
        _authority(settings, authority),
        _numbers(settings),
        _look(settings),
    )
    first = [*map(_typed, settings_first)]
    if authority is None:
        return first
    here = _Here(settings, authority, on)
    return [*first, *(_typed(each(here)) for each in _STEPS)]


def _typed(step: Step) -> Step:
    return replace(step, to_do=typed(step.to_do))


def _authority(settings: Settings, authority: str | None) -> Step:
    title, who = "Authority", _THOSE_WHO_RUN_IT
    if authority is None:
        to_do = (
            "Give the council's three-digit code: flask setup --authority CODE, which "
            "writes it to the file .env, or TRACKER_AUTHORITY in the environment."
        )
        return Step(title, who, "none", to_do)
    named = AUTHORITIES.get(authority)
    return Step(title, who, f"{authority} {named.title if named else ''}".strip())


def _numbers(settings: Settings) -> Step:
    title, who = "CCIS database number and supplier", _THOSE_WHO_RUN_IT
    if not settings.database_id:
        to_do = (
            "Give the three digits that DfE gave this database, and the name of the "
            "supplier: flask setup --database-number NUMBER --supplier NAME, or "
            "TRACKER_DATABASE_ID and TRACKER_SUPPLIER."
        )
        return Step(title, who, f"no number; supplier {settings.supplier}", to_do)
    return Step(title, who, f"{settings.database_id}, {settings.supplier}")


def _look(settings: Settings) -> Step:
    title, who = "Name and colours", _THOSE_WHO_RUN_IT
    if not settings.council_name:
        to_do = (
            "Give the council's name: flask setup --organisation NAME, or "
            "TRACKER_ORGANISATION. TRACKER_MARK, TRACKER_COLOUR and TRACKER_ACCENT are "
            "its look."
        )
        return Step(title, who, "no name", to_do)
    own = settings.council.has_own_colours
    return Step(title, who, f"{settings.council_name}{', own colours' if own else ''}")


def _administrator(here: _Here) -> Step:
    there = sum(each.role == NEEDED_ROLES[0] for each in _open_accounts(here))
    to_do = (
        ""
        if there
        else "Invite the administrator, who invites all others: flask users invite "
        "EMAIL --name NAME --role administrator."
    )
    found = counted(there, "administrator")
    return Step("First administrator", _THOSE_WHO_RUN_IT, found, to_do, "admin.users")


def _users(here: _Here) -> Step:
    accounts_there = _open_accounts(here)
    roles = {each.role for each in accounts_there}
    missing = [
        ROLES[each].title.lower() for each in NEEDED_ROLES[1:] if each not in roles
    ]
    to_do = (
        f"Invite {joined(_with_article(missing))}: one by one, or all from a list."
        if missing
        else ""
    )
    found = counted(len(accounts_there), "account")
    return Step("First users", "an administrator", found, to_do, "admin.users")


def _open_accounts(here: _Here) -> list[store.accounts.users.User]:
    users = store.accounts.users.everybody(within=here.scope)
    return [each for each in users if each.closed_at is None]


def _with_article(nouns: list[str]) -> list[str]:
    return [f"{'an' if each[0] in 'aeiou' else 'a'} {each}" for each in nouns]


def _register(here: _Here) -> Step:
    title, who = "Register of schools and colleges", _role("data-manager")
    as_at = store.institutions.register.as_at()
    if as_at is None:
        to_do = (
            "Load the establishments file of GIAS: on Imports, or with flask imports "
            "load establishments FILE."
        )
        return Step(title, who, "none", to_do, "data_team.imports")
    return Step(title, who, f"as at {say_date(as_at)}", page="data_team.imports")


def _published(here: _Here) -> Step:
    title, who = "DfE's published figures", _role("data-manager")
    tables = store.figures.published.tables()
    if not tables:
        to_do = (
            "Load the tables by authority that DfE publishes, so that figures have "
            "something beside them: on Published figures, or with flask published load."
        )
        return Step(title, who, "none", to_do, "data_team.import_published")
    newest = max(each.year for each in tables)
    return Step(title, who, f"{counted(len(tables), 'table')}, the newest of {newest}")


def _neighbours(here: _Here) -> Step:
    title, who = "Region and statistical neighbours", "an administrator"
    neighbours = here.chosen.neighbours_of(here.authority)
    region = here.chosen.region_of(here.authority)
    found = f"{region or 'no region'}, {counted(len(neighbours), 'neighbour')}"
    to_do = (
        ""
        if neighbours and region
        else "Choose the region and the authorities most like this one."
    )
    return Step(title, who, found, to_do, "admin.settings")


def _officer(here: _Here) -> Step:
    title, who = "Data protection officer and privacy notice", "an administrator"
    chosen = here.chosen
    wanted = {
        "the officer's name": chosen.officer_name,
        "the officer's email": chosen.officer_email,
        "who prepared the notice": chosen.prepared_by,
    }
    missing = [name for name, value in wanted.items() if not value]
    to_do = f"Enter {joined(missing)}." if missing else ""
    return Step(title, who, chosen.officer_name or "none", to_do, "admin.settings")


def _retention(here: _Here) -> Step:
    title, who = "Retention", _role("asset-owner")
    rules = falling_due.schedule(within=here.scope, authority=here.authority)
    proposed = sum(each.state == "proposed" for each in rules)
    found = f"{len(rules) - proposed} of {len(rules)} rules stand"
    to_do = (
        "Read the proposed rules and confirm each: until then it deletes nothing."
        if proposed
        else ""
    )
    return Step(title, who, found, to_do, "officer.retention")


def _agreements(here: _Here) -> Step:
    title, who = "Gateways and agreements", _role("asset-owner")
    live = [
        each
        for each in store.law.agreements.every(within=here.scope)
        if each.is_live(here.on)
    ]
    to_do = (
        ""
        if live
        else "Look at the gateways, and sign an agreement with each recipient of lists "
        "that no law alone allows."
    )
    found = f"{counted(len(live), 'agreement')} in force"
    return Step(title, who, found, to_do, "officer.agreements")


def _senders(here: _Here) -> Step:
    title, who = "Senders and their contacts", "an administrator"
    places = store.accounts.users.by_institution(within=here.scope)
    to_do = (
        ""
        if places
        else "Invite a user at each school and college, so that it sends its own lists "
        "and there is someone to write to."
    )
    found = (
        f"users at {counted(len(places), 'school or college', 'schools and colleges')}"
    )
    return Step(title, who, found, to_do, "admin.institutions")


def _files(here: _Here) -> Step:
    title, who = "The first files", _role("data-manager")
    feeds = Counter(
        each.feed
        for each in store.intake.import_batches.batches(within=here.scope)
        if each.status == Status.APPLIED and not FEEDS[each.feed].of_institutions
    )
    if not feeds:
        to_do = (
            "Load the monthly files of the earlier system, then the last school census "
            "of each school and the enrolments of each college."
        )
        return Step(title, who, "none", to_do, "data_team.imports")
    kinds = joined([FEEDS[each].title.lower() for each, _ in feeds.most_common(3)])
    return Step(title, who, f"{counted(feeds.total(), 'file')}, most of them {kinds}")


def _backup(here: _Here) -> Step:
    title, who = "A backup", _THOSE_WHO_RUN_IT
    last = last_backup.last(here.settings.var)
    if last is None:
        to_do = (
            "Set TRACKER_BACKUP and leave the worker running, or make one with flask "
            "backup TARGET. Keep the keys in a second place."
        )
        return Step(title, who, "none", to_do)
    return Step(title, who, f"the last of {say_date(day_at(last.at))}")


def _role(name: str) -> str:
    role: Role = ROLES[name]
    return f"the {role.title.lower()}"


#: The steps after the authority, its numbers and its look, in the order that works.
_STEPS: tuple[Callable[[_Here], Step], ...] = (
    *(_administrator, _users, _register, _published, _neighbours, _officer, _retention),
    *(_agreements, _senders, _files, _backup),
)
