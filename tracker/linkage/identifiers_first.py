"""Rows whose identifiers or exact particulars say whose they are: no scores here.

The order is that of trust: permanent UPN (or a former one), ULN, young person's ID, a
temporary UPN with name and date of birth, and last the name, date of birth and postcode
all the same. An identifier is believed when the person behind it looks right; when it
contradicts the name and the date of birth, somebody has to look.
"""

from collections.abc import Collection

from tracker.domain.person import Identity
from tracker.linkage.comparisons import (
    CLOSE_NAME,
    Agreement,
    Level,
    Prepared,
    all_names,
    compare,
)
from tracker.linkage.decisions import (
    Candidate,
    Decision,
    Doubtful,
    Matched,
    ranked,
)
from tracker.linkage.population import Population
from tracker.linkage.reasons import sentences

MOST_SHARING = 20  # people looked at behind one identifier or one exact key

UPN = "UPN"
FORMER_UPN = "former UPN"
ULN = "ULN"
YPID = "YPID"
TEMPORARY_UPN = "temporary UPN, name and date of birth"
EXACT = "name, date of birth and postcode"

_SAYS = {
    UPN: "The UPN is the same.",
    FORMER_UPN: "One has the other's UPN as a former UPN.",
    ULN: "The ULN is the same.",
    YPID: "The young person's ID is the same.",
}


def by_identifiers(
    row: Identity,
    prepared: Prepared,
    population: Population,
    apart: Collection[int] = (),
) -> Decision | None:
    """The decision that the row's identifiers allow, or None when they allow none.

    People in ``apart`` are known not to be this row's and are passed over.
    """
    hits = _hits(row, prepared, population, apart)
    if not hits:
        return _by_temporary_upn(prepared, population, apart)
    if len(hits) > 1:
        return Doubtful(
            ranked(
                [
                    _candidate(person, prepared, population, kinds)
                    for person, kinds in hits.items()
                ]
            ),
            (
                f"{len(hits)} people in the records share an identifier with this row, "
                "or its identifiers belong to different people.",
            ),
        )
    [(person, kinds)] = hits.items()
    agreement = compare(prepared, population.prepared(person))
    problem = disagreement(agreement, kinds)
    candidates = [_candidate(person, prepared, population, kinds)]
    if not agreement.name_is_close:
        namesakes = _exact_others(row, population, {person, *apart})
        if namesakes:
            problem = (
                f"The {kinds[0]} is one person's, the name and date of birth are "
                "another's."
            )
            candidates += [_candidate(one, prepared, population) for one in namesakes]
    if problem:
        return Doubtful(ranked(candidates), (problem,))
    return Matched(person, kinds[0], 1.0, candidates[0].reasons)


def disagreement(agreement: Agreement, kinds: Collection[str]) -> str | None:
    """Why an identifier in common is not believed, or None when it is.

    It is with the same date of birth or a similar family name (feeds page, 2.6), unless
    the rest says that it is somebody else: a twin of the other sex, a brother or sister
    whose number was copied, or a second identifier that disagrees.
    """
    shared = " and ".join(kinds)
    if agreement.born is Level.SAME:
        other_twin = (
            agreement.given is Level.DIFFERENT and agreement.sex is Level.DIFFERENT
        )
        stranger = (
            agreement.given is Level.DIFFERENT
            and agreement.family is Level.DIFFERENT
            and agreement.postcode in (Level.DISTRICT, Level.DIFFERENT)
        )
        right = not other_twin and not stranger
    else:
        right = (
            agreement.family in CLOSE_NAME and agreement.given is not Level.DIFFERENT
        )
    if not right:
        return f"The same {shared}, but name and date of birth are another person's."
    differing = [
        name
        for name, level in (("UPN", agreement.upn), ("ULN", agreement.uln))
        if level is Level.DIFFERENT
    ]
    certain = agreement.born is Level.SAME and agreement.name_is_close
    if differing and not certain:
        return f"The {shared} is the same, the {' and '.join(differing)} is not."
    return None


def by_exact_particulars(
    row: Identity,
    prepared: Prepared,
    population: Population,
    apart: Collection[int] = (),
) -> Decision | None:
    """Matched if exactly one person has this name, date of birth and postcode."""
    found = {
        person: None
        for person in population.exactly(row)[:MOST_SHARING]
        if person not in apart
    }
    if not found:
        return None
    candidates = [_candidate(person, prepared, population) for person in found]
    if len(found) > 1:
        return Doubtful(
            ranked(candidates),
            ("More than one record has this name, date of birth and postcode.",),
        )
    [person] = found
    agreement = compare(prepared, population.prepared(person))
    if Level.DIFFERENT in (agreement.upn, agreement.uln):
        return Doubtful(
            tuple(candidates),
            ("Name, date of birth and postcode agree, an identifier does not.",),
        )
    return Matched(person, EXACT, 0.9999, candidates[0].reasons)


def likeness(agreement: Agreement) -> float:
    """The share of the fields given on both sides that agree: for sorting a list."""
    levels = [getattr(agreement, field) for field in Agreement.__dataclass_fields__]
    given = [level for level in levels if level is not Level.MISSING]
    agreeing = [level for level in given if level is not Level.DIFFERENT]
    return round(len(agreeing) / len(given), 3) if given else 0.0


def _candidate(
    person: int, row: Prepared, population: Population, kinds: Collection[str] = ()
) -> Candidate:
    agreement = compare(row, population.prepared(person))
    reasons = dict.fromkeys([_SAYS[kind] for kind in kinds])
    reasons |= dict.fromkeys(sentences(agreement))
    if FORMER_UPN in kinds:
        reasons.pop(_SAYS[UPN], None)
    return Candidate(person, likeness(agreement), tuple(reasons))


def _hits(
    row: Identity, prepared: Prepared, population: Population, apart: Collection[int]
) -> dict[int, list[str]]:
    """Who shares a trusted identifier with the row, and which."""
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
    prepared: Prepared, population: Population, apart: Collection[int]
) -> Matched | None:
    """A temporary UPN counts only with the name and the date of birth."""
    found = {}
    for upn in prepared.temporary_upns:
        for person in population.by_upn.get(upn, ())[:MOST_SHARING]:
            agreement = compare(prepared, population.prepared(person))
            if (
                person not in apart
                and agreement.name_is_close
                and agreement.born is Level.SAME
                and Level.DIFFERENT not in (agreement.upn, agreement.uln)
            ):
                found[person] = agreement
    if len(found) != 1:
        return None
    [(person, agreement)] = found.items()
    return Matched(
        person,
        TEMPORARY_UPN,
        0.999,
        ("The temporary UPN is the same.", *sentences(agreement)),
    )


def _exact_others(
    row: Identity, population: Population, passed_over: Collection[int]
) -> list[int]:
    """Other people who have exactly this row's name and date of birth."""
    if row.born is None:
        return []
    found = {
        person
        for name in all_names(row)
        for person in population.by_name.get(name, ())
        if population.identity(person).born == row.born
    }
    return sorted(found - set(passed_over))[:MOST_SHARING]
