"""Places proposed for young people of the ledger who have none, and the answers.

A proposal, and each answer that changes how far it is, is an entry of evidence, so that
the ledger follows from it. Nothing is overwritten, and the newest is taken back first.
See decision 0205.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tracker import domain, store
from tracker.access import Scope
from tracker.actions.act import Act
from tracker.actions.history import double_submission, evidence
from tracker.actions.history.evidence import UserEvidence
from tracker.actions.history.known_person import unmerged_record
from tracker.actions.year import cohort_ledgers
from tracker.domain.history.evidence import Offer
from tracker.domain.reference import codes
from tracker.domain.year.allocation import (
    MOST,
    Answer,
    NewAnswer,
    NewProposal,
    Party,
    Standing,
    why_not,
)
from tracker.domain.year.ledger_steps import Name
from tracker.extensions import db
from tracker.refusal import Refusal, refuse
from tracker.store.accounts.audit import Action
from tracker.store.casework.place_proposals import PlaceAnswer, PlaceProposal
from tracker.store.figures.ledger_counts import Row
from tracker.store.history.ledger.owed_rows import Year

SOURCE = "allocated place"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A young person of a ledger, and why no place may be proposed for them.

    ``because`` is a sentence, "" where a place may be proposed.
    """

    row: Row
    because: str = ""


def candidates(
    people: Collection[int], year: Year, *, within: Scope
) -> list[Candidate]:
    """These people as far as they are in a ledger that is made, by name."""
    rows = store.figures.ledger_counts.of_people(people, year, within=within)
    waiting = store.casework.place_proposals.open_of(rows)
    listed = store.people.person_items.listed(rows)
    named = {
        person.id: person
        for person in store.people.records.records(sorted(rows), within=within)
    }
    found = []
    for person, row in rows.items():
        because = why_not(row.marks)
        if person in waiting:
            because = f"has an open proposal, at {waiting[person]}"
        elif named[person].details.get("withheld"):
            because = "is not named to schools and colleges"
        elif person not in listed:
            because = "is on no list any more"
        found.append(Candidate(row, f"{row.name} {because}." if because else ""))
    return found


def in_ledgers(person: int, *, on: date, within: Scope) -> dict[int, Row]:
    """A person's rows in the ledgers of a day that are made, by leaving year."""
    return store.figures.ledger_counts.of_person(
        person, cohort_ledgers.current(on), within=within
    )


def superseded(
    proposals: Sequence[PlaceProposal], rows: Mapping[int, Row]
) -> dict[int, str]:
    """What took the place of each of a person's proposals, in words, by its number.

    ``rows`` are theirs in the ledgers. An own offer or an arrival elsewhere supersedes
    a proposal, while it was not declined or taken back; an arrival there does not.
    """
    found = {
        each.id: _superseded_by(each, rows[each.left])
        for each in proposals
        if each.left in rows
    }
    return {number: words for number, words in found.items() if words}


def _superseded_by(proposal: PlaceProposal, row: Row) -> str:
    if proposal.is_taken_back or proposal.standing.is_declined:
        return ""
    for name, what in ((Name.ENROLLED, "Arrived"), (Name.OFFER, "Own offer")):
        if not _is_reached(row, name):
            continue
        step = row.steps.get(name, {})
        if step.get("place") == proposal.institution:
            return ""
        at = step.get("place_name")
        return f"{what} at {at}" if at else f"{what} elsewhere"
    return ""


def _is_reached(row: Row, name: Name) -> bool:
    return domain.year.funnel.Part.REACHED.has(row.marks, name)


