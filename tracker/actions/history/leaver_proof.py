"""The check that a leaver of an institution is proven by more than its own statement.

See decision 0115.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property

from tracker import domain, store
from tracker.domain.history.evidence import Evidence
from tracker.domain.history.members import Member
from tracker.domain.history.membership import fold
from tracker.domain.leavers.own_statement import OwnStatements, is_form

Days = Mapping[date, Member]


def own_statements(authority: str) -> OwnStatements:
    """What the users of an authority's institutions stated themselves."""
    register = store.institutions.register.directory()
    return OwnStatements(
        {
            batch: store.institutions.institution_keys.institution_of(key, register).key
            for batch, key in store.intake.sendings.sender_of(authority).items()
        }
    )


class Proven:
    """The members that an institution may see, once evidence beyond its own supports
    them (``domain.leavers.own_statement``)."""

    def __init__(self, authority: str) -> None:
        self._authority = authority
        self._register = store.institutions.register.directory()

    @cached_property
    def _own(self) -> OwnStatements:
        return own_statements(self._authority)

    def includes_own_statement(self, evidence: Sequence[Evidence]) -> bool:
        """Whether the evidence includes an institution's own statement."""
        # Most of what advisers record stands on no list, and no form of an institution.
        sent = [it for it in evidence if it.source.batch is not None or is_form(it)]
        return bool(sent) and any(map(self._own.is_of, sent))

    def members(
        self, person: int, evidence: Sequence[Evidence], days: Sequence[date]
    ) -> Days | None:
        """A young person on each of the days, as far as an institution may see them.

        None if the evidence includes no institution's own statement, because then all
        of it counts.
        """
        if not self.includes_own_statement(evidence):
            return None
        resolve = self._register.resolve
        enough = self._own.proven(evidence, resolve)
        of_others = self._own.of_others(evidence, resolve)
        members = self._on(person, enough, days)
        if enough != of_others:
            others = self._on(person, of_others, days)
            members = {
                day: domain.leavers.own_statement.seen(member, others.get(day))
                for day, member in members.items()
            }
        return members

    def _on(
        self, person: int, evidence: Sequence[Evidence], days: Sequence[date]
    ) -> dict[date, Member]:
        folded = fold(
            person, self._authority, evidence, on=days, resolve=self._register.resolve
        )
        return {each.as_of: each for each in folded.members} if folded else {}
