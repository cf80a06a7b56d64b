"""What an institution says of itself, and when that is enough for it to see somebody.

A list that a college's user sends makes a history like any other. It gives that college
no sight of a young person: whoever knows a name and a birthday could otherwise send a
list of one line and read where somebody is. Another source has to place them there, or
the college has to know a number of theirs that others gave, for a time at which no
other source has them elsewhere.

See decision 0115.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from tracker.domain.history.details.attribution import Line, key_by, line_of
from tracker.domain.history.evidence import Detail, Doing, Evidence
from tracker.domain.history.identity import name_forms
from tracker.domain.history.members import Member
from tracker.domain.history.stays import Resolve

#: The sources of what an institution's user says by a form.
NOTICE, UNCHANGED = "leaving notice", "nothing has changed"
CORRECTION = "school's correction"
FORMS = frozenset({NOTICE, UNCHANGED, CORRECTION})

#: The details that hold a number, and the field of each.
_NUMBERS = {"upn": "upn", "former upn": "upn", "uln": "uln"}


@dataclass(frozen=True)
class OwnStatements:
    """What institutions said by themselves, without anybody else's hand in it.

    ``sender_of`` names for each such batch the institution (key) whose user sent it.
    """

    sender_of: Mapping[int, str]

    def is_of(self, item: Evidence) -> bool:
        """Whether an institution's user said it."""
        source = item.source
        if source.batch is None:
            return source.name in FORMS
        return source.batch in self.sender_of

    def proven(self, evidence: Sequence[Evidence], resolve: Resolve) -> list[Evidence]:
        """The evidence of one person that may decide what an institution sees of them.

        An institution's own word is left out unless one of its lines had a number, a
        name and the birthday that others gave. That somebody left is believed of it all
        the same, so far as others had them there.
        """
        own = [item for item in evidence if self.is_of(item)]
        if not own:
            return list(evidence)
        others = _Known(item for item in evidence if not self.is_of(item))
        lines: dict[Line, list[Evidence]] = defaultdict(list)
        for item in own:
            lines[line_of(item.source)].append(item)
        knowing = {
            self.sender_of[batch]
            for (batch, *_), told in lines.items()
            if batch is not None and others.is_known_by(told)
        }
        # Without anybody else's word nothing is left to end.
        return self._told(evidence, knowing, resolve) if others.told else []

    def of_others(
        self, evidence: Sequence[Evidence], resolve: Resolve
    ) -> list[Evidence]:
        """What others say of one person, and that they left where they were."""
        return self._told(evidence, frozenset(), resolve)

    def _told(
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
        """Who said it; of a form, the institution that it speaks of."""
        if item.source.batch is not None:
            return self.sender_of[item.source.batch]
        return key_by(getattr(item.statement, "at", None), resolve)


def _left(item: Evidence) -> Evidence | None:
    """The statement as one that they had left by a day, where it says so."""
    doing = item.statement
    if not isinstance(doing, Doing) or doing.ends is None:
        return None
    only = Doing(None, at=doing.at, ends=min(doing.ends, item.as_at), gone_by=True)
    return item._replace(statement=only)


def seen(member: Member, by_others: Member | None) -> Member:
    """Somebody on a day as institutions may see them, of two ways to count them there.

    A number is no secret: where other sources know that they were elsewhere, the word
    of an institution that has it is not enough.
    """
    if by_others is None or by_others.position.is_not_known:
        return member
    one, other = member.position.institution, by_others.position.institution
    return member if one is None or one == other else by_others


@dataclass
class _Known:
    """Who others say that somebody is."""

    told: list[Evidence] = field(default_factory=list)

    def __init__(self, told: Iterable[Evidence]) -> None:
        self.told = list(told)

    @cached_property
    def numbers(self) -> frozenset[tuple[str, str]]:
        return _numbers(self.told)

    def is_known_by(self, line: Sequence[Evidence]) -> bool:
        """Whether a line had a number of theirs, their name and their birthday."""
        return (
            not self.numbers.isdisjoint(_numbers(line))
            and not _born(self.told).isdisjoint(_born(line))
            and any(
                name_forms.is_variant(given, one) and name_forms.is_variant(family, two)
                for given, family in _names(line)
                for one, two in _names(self.told)
            )
        )


def _details(told: Iterable[Evidence], *about: str) -> Iterable[Detail]:
    for item in told:
        detail = item.statement
        if isinstance(detail, Detail) and detail.about in about:
            yield detail


def _numbers(told: Iterable[Evidence]) -> frozenset[tuple[str, str]]:
    return frozenset(
        (_NUMBERS[detail.about], number)
        for detail in _details(told, *_NUMBERS)
        if (number := detail.get(_NUMBERS[detail.about]))
    )


def _born(told: Iterable[Evidence]) -> frozenset[str]:
    found = (detail.get("born") for detail in _details(told, "birth"))
    return frozenset(born for born in found if born)


def _names(told: Iterable[Evidence]) -> set[tuple[str, str]]:
    details = list(_details(told, "name", "other name"))
    givens = {given for each in details if (given := each.get("given"))}
    families = {family for each in details if (family := each.get("family"))}
    return {(given, family) for given in givens for family in families}
