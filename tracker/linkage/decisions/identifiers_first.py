"""Decisions on rows by identifiers, or by exact particulars.

The most trusted comes first: permanent UPN (current or former), ULN, young person's ID,
a temporary UPN with name and date of birth, and last equal name, date of birth and
postcode. An identifier decides only if the name and date of birth of its owner fit, and
no other person on record fits the row better (Feeds 2.6).

See decision 0109.
"""

from collections.abc import Collection

from tracker.domain.history.person import Identity
from tracker.linkage.comparing.comparisons import (
    EXACT_NAME,
    Agreement,
    Level,
    Prepared,
    compare,
)
from tracker.linkage.comparing.reasons import compared, decided, listed
from tracker.linkage.comparing.verdicts import (
    Candidate,
    Decision,
    Doubtful,
    Matched,
    ranked,
)
from tracker.linkage.decisions.chances import Chances
from tracker.linkage.decisions.weighing import Weighed, balance, weigh
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


def by_identifiers(
    row: Identity,
    prepared: Prepared,
    population: Population,
    chances: Chances,
    apart: Collection[int] = (),
) -> Decision | None:
    """The decision that the row's identifiers allow, or None if they allow none.

    People in ``apart`` are known not to be the row's and are left out.
    """
    hits = _hits(row, prepared, population, apart)
    if not hits:
        return _by_temporary_upn(row, prepared, population, chances, apart)
    owners = [weigh(prepared, person, population, chances) for person in hits]
    if len(hits) > 1:
        return Doubtful(
            _candidates(row, owners, hits, population, chances),
            (
                f"{len(hits)} people on record share an identifier with this row, "
                "or its identifiers belong to different people.",
            ),
        )
    [(person, kinds)] = hits.items()
    [owner] = owners
    others = [
        weigh(prepared, other, population, chances)
        for other in _others(row, prepared, owner, population)
        if other not in apart
    ]
    held = population.prepared(person)
    problem = disagreement(prepared, held, owner.agreement, kinds)
    if problem is None and _is_anothers(
        prepared, person, owner.agreement, kinds, population, chances
    ):
        problem = (
            f"The same {kinds[0]}, but the given name is one that others have: it may "
            "be a relative's number."
        )
    better = [one for one in others if _explains_better(one, owner)]
    if better:
        exact = any(_is_exact(one.agreement) for one in better)
        problem = (
            f"The {kinds[0]} is one person's, the name and date of birth are another's."
            if exact
            else f"The {kinds[0]} is one person's, but the row fits another better."
        )
    weighed = [owner, *_with_number_of(owner, others, population, chances)]
    rates = chances.rates
    if problem:
        # When one number of a relative is copied, the other hardly ever is.
        copied = rates.number_of_relative if len(kinds) > 1 else 1.0
        return Doubtful(
            _candidates(row, weighed, hits, population, chances, copied), (problem,)
        )
    balanced = balance(
        weighed,
        chances,
        of_number=rates.number_of_anybody / chances.people,
        of_relative=rates.number_of_relative,
    )
    error = balanced.error(person)
    fitting = "name and date of birth fitting"
    if owner.agreement.born is Level.MISSING:
        fitting = "name fitting"
    by = listed([_IN_WORDS.get(kind, kind) for kind in kinds])
    return Matched(
        person,
        kinds[0],
        1 - error,
        decided(
            f"{by}, with {fitting}",
            owner.agreement,
            row,
            population.identity(person),
        ),
        error,
        _candidates(row, weighed[1:], {}, population, chances),
    )


