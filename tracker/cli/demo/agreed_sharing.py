"""The demo's agreements with a college and a support service, and one list shared."""

from collections.abc import Sequence
from datetime import date, timedelta

from tracker import actions, domain, store
from tracker.actions.act import Act
from tracker.cli import answer
from tracker.domain.history.members import Member
from tracker.domain.law.gateways import SUPPORT, PartyKind
from tracker.domain.reference.institution import Institution, InstitutionKind

#: An invented service; the list for it has at most so many young people.
SERVICE, _LISTED = "Canal Street Youth Hub", 12
_OFFICER, _OWNER = "officer", "owner"


def agree(members: Sequence[Member], authority: str, *, on: date) -> int:
    """Makes two agreements in force and one that waits; returns how many.

    ``members`` is everybody on the day. A list of some who are NEET is shared with the
    service.
    """
    law = actions.law
    hub = law.parties.named(PartyKind.SERVICE, SERVICE, by=authority)
    found = [
        _signed(
            hub,
            "work-list",
            "YH-01",
            ("name", "born", "phone", "status", "since"),
            authority,
            on=on,
            # Its review falls due soon, so that the work list shows one.
            review_on=on + timedelta(days=20),
        )
    ]
    for reference, college in zip(("AL-01", "AL-02"), colleges(members), strict=False):
        made = law.agreements.propose(
            law.parties.institution(college),
            SUPPORT,
            reference=reference,
            fields=("name", "born", "uln", "plan", "support", "previous"),
            starts=date(on.year, 9, 1) if on.month >= 9 else date(on.year - 1, 9, 1),
            ends=None,
            review_on=domain.law.agreements.a_year_after(on, None),
            act=_act(_OFFICER, authority, on),
        )
        if reference == "AL-01":
            law.agreements.sign(made.id, act=_act(_OWNER, authority, on))
        found.append(made.id)
    neet = [each.person for each in members if each.position.is_neet][:_LISTED]
    if neet:
        law.disclosing.disclose(
            hub,
            "work-list",
            what="Young people to reach this month",
            people=neet,
            fields=("name", "phone", "status"),
            act=_act(_OFFICER, authority, on),
        )
    return len(found)


def _signed(
    party: actions.law.parties.Party,
    gateway: str,
    reference: str,
    fields: Sequence[str],
    authority: str,
    *,
    on: date,
    review_on: date,
) -> int:
    made = actions.law.agreements.propose(
        party,
        gateway,
        reference=reference,
        fields=fields,
        starts=on - timedelta(days=200),
        ends=None,
        review_on=review_on,
        conditions="Deleted after four weeks, and passed on to no one.",
        act=_act(_OFFICER, authority, on),
    )
    actions.law.agreements.sign(made.id, act=_act(_OWNER, authority, on))
    return made.id


def colleges(members: Sequence[Member]) -> list[Institution]:
    """The colleges with most young people, the largest first."""
    register = store.institutions.register.directory()
    counts: dict[str, int] = {}
    for each in members:
        key = each.position.institution
        if key is not None:
            counts[key] = counts.get(key, 0) + 1
    known = (
        register.by_key(key) for key in sorted(counts, key=lambda k: (-counts[k], k))
    )
    return [
        each
        for each in known
        if each is not None and each.kind is InstitutionKind.FURTHER_EDUCATION
    ]


def _act(user: str, authority: str, on: date) -> Act:
    return Act(f"{user}@{store.reset.DOMAIN}", answer.now(), on, authority)
