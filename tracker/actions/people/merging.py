"""Records of one person: merged, and separated again.

See decisions 0059 and 0120.
"""

from collections.abc import Sequence

from tracker import store
from tracker.access import Scope
from tracker.actions.act import Act
from tracker.actions.history import by_hand, evidence
from tracker.actions.intake import late_restrictions
from tracker.actions.intake.questions import sixteenth_birthdays
from tracker.actions.intake.questions.sixteenth_birthdays import Say, silent
from tracker.actions.people import confidential_addresses, merge_choice
from tracker.actions.people.merge_choice import IdentityChoice
from tracker.domain.people.contradictions import contradictions
from tracker.extensions import db
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.store.people.merges import Merge


class Contradicting(Refusal):
    """The records contradict each other, and the user gave no reason why they are one
    person all the same.
    """


def merge(
    survivor: int,
    others: Sequence[int],
    *,
    within: Scope,
    act: Act,
    because: str | None = None,
    choice: IdentityChoice | None = None,
    say: Say = silent,
) -> Merge:
    """Merges any number of records into one person, who is known under ``survivor``.

    Every record keeps its own evidence, so that ``unmerge`` restores all of them.
    ``because`` is the reason why records that contradict each other are one person all
    the same. It is stored with the merge, and None if there was no user to give it.
    ``choice`` names the records whose names and date of birth are kept; without it the
    best source counts. ``say`` gets what the date of birth makes of restrictions.
    Raises refusal.Refusal, and Contradicting if the user could have given a reason and
    did not.
    """
    choice = choice or IdentityChoice()
    with store.database.base.transaction():
        kept = _held(survivor, within)
        losers = [_standing(number, within) for number in dict.fromkeys(others)]
        if not losers or any(loser.id == kept.id for loser in losers):
            raise Refusal("Give at least one other young person to merge.")
        if any(loser.authority != kept.authority for loser in losers):
            raise Refusal("Records of two authorities cannot be merged.")
        among = (kept, *losers)
        if not choice.records <= {each.id for each in among}:
            raise Refusal(
                "The names and the date of birth must be those of a record that is "
                "merged."
            )
        against = contradictions([each.identity for each in among])
        if against and because is not None and not because.strip():
            raise Contradicting(" ".join(map(str, against)))
        records = store.history.merged_records.records_of(loser.id for loser in losers)
        merge = Merge(
            authority=kept.authority,
            survivor=kept.id,
            moved=[
                [record, None if record == under else under]
                for record, under in sorted(records.items())
            ],
            merged_on=act.on,
            merged_by=act.by,
            because=(because or "").strip(),
        )
        db.session.add(merge)
        marks = confidential_addresses.marked(among)
        with sixteenth_birthdays.followed(
            [each.id for each in among], within=within, act=act, say=say
        ):
            store.people.merges.move((record, kept.id, act.on) for record in records)
            store.history.forgetting.forget(records)
            store.history.leaver_rows.forget(records)
            store.people.identity_questions.forget(records)
            merge.entry_id = merge_choice.record(
                choice, among, survivor=kept.id, act=act
            )
            # A No in one record also restricts what its institution sent about others.
            late_restrictions.refold({kept.id}, kept.authority, on=act.on)
        confidential_addresses.keep(marks, kept.id, act=act)
        # The month's return reports each merged record as a duplicate.
        store.history.days.mark_stale(kept.authority)
        act.note(Action.PEOPLE_MERGED, f"person {kept.id}", merged=sorted(records))
    return merge


def unmerge(survivor: int, *, within: Scope, act: Act, say: Say = silent) -> list[int]:
    """Undoes the newest merge into a person; returns the records that it restores.

    Raises refusal.Refusal if there is none to undo.
    """
    with store.database.base.transaction():
        kept = _held(survivor, within)
        merge = store.people.merges.last_merge(kept.id)
        if merge is None:
            raise Refusal(f"No record was merged into young person {kept.id}.")
        moved: list[tuple[int, int | None]] = [
            (int(record), under)  # type: ignore[arg-type]
            for record, under in merge.moved
        ]
        restored = [record for record, under in moved if under is None]
        with sixteenth_birthdays.followed(
            [kept.id, *restored], within=within, act=act, say=say
        ):
            store.people.merges.move(
                (record, under, merge.merged_on if under is not None else None)
                for record, under in moved
            )
            merge.parted_by = act.by
            evidence.withdraw_inside(merge.entry_id, within=within, act=act)
            store.history.forgetting.forget(record for record, _ in moved)
            # A Yes in the evidence of one record no longer counts for the other.
            late_restrictions.refold({kept.id, *restored}, kept.authority, on=act.on)
        confidential_addresses.settle([kept.id, *restored], act=act)
        store.history.days.mark_stale(kept.authority)
        act.note(Action.PEOPLE_UNMERGED, f"person {kept.id}", restored=restored)
    return restored


def _held(number: int, within: Scope) -> store.people.records.Person:
    """A record that was not merged, once no other action holds the authority's people.

    Otherwise, if two users merged at once, one would merge A into B and the other B
    into A.
    """
    found = by_hand.known_person(number, within=within)
    store.people.records.lock(found.authority)
    return _standing(number, within)


def _standing(number: int, within: Scope) -> store.people.records.Person:
    found = by_hand.known_person(number, within=within)
    # Another user may have merged it since it was read here.
    db.session.refresh(found)
    if found.merged_into is not None:
        raise Refusal(
            f"Record {number} has already been merged into young person "
            f"{found.merged_into}."
        )
    return found
