"""Decisions on rows by identifiers, or by exact particulars.

The most trusted comes first: permanent UPN (current or former), ULN, young person's ID,
a temporary UPN with name and date of birth, and last equal name, date of birth and
postcode. An identifier decides only if the name and date of birth of its owner fit, and
no other person on record fits the row better (Feeds 2.6).

See decision 0109.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tracker.domain.history.person import Identity
from tracker.linkage.comparing.comparisons import (
    EXACT_NAME,
    OWN_NAME,
    Agreement,
    Level,
    Prepared,
    compare,
)
from tracker.linkage.comparing.reasons import decided, listed
from tracker.linkage.comparing.verdicts import (
    Candidate,
    Decision,
    Doubtful,
    Matched,
    ranked,
)
from tracker.linkage.decisions.chances import Chances
from tracker.linkage.decisions.weighing import Weighed, balance, candidate, weigh
from tracker.linkage.population.known_records import Population
from tracker.linkage.population.number_fits import disagreement
from tracker.linkage.population.own_name import (
    SPELLED_ALIKE,
    is_another_name,
    is_at_home,
    is_of_either_sex,
    is_one_name,
    is_proven,
)

MOST_SHARING = 20  # people compared for one identifier or one exact key
MOST_AT_HOME = 40  # people compared at the home of the row or of the number's owner
#: Below this share a person other than the number's owner is not shown.
_WORTH_SHOWING = 0.001

UPN = "UPN"
FORMER_UPN = "former UPN"
ULN = "ULN"
YPID = "YPID"
TEMPORARY_UPN = "temporary UPN, name and date of birth"
EXACT = "name, date of birth and postcode"

_IN_WORDS = {YPID: "young person's ID"}


@dataclass(frozen=True, slots=True)
class Listed:
    """A row of a list, beside the people on record and the chances of the list.

    People in ``apart`` are known not to be the row's and are left out.
    """

    row: Identity
    prepared: Prepared
    population: Population
    chances: Chances
    apart: Collection[int] = ()

    def by_identifiers(self) -> Decision | None:
        """The decision that the row's identifiers allow, or None if they allow none."""
        hits = self._hits()
        if not hits:
            return self._by_temporary_upn()
        owners = self._weighed(hits)
        if len(hits) > 1:
            return self._doubtful(
                f"{len(hits)} people on record share an identifier with this row, "
                "or its identifiers belong to different people.",
                owners,
                hits,
            )
        [(person, kinds)] = hits.items()
        [owner] = owners
        others = self._weighed(self._others(owner))
        held = self.population.prepared(person)
        problem = disagreement(self.prepared, held, owner.agreement, kinds)
        if problem is None and self._is_anothers(owner, kinds):
            problem = (
                f"The same {kinds[0]}, but the given name is one that others have: it "
                "may be a relative's number."
            )
        # Others fit the row better if they fit it at least as well as the owner.
        better = [one for one in others if one.likelihood >= owner.likelihood]
        if better:
            exact = any(one.agreement.is_exact for one in better)
            problem = (
                f"The {kinds[0]} is one person's, the name and date of birth are "
                "another's."
                if exact
                else f"The {kinds[0]} is one person's, but the row fits another better."
            )
        weighed = [owner, *self._with_number_of(owner, others)]
        rates = self.chances.rates
        if problem:
            # When one number of a relative is copied, the other hardly ever is.
            copied = rates.number_of_relative if len(kinds) > 1 else 1.0
            return self._doubtful(problem, weighed, hits, copied)
        of_number = rates.number_of_anybody / self.chances.people
        error = self._error(weighed, of_number, rates.number_of_relative)
        no_date = owner.agreement.born is Level.MISSING
        fitting = "name fitting" if no_date else "name and date of birth fitting"
        by = listed([_IN_WORDS.get(kind, kind) for kind in kinds])
        others_shown = self._candidates(weighed[1:], {})
        return self._matched(
            owner, kinds[0], error, f"{by}, with {fitting}", others_shown
        )

    def by_exact_particulars(self) -> Decision | None:
        """A match if exactly one person has this name, date of birth and postcode."""
        found = self.population.exactly(self.row)[:MOST_SHARING]
        weighed = self._weighed(found)
        if not weighed:
            return None
        if len(weighed) > 1:
            return self._doubtful(
                "More than one record has this name, date of birth and postcode.",
                weighed,
                {},
            )
        [only] = weighed
        if only.agreement.has_another_number:
            return self._doubtful(
                "Name, date of birth and postcode agree, an identifier does not.",
                weighed,
                {},
            )
        if self._may_be_short_for_a_twins(only.person):
            return None  # a line for "Eve" is Eve's, unless her twin is Evelyn
        if only.agreement.middle is Level.DIFFERENT:
            return None  # Muhammad Omar is not Muhammad Ali: weigh all similar people
        return self._matched(only, EXACT, self._error(weighed))

    def _matched(
        self,
        one: Weighed,
        level: str,
        error: float,
        by: str = "",
        others: tuple[Candidate, ...] = (),
    ) -> Matched:
        person = self.population.identity(one.person)
        reasons = decided(by or level, one.agreement, self.row, person)
        return Matched(one.person, level, 1 - error, reasons, error, others)

    def _doubtful(
        self,
        why: str,
        weighed: list[Weighed],
        hits: Mapping[int, list[str]],
        of_relative: float = 1.0,
    ) -> Doubtful:
        return Doubtful(self._candidates(weighed, hits, of_relative), (why,))

    def _weighed(self, people: Iterable[int]) -> list[Weighed]:
        return [
            weigh(self.prepared, person, self.population, self.chances)
            for person in people
            if person not in self.apart
        ]

    def _error(
        self, weighed: list[Weighed], of_number: float = 1.0, of_relative: float = 1.0
    ) -> float:
        """The chance that the row is not about the first of these people."""
        balanced = balance(
            weighed, self.chances, of_number=of_number, of_relative=of_relative
        )
        return balanced.error(weighed[0].person)

    def _neighbours(self, postcode: str, but: int) -> Iterator[Prepared]:
        """The other people at a home, as many as are compared."""
        for one in self.population.sharing("postcode", postcode)[:MOST_AT_HOME]:
            if one != but:
                yield self.population.prepared(one)

    def _may_be_short_for_a_twins(self, person: int) -> bool:
        """Whether the row's given name is also a short form of a twin's name."""
        row = self.prepared
        return any(
            twin.born == row.born
            and len(twin.given) > len(row.given)
            and bool(twin.given_links & row.given_links)
            for twin in self._neighbours(row.postcode, person)
        )

    def _is_anothers(self, owner: Weighed, kinds: Collection[str]) -> bool:
        """Whether the row has another child's name, unless its numbers exclude that."""
        row, held = self.prepared, self.population.prepared(owner.person)
        agreement = owner.agreement
        if agreement.given in EXACT_NAME:
            return False
        proven = is_proven(agreement, kinds)
        if proven and agreement.given is Level.SHORT_FORM:
            checked = is_of_either_sex(row, held, agreement) or not is_one_name(
                row.given, held.given
            )
        else:
            checked = not proven or agreement.given in SPELLED_ALIKE
        names = self.chances.names
        if checked and is_another_name(row, held, agreement, names, proven=proven):
            return True
        return is_at_home(row.given, self._neighbours(held.postcode, owner.person))

    def _others(self, owner: Weighed) -> list[int]:
        """People who may fit the row better than the owner of its number.

        They are those with its name and birthday. Unless the owner's given name and
        date of birth are the row's, they are also people of either home who share a
        name or the birthday with the row.
        """
        population = self.population
        found = dict.fromkeys(population.namesakes(self.row)[:MOST_SHARING])
        agreement = owner.agreement
        settled = agreement.given is Level.SAME and agreement.born is Level.SAME
        if not settled:
            held = population.prepared(owner.person)
            homes = dict.fromkeys(filter(None, (self.prepared.postcode, held.postcode)))
            for home in homes:
                for person in population.sharing("postcode", home)[:MOST_AT_HOME]:
                    if _shares_something(self.prepared, population.prepared(person)):
                        found[person] = None
        found.pop(owner.person, None)
        return list(found)

    def _with_number_of(self, owner: Weighed, others: list[Weighed]) -> list[Weighed]:
        """The others, each with the chance that their row carries the owner's number.

        A relative's number is copied now and then, a stranger's hardly ever.
        """
        rates = self.chances.rates
        held = self.population.prepared(owner.person)
        found = []
        for one in others:
            theirs = self.population.prepared(one.person)
            same_home = theirs.postcode == held.postcode
            related = same_home or bool(theirs.family_names & held.family_names)
            of_anybody = rates.number_of_anybody / self.chances.people
            copied = rates.number_of_relative if related else of_anybody
            found.append(replace(one, by_number=copied))
        return found

    def _candidates(
        self,
        weighed: list[Weighed],
        hits: Mapping[int, list[str]],
        of_relative: float = 1.0,
    ) -> tuple[Candidate, ...]:
        """The people worth showing, the likeliest first.

        Everybody with the row's number is shown, and everybody who agrees exactly.
        """
        if not weighed:
            return ()
        balanced = balance(weighed, self.chances, of_relative=of_relative)
        return ranked(
            [
                candidate(
                    self.row,
                    one,
                    balanced,
                    self.population,
                    [_IN_WORDS.get(kind, kind) for kind in hits.get(one.person, ())],
                )
                for one in weighed
                if one.person in hits
                or balanced.alone[one.person] >= _WORTH_SHOWING
                or one.agreement.is_exact
            ]
        )

    def _hits(self) -> dict[int, list[str]]:
        """The people who share trusted identifiers with the row, and which ones."""
        found: dict[int, list[str]] = {}
        row, population = self.prepared, self.population

        def note(people: Sequence[int], kind: str) -> None:
            for person in people[:MOST_SHARING]:
                if person in self.apart or kind in found.setdefault(person, []):
                    continue
                found[person].append(kind)

        for upn in sorted(row.upns):
            for person in population.sharing("upn", upn)[:MOST_SHARING]:
                current = population.identity(person).upn == upn == self.row.upn
                note([person], UPN if current else FORMER_UPN)
        note(population.sharing("uln", row.uln), ULN)
        for ypid in sorted(row.ypids):
            note(population.sharing("ypid", ypid), YPID)
        return found

    def _by_temporary_upn(self) -> Matched | None:
        """A match by temporary UPN, which counts only with name and date of birth."""
        found = set()
        for upn in self.prepared.temporary_upns:
            for person in self.population.sharing("upn", upn)[:MOST_SHARING]:
                agreement = compare(self.prepared, self.population.prepared(person))
                if (
                    person not in self.apart
                    and agreement.name_is_close
                    and agreement.given in OWN_NAME
                    and agreement.born is Level.SAME
                    and not agreement.has_another_number
                ):
                    found.add(person)
        if len(found) != 1:
            return None
        owners = self._weighed(found)
        rates = self.chances.rates
        error = self._error(owners, rates.number_of_anybody, rates.number_of_relative)
        return self._matched(owners[0], TEMPORARY_UPN, error)


def likeness(agreement: Agreement) -> float:
    """The share of fields on both sides that agree, for sorting a list."""
    levels = [getattr(agreement, field) for field in Agreement.__dataclass_fields__]
    given = [level for level in levels if level is not Level.MISSING]
    agreeing = [level for level in given if level is not Level.DIFFERENT]
    return round(len(agreeing) / len(given), 3) if given else 0.0


def _shares_something(row: Prepared, other: Prepared) -> bool:
    return (
        row.born_unordered == other.born_unordered
        or bool(row.given_names & other.given_names)
        or bool(row.family_parts & other.family_parts)
        or bool(row.given_links & other.given_links)
    )
