"""The demo's places for young people who have none, proposed at one college."""

from datetime import date, timedelta

from tracker import actions, store
from tracker.access import authority_scope
from tracker.actions.act import Act
from tracker.actions.year import place_proposals
from tracker.cli import answer
from tracker.domain.law import agreements
from tracker.domain.law.gateways import EXPECTED, GATEWAYS
from tracker.domain.reference.institution import Institution
from tracker.domain.year.allocation import Answer, NewAnswer, NewProposal, Party
from tracker.domain.year.funnel import Part
from tracker.domain.year.ledger_steps import Name
from tracker.store.history.ledger.owed_rows import Year

#: So many places are proposed. The college has accepted the first.
_PLACES, _LOOKED_AT = 4, 60
_COURSE, _WHY = "Foundation learning", "Close to home, with a start in January"
_REFERENCE = "AL-03"


def propose(college: Institution, year: Year, authority: str, *, on: date) -> int:
    """Agrees with a college on who is expected there, and proposes some places there.

    The ledger of the year has to be made. Returns how many places were proposed.
    """
    law = actions.law
    made = law.agreements.propose(
        law.parties.institution(college),
        EXPECTED,
        reference=_REFERENCE,
        fields=GATEWAYS[EXPECTED].fields,
        starts=on - timedelta(days=60),
        ends=None,
        review_on=agreements.a_year_after(on, None),
        act=_act("officer", authority, on),
    )
    law.agreements.sign(made.id, act=_act("owner", authority, on))
    scope = authority_scope(authority)
    _, rows = actions.year.cohort_ledgers.people(
        year, within=scope, name=Name.OFFER, part=Part.MISSING, limit=_LOOKED_AT
    )
    possible = place_proposals.candidates(
        [each.person for each in rows], year, within=scope
    )
    without = [each.row.person for each in possible if not each.because]
    # Some are left for the user of the demo to propose a place for.
    chosen = without[len(without) - min(_PLACES, len(without) // 2) :]
    place = store.institutions.institution_names.by_key(college.key)
    if not chosen or place is None:
        return 0
    numbers = place_proposals.propose(
        chosen,
        NewProposal(
            store.institutions.institution_names.named(place),
            college.key,
            _COURSE,
            _WHY,
            on - timedelta(days=3),
            on + timedelta(days=4),
        ),
        year.left,
        within=scope,
        act=_act("adviser", authority, on),
    )
    first = store.casework.place_proposals.numbered(numbers)[0]
    place_proposals.answer(
        first.id,
        first.person_id,
        NewAnswer(Party.PROVIDER, Answer.ACCEPTED, on),
        within=scope,
        act=_act("adviser", authority, on),
    )
    return len(numbers)


def _act(user: str, authority: str, on: date) -> Act:
    return Act(f"{user}@{store.reset.DOMAIN}", answer.now(), on, authority)
