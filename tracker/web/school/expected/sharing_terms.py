"""What binds a school or college and the council: each law and agreement, in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from flask import render_template
from flask.typing import ResponseReturnValue

from tracker import actions
from tracker.access import Permission
from tracker.actions.law import parties
from tracker.domain.law.agreements import State
from tracker.domain.law.gateways import FIELDS, GATEWAYS, Direction, Gateway, PartyKind
from tracker.store.law.agreements import Agreement
from tracker.web.acting import act, today
from tracker.web.guard import requires
from tracker.web.school import bp, own_institution


@dataclass(frozen=True, slots=True)
class Way:
    """One gateway as the institution reads it, with its agreements that matter today.

    ``suspended_since`` is the day since which nothing goes out by it.
    """

    gateway: Gateway
    agreements: tuple[Agreement, ...]
    suspended_since: date | None

    @property
    def is_out(self) -> bool:
        return self.gateway.direction is Direction.OUT

    @property
    def fields(self) -> str:
        """The most that may pass, or what a live agreement lets through of it."""
        agreed = {name for each in self.agreements for name in each.fields}
        return labels(agreed or self.gateway.fields)


def labels(fields: set[str] | tuple[str, ...] | list[str]) -> str:
    """The fields in words, in the order of a file's columns."""
    return ", ".join(each.label for name, each in FIELDS.items() if name in fields)


def _ways() -> Iterator[Way]:
    party = parties.institution(own_institution.mine())
    for gateway in GATEWAYS.values():
        if gateway.party is not PartyKind.INSTITUTION:
            continue
        signed = actions.law.agreements.with_party(gateway, party, act=act())
        yield Way(
            gateway,
            tuple(
                each
                for each in signed
                if each.state(today()) in (State.LIVE, State.NOT_BEGUN)
            ),
            actions.law.suspending.closed_since(gateway, act=act()),
        )


@bp.get("/sharing")
@requires(Permission.SEE_EXPECTED)
def sharing_terms() -> ResponseReturnValue:
    # Agreements are the council's table; those read are with this institution alone.
    with own_institution.as_council():
        ways = list(_ways())
    return render_template(
        "school/expected/terms.html",
        institution=own_institution.mine(),
        out=[each for each in ways if each.is_out],
        into=[each for each in ways if not each.is_out],
        labels=labels,
        today=today(),
    )