def by_exact_particulars(
    row: Identity,
    prepared: Prepared,
    population: Population,
    chances: Chances,
    apart: Collection[int] = (),
) -> Decision | None:
    """A match if exactly one person has this name, date of birth and postcode."""
    found = {
        person: None
        for person in population.exactly(row)[:MOST_SHARING]
        if person not in apart
    }
    if not found:
        return None
    weighed = [weigh(prepared, person, population, chances) for person in found]
    if len(found) > 1:
        return Doubtful(
            _candidates(row, weighed, {}, population, chances),
            ("More than one record has this name, date of birth and postcode.",),
        )
    [only] = weighed
    if Level.DIFFERENT in (only.agreement.upn, only.agreement.uln):
        return Doubtful(
            _candidates(row, weighed, {}, population, chances),
            ("Name, date of birth and postcode agree, an identifier does not.",),
        )
    if _may_be_short_for_a_twins(prepared, only.person, population):
        return None  # a line for "Eve" is Eve's, unless her twin is Evelyn
    if only.agreement.middle is Level.DIFFERENT:
        return None  # Muhammad Omar is not Muhammad Ali: weigh all similar people
    error = balance(weighed, chances).error(only.person)
    return Matched(
        only.person,
        EXACT,
        1 - error,
        decided(EXACT, only.agreement, row, population.identity(only.person)),
        error,
    )


def _may_be_short_for_a_twins(
    row: Prepared, person: int, population: Population
) -> bool:
    """Whether the row's given name is also a short form of a twin's name."""
    at_home = population.by_postcode.get(row.postcode, ())[:MOST_AT_HOME]
    twins = (population.prepared(one) for one in at_home if one != person)
    return any(
        twin.born == row.born
        and len(twin.given) > len(row.given)
        and bool(twin.given_links & row.given_links)
        for twin in twins
    )


def likeness(agreement: Agreement) -> float:
    """The share of fields on both sides that agree, for sorting a list."""
    levels = [getattr(agreement, field) for field in Agreement.__dataclass_fields__]
    given = [level for level in levels if level is not Level.MISSING]
    agreeing = [level for level in given if level is not Level.DIFFERENT]
    return round(len(agreeing) / len(given), 3) if given else 0.0


def _is_anothers(
    row: Prepared,
    person: int,
    agreement: Agreement,
    kinds: Collection[str],
    population: Population,
    chances: Chances,
) -> bool:
    """Whether the row has another child's name, unless its numbers exclude that."""
    held = population.prepared(person)
    if agreement.given in EXACT_NAME:
        return False
    proven = is_proven(agreement, kinds)
    if proven and agreement.given is Level.SHORT_FORM:
        checked = is_of_either_sex(row, held, agreement) or not is_one_name(
            row.given, held.given
        )
    else:
        checked = not proven or agreement.given in SPELLED_ALIKE
    if checked and is_another_name(row, held, agreement, chances.names, proven=proven):
        return True
    at_home = population.by_postcode.get(held.postcode, ())[:MOST_AT_HOME]
    return is_at_home(
        row.given, (population.prepared(one) for one in at_home if one != person)
    )


def _is_exact(agreement: Agreement) -> bool:
    return agreement.name_is_exact and agreement.born is Level.SAME


def _explains_better(other: Weighed, owner: Weighed) -> bool:
    """Whether a person fits the row at least as well as the owner of its number."""
    return other.likelihood >= owner.likelihood


def _others(
    row: Identity, prepared: Prepared, owner: Weighed, population: Population
) -> list[int]:
    """People who may fit the row better than the owner of its number.

    They are those with its name and birthday. Unless the owner's given name and date of
    birth are the row's, they are also people of either home who share a name or the
    birthday with the row.
    """
    found = dict.fromkeys(population.namesakes(row)[:MOST_SHARING])
    agreement = owner.agreement
    settled = agreement.given is Level.SAME and agreement.born is Level.SAME
    if not settled:
        held = population.prepared(owner.person)
        homes = dict.fromkeys(filter(None, (prepared.postcode, held.postcode)))
        for home in homes:
            for person in population.by_postcode.get(home, ())[:MOST_AT_HOME]:
                if _shares_something(prepared, population.prepared(person)):
                    found[person] = None
    found.pop(owner.person, None)
    return list(found)