def propose(
    people: Collection[int], new: NewProposal, left: int, *, within: Scope, act: Act
) -> list[int]:
    """Proposes one place for each of these people of the leaving year ``left``.

    Returns the numbers of the proposals. A form that was sent twice makes them once.
    Raises Refusal with every problem, also where one of the people may have none: then
    nothing is recorded.
    """
    wanted = sorted(set(people))
    register = store.institutions.register.directory()
    chosen = register.by_key(new.key) if new.key is not None else None
    found = list(domain.year.allocation.problems(new, chosen, act.on))
    years = {each.left: each for each in cohort_ledgers.current(act.on)}
    if left not in years:
        raise Refusal(f"There is no ledger of the leavers of {left} today.")
    if not wanted:
        found.append(("people", "Tick at least one young person."))
    elif len(wanted) > MOST:
        found.append(("people", f"Tick {MOST} young people or fewer."))
    with store.people.records.changing(act.authority):
        if not found:
            before = _sent_before(wanted, new, left, act)
            if before:
                return before
        cohort_ledgers.refresh(list(years.values()), within=within, on=act.on)
        those = candidates(wanted, years[left], within=within)
        found += [("people", each.because) for each in those if each.because]
        found += _outside(wanted, those)
        refuse(found)
        made = [_propose(each.row, new, left, act) for each in those]
        act.note(
            Action.PLACE_PROPOSED,
            f"place proposals {made[0]} to {made[-1]}",
            people=[each.row.person for each in those],
        )
    return made


def _outside(
    wanted: Sequence[int], those: Sequence[Candidate]
) -> Iterator[tuple[str, str]]:
    lacking = set(wanted) - {each.row.person for each in those}
    for person in sorted(lacking):
        yield "people", f"Young person {person} is not in this cohort any more."


def _sent_before(
    wanted: Sequence[int], new: NewProposal, left: int, act: Act
) -> list[int]:
    """The proposals of the first click, where the same form was sent twice."""
    found = [
        each
        for each in store.casework.place_proposals.since(
            act.at - double_submission.WITHIN, by=act.by, authority=act.authority
        )
        if each.closed_at is None
        and (each.institution, each.course, each.why, each.left)
        == (new.key, new.course, new.why, left)
    ]
    same = sorted(each.person_id for each in found) == list(wanted)
    return [each.id for each in found] if same else []


def _propose(row: Row, new: NewProposal, left: int, act: Act) -> int:
    assert new.at is not None and new.key is not None
    assert new.proposed_on is not None and new.due is not None
    offer = Offer(
        row.year_group,
        at=new.at,
        course=new.course or None,
        stage=codes.PROPOSED,
    )
    proposal = PlaceProposal(
        authority=act.authority,
        person_id=row.person,
        left=left,
        year_group=row.year_group,
        institution=new.key,
        institution_name=new.at.name or new.key,
        course=new.course,
        why=new.why,
        proposed_on=new.proposed_on,
        due=new.due,
        proposed_at=act.at,
        proposed_by=act.by,
        entry_id=_record(row.person, offer, new.proposed_on, act),
    )
    store.database.base.insert(proposal)
    return proposal.id


def _record(person: int, offer: Offer, on: date, act: Act) -> int:
    """An entry of one young person alone, so that each is taken back by itself."""
    learned = UserEvidence(person, (offer,), on, of_record=True)
    return evidence.record_inside([learned], source=SOURCE, act=act)


def answer(
    number: int, person: int, new: NewAnswer, *, within: Scope, act: Act
) -> None:
    """Records the answer of the provider or of the young person. Raises Refusal.

    A later answer of the same party counts from then on; the one before is kept.
    """
    with store.people.records.changing(act.authority):
        proposal = _locked(number, person, within)
        given = proposal.standing_answers.get(new.party)
        if given is not None and given.answer == new.answer:
            if given.recorded_by == act.by and _is_moments_ago(given, act):
                return  # a second click
            raise Refusal(f"The {new.party} has {given.answer} already.", "answer")
        refuse(
            domain.year.allocation.problems_of_answer(new, proposal.proposed_on, act.on)
        )
        assert new.answer is not None and new.on is not None
        then = _with(proposal.standing, new.party, new.answer)
        _may_be_open(proposal, person, then)
        entry = None
        if then.stage != proposal.standing.stage:
            entry = _stage(proposal, then.stage, new.on, act)
        store.database.base.insert(
            PlaceAnswer(
                proposal_id=proposal.id,
                party=new.party,
                answer=new.answer,
                answered_on=new.on,
                starts_on=new.starts_on,
                why=new.why,
                recorded_at=act.at,
                recorded_by=act.by,
                entry_id=entry,
            )
        )
        _settle(proposal, act)
        act.note(
            Action.PLACE_ANSWERED,
            f"person {person}",
            proposal=number,
            party=str(new.party),
            answer=str(new.answer),
        )


