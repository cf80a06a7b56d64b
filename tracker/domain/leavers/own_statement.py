"""Statements by an institution itself, and when they give it sight of a young person.

A list that a college's user sends is evidence like any other. It does not let the
college see a young person. Otherwise a user who knows a name and a birthday could send
a list of one line and read where that person is. Another source has to place them
there. Or the college has to give their name, birthday and a number (UPN or ULN) as
another source gave them. Even then it sees nothing of the times at which another source
has them at some other institution.

See decision 0115.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from tracker.domain.history.details.attribution import Line, key_by, line_of
from tracker.domain.history.evidence import Detail, Doing, Evidence
from tracker.domain.history.identity import name_forms
from tracker.domain.history.members import Member
from tracker.domain.history.stays import Resolve

#: The sources of statements that an institution's user makes on a form.
NOTICE, UNCHANGED = "leaving notice", "nothing has changed"
CORRECTION = "school's correction"
FORMS = frozenset({NOTICE, UNCHANGED, CORRECTION})

#: The details that hold a number, and the field of each.
_NUMBERS = {"upn": "upn", "former upn": "upn", "uln": "uln"}


def is_form(item: Evidence) -> bool:
    """Whether an institution's user made the statement on a form."""
    return item.source.batch is None and item.source.name in FORMS


@dataclass(frozen=True)
class OwnStatements:
    """Statements that the users of institutions sent themselves.

    ``sender_of`` gives for each such batch the institution (key) whose user sent it.
    """

    sender_of: Mapping[int, str]

    def is_of(self, item: Evidence) -> bool:
        """Whether an institution's user made the statement."""
        batch = item.source.batch
        return is_form(item) if batch is None else batch in self.sender_of

    def proven(self, evidence: Sequence[Evidence], resolve: Resolve) -> list[Evidence]:
        """The evidence about one person that decides what an institution sees.

        An institution's own statements are left out, unless one of its lines has a
        number, a name and the birthday that other sources gave. Its report that they
        left counts all the same, where other sources had them there.
        """
        own = [item for item in evidence if self.is_of(item)]
        if not own:
            return list(evidence)
        others = _OthersIdentity([it for it in evidence if not self.is_of(it)])
        lines: dict[Line, list[Evidence]] = defaultdict(list)
        for item in own:
            lines[line_of(item.source)].append(item)
        knowing = {
            self.sender_of[batch]
            for (batch, *_), line in lines.items()
            if batch is not None and others.is_identified_by(line)
        }
        # Without evidence of others there is nothing that it could end.
        return self._counted(evidence, knowing, resolve) if others.evidence else []

    def as_seen_by(
        self, institution: str, evidence: Sequence[Evidence], resolve: Resolve
    ) -> list[Evidence]:
        """The evidence about one person that gives an institution (key) sight of them.

        Its own statements are left out, unless one of its lines has a number, a name
        and the birthday that other sources gave.
        """
        own = [
            item
            for item in evidence
            if self.is_of(item) and self._sender(item, resolve) == institution
        ]
        if not own:
            return list(evidence)
        others = _OthersIdentity([it for it in evidence if not self.is_of(it)])
        lines: dict[Line, list[Evidence]] = defaultdict(list)
        for item in own:
            lines[line_of(item.source)].append(item)
        if any(others.is_identified_by(line) for line in lines.values()):
            return list(evidence)
        left_out = set(map(id, own))
        return [item for item in evidence if id(item) not in left_out]

    def of_others(
        self, evidence: Sequence[Evidence], resolve: Resolve
    ) -> list[Evidence]:
        """The evidence of others about one person, with the reports that they left."""
        return self._counted(evidence, frozenset(), resolve)

    def _counted(
        self, evidence: Sequence[Evidence], knowing: Collection[str], resolve: Resolve
    ) -> list[Evidence]:
        found = []
        for item in evidence:
            if not self.is_of(item) or self._sender(item, resolve) in knowing:
                found.append(item)
            elif (left := _left(item)) is not None:
                found.append(left)
        return found

    def _sender(self, item: Evidence, resolve: Resolve) -> str | None:
        """The sender of a statement; for a form, the institution that it is about."""
        if item.source.batch is not None:
            return self.sender_of[item.source.batch]
        return key_by(getattr(item.statement, "at", None), resolve)


def _left(item: Evidence) -> Evidence | None:
    """The statement reduced to a leaving by its last day, None where it has no end."""
    doing = item.statement
    if not isinstance(doing, Doing) or doing.ends is None:
        return None
    only = Doing(None, at=doing.at, ends=min(doing.ends, item.as_at), gone_by=True)
    return item._replace(statement=only)


def seen(member: Member, by_others: Member | None) -> Member:
    """The member that institutions may see on a day, of two ways to count them.

    ``by_others`` is the member from the evidence of others. A number is no secret:
    where other sources have them elsewhere, the statement of an institution that knows
    the number is not enough.
    """
    if by_others is None or by_others.position.is_not_known:
        return member
    one, other = member.position.institution, by_others.position.institution
    return member if one is None or one == other else by_others


@dataclass(frozen=True)
class _OthersIdentity:
    """The identity of a person from the evidence of others."""

    evidence: list[Evidence]

    @cached_property
    def numbers(self) -> frozenset[tuple[str, str]]:
        return _numbers(self.evidence)

    def is_identified_by(self, line: Sequence[Evidence]) -> bool:
        """Whether a line has a number of theirs, their name and their birthday."""
        return (
            not self.numbers.isdisjoint(_numbers(line))
            and not _born(self.evidence).isdisjoint(_born(line))
            and any(
                name_forms.is_variant(given, one) and name_forms.is_variant(family, two)
                for given, family in _names(line)
                for one, two in _names(self.evidence)
            )
        )


def _details(evidence: Iterable[Evidence], *about: str) -> Iterable[Detail]:
    for item in evidence:
        detail = item.statement
        if isinstance(detail, Detail) and detail.about in about:
            yield detail


def _numbers(evidence: Iterable[Evidence]) -> frozenset[tuple[str, str]]:
    return frozenset(
        (_NUMBERS[detail.about], number)
        for detail in _details(evidence, *_NUMBERS)
        if (number := detail.get(_NUMBERS[detail.about]))
    )


def _born(evidence: Iterable[Evidence]) -> frozenset[str]:
    found = (detail.get("born") for detail in _details(evidence, "birth"))
    return frozenset(born for born in found if born)


def _names(evidence: Iterable[Evidence]) -> set[tuple[str, str]]:
    details = list(_details(evidence, "name", "other name"))
    givens = {given for each in details if (given := each.get("given"))}
    families = {family for each in details if (family := each.get("family"))}
    return {(given, family) for given in givens for family in families}