def _shares_something(row: Prepared, other: Prepared) -> bool:
    return (
        row.born_unordered == other.born_unordered
        or bool(row.given_names & other.given_names)
        or bool(row.family_parts & other.family_parts)
        or bool(row.given_links & other.given_links)
    )


def _with_number_of(
    owner: Weighed, others: list[Weighed], population: Population, chances: Chances
) -> list[Weighed]:
    """The others, each with the chance that their row carries the owner's number.

    A relative's number is copied now and then, a stranger's hardly ever.
    """
    rates = chances.rates
    held = population.prepared(owner.person)
    found = []
    for one in others:
        theirs = population.prepared(one.person)
        related = theirs.postcode == held.postcode or bool(
            theirs.family_names & held.family_names
        )
        copied = (
            rates.number_of_relative
            if related
            else rates.number_of_anybody / chances.people
        )
        found.append(
            Weighed(one.person, one.agreement, one.likelihood, one.relative, copied)
        )
    return found


def _candidates(
    row: Identity,
    weighed: list[Weighed],
    hits: dict[int, list[str]],
    population: Population,
    chances: Chances,
    of_relative: float = 1.0,
) -> tuple[Candidate, ...]:
    """The people worth showing, the likeliest first.

    Everybody with the row's number is shown, and everybody who agrees exactly.
    """
    if not weighed:
        return ()
    balanced = balance(weighed, chances, of_relative=of_relative)
    return ranked(
        [
            Candidate(
                one.person,
                round(balanced.shares[one.person], 6),
                compared(
                    one.agreement,
                    row,
                    population.identity(one.person),
                    [_IN_WORDS.get(kind, kind) for kind in hits.get(one.person, ())],
                ),
            )
            for one in weighed
            if one.person in hits
            or balanced.alone[one.person] >= _WORTH_SHOWING
            or _is_exact(one.agreement)
        ]
    )


def _hits(
    row: Identity, prepared: Prepared, population: Population, apart: Collection[int]
) -> dict[int, list[str]]:
    """The people who share trusted identifiers with the row, and which ones."""
    found: dict[int, list[str]] = {}

    def note(people: list[int] | None, kind: str) -> None:
        for person in (people or ())[:MOST_SHARING]:
            if person not in apart and kind not in found.setdefault(person, []):
                found[person].append(kind)

    for upn in sorted(prepared.upns):
        for person in population.by_upn.get(upn, ())[:MOST_SHARING]:
            current = population.identity(person).upn == upn == row.upn
            note([person], UPN if current else FORMER_UPN)
    note(population.by_uln.get(prepared.uln), ULN)
    for ypid in sorted(prepared.ypids):
        note(population.by_ypid.get(ypid), YPID)
    return found


def _by_temporary_upn(
    row: Identity,
    prepared: Prepared,
    population: Population,
    chances: Chances,
    apart: Collection[int],
) -> Matched | None:
    """A match by temporary UPN, which counts only with name and date of birth."""
    found = {}
    for upn in prepared.temporary_upns:
        for person in population.by_upn.get(upn, ())[:MOST_SHARING]:
            agreement = compare(prepared, population.prepared(person))
            if (
                person not in apart
                and agreement.name_is_close
                and agreement.given in (*EXACT_NAME, Level.PART, Level.SHORT_FORM)
                and agreement.born is Level.SAME
                and Level.DIFFERENT not in (agreement.upn, agreement.uln)
            ):
                found[person] = agreement
    if len(found) != 1:
        return None
    [person] = found
    owner = weigh(prepared, person, population, chances)
    rates = chances.rates
    error = balance(
        [owner],
        chances,
        of_number=rates.number_of_anybody,
        of_relative=rates.number_of_relative,
    ).error(person)
    reasons = decided(TEMPORARY_UPN, owner.agreement, row, population.identity(person))
    return Matched(person, TEMPORARY_UPN, 1 - error, reasons, error)