def _with(now: Standing, party: Party, given: Answer | None) -> Standing:
    if party is Party.PROVIDER:
        return replace(now, provider=given)
    return replace(now, young_person=given)


def _is_moments_ago(given: PlaceAnswer, act: Act) -> bool:
    return given.recorded_at >= act.at - double_submission.WITHIN


def _may_be_open(proposal: PlaceProposal, person: int, then: Standing) -> None:
    """Raises Refusal where a closed proposal would open beside another one."""
    if proposal.closed_at is None or then.is_closed:
        return
    others = store.casework.place_proposals.open_of([person])
    if others:
        raise Refusal(
            f"Another proposal is open, at {others[person]}. Take that one back first."
        )


def _stage(proposal: PlaceProposal, stage: str, on: date, act: Act) -> int:
    """An entry by which the place is at another stage; not before what is known of it.

    The statement is that of the proposal, so that both are about one place and course.
    """
    (first,) = store.casework.entries.statements_of(
        proposal.entry_id, proposal.person_id
    )
    assert isinstance(first, Offer)
    days = [proposal.proposed_on, on]
    days += [each.answered_on for each in proposal.answers if each.withdrawn_at is None]
    return _record(proposal.person_id, replace(first, stage=stage), max(days), act)


def take_back_answer(
    number: int, answered: int, person: int, *, within: Scope, act: Act
) -> None:
    """Takes back the newest answer of a proposal; what was before counts again.

    Raises Refusal, also for an answer that a later one follows.
    """
    with store.people.records.changing(act.authority):
        proposal = _locked(number, person, within)
        standing = [each for each in proposal.answers if each.withdrawn_at is None]
        if not any(each.id == answered for each in standing):
            raise Refusal("This has already been taken back.")
        newest = standing[-1]
        if newest.id != answered:
            raise Refusal("Take back the newer answer first.")
        before = [each for each in standing if each is not newest]
        _may_be_open(proposal, person, _standing(before))
        evidence.withdraw_inside(newest.entry_id, within=within, act=act)
        newest.withdrawn_at, newest.withdrawn_by = act.at, act.by
        _settle(proposal, act)
        act.note(
            Action.PLACE_ANSWER_WITHDRAWN,
            f"person {person}",
            proposal=number,
            party=newest.party,
        )


def _standing(answers: Sequence[PlaceAnswer]) -> Standing:
    found = Standing()
    for each in answers:
        found = _with(found, Party(each.party), Answer(each.answer))
    return found


def take_back(number: int, person: int, *, within: Scope, act: Act) -> None:
    """Takes back a whole proposal: it stays on record and counts no longer.

    Raises Refusal where it was taken back already.
    """
    with store.people.records.changing(act.authority):
        proposal = _locked(number, person, within)
        for each in reversed(proposal.answers):
            if each.withdrawn_at is None and each.entry_id is not None:
                evidence.withdraw_inside(each.entry_id, within=within, act=act)
        evidence.withdraw_inside(proposal.entry_id, within=within, act=act)
        proposal.taken_back_at, proposal.taken_back_by = act.at, act.by
        proposal.closed_at, proposal.closed_by = act.at, act.by
        act.note(Action.PLACE_TAKEN_BACK, f"person {person}", proposal=number)


def _locked(number: int, person: int, within: Scope) -> PlaceProposal:
    """A proposal that was not taken back, as it is now. Raises Refusal."""
    unmerged_record(person, within=within)
    proposal = store.casework.place_proposals.of_person(number, person)
    if proposal is None:
        raise Refusal(f"There is no proposal {number} of this young person.")
    db.session.refresh(proposal)
    if proposal.is_taken_back:
        raise Refusal("This proposal was taken back.")
    return proposal


def _settle(proposal: PlaceProposal, act: Act) -> None:
    """Closes the proposal when no answer is awaited, or opens it again."""
    db.session.flush()
    db.session.refresh(proposal)
    if proposal.standing.is_closed:
        if proposal.closed_at is None:
            proposal.closed_at, proposal.closed_by = act.at, act.by
    else:
        proposal.closed_at = proposal.closed_by = None
    db.session.flush()
