"""Notices of a correction: made for those who hold the old value, and dispatched.

See Law D-08, N-19; UK GDPR, article 19.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from tracker import store
from tracker.access import Scope, authority_scope
from tracker.actions.act import Act
from tracker.actions.law import disclosed_values, disclosing, recipients
from tracker.actions.law.cases.standing import add, changing, note_step
from tracker.actions.law.parties import Party
from tracker.actions.law.recipients import Received
from tracker.actions.law.statistics import extracts
from tracker.domain.law.agreements import why_not
from tracker.domain.law.cases.case_kinds import CORRECTION
from tracker.domain.law.documents.document import Document
from tracker.domain.law.gateways import FIELDS, GATEWAYS, PartyKind
from tracker.refusal import Refusal
from tracker.store.law.cases import Case
from tracker.store.law.disclosures import CorrectionNotice, Disclosure
from tracker.wording import correction_letters
from tracker.wording.correction_letters import Corrected
from tracker.wording.counts import counted

#: The details that do not change by themselves: another value is a correction.
LASTING = ("name", "born", "sex", "upn", "uln", "ypid")
#: The details by which a recipient finds a row of its list.
_FIND_BY = ("name", "upn", "uln", "ypid")
#: The events: notices were made, and the last of them was dispatched.
MADE, SENT = "notices made", "notices sent"
_LONGEST = 200


def make(
    number: int, fields: Collection[str] = LASTING, *, within: Scope, act: Act
) -> list[CorrectionNotice]:
    """Makes a notice for each recipient who received another value than now.

    One that has had a notice of the right value since, or never that field, gets none;
    nor does one who has a notice of the same details from this case. Returns the new
    ones. Raises Refusal.
    """
    with changing(number, within=within, act=act) as (case, _):
        if case.kind != CORRECTION:
            raise Refusal(f"{case.name} is not about a correction.")
        people = store.law.cases.people([case.id], within=within).get(case.id, [])
        if not people:
            raise Refusal(f"{case.name} is about no young person on record.")
        person = people[0].id
        lines = _lines(person, fields, within=within, act=act)
        there = {
            (each.party, tuple(map(tuple, each.lines)))
            for each in store.law.disclosures.notices_of(case.id)
        }
        made = []
        for party, received in lines.items():
            found = [[name, it.disclosure.id, it.record] for name, it in received]
            if (party, tuple(map(tuple, found))) in there:
                continue
            newest = received[0][1].disclosure
            notice = CorrectionNotice(
                authority=case.authority,
                case_id=case.id,
                person_id=person,
                party_kind=newest.party_kind,
                party=party,
                party_name=newest.party_name,
                fields=[name for name, _ in received],
                lines=found,
                made_by=act.by,
                made_at=act.at,
            )
            store.database.base.insert(notice)
            made.append(notice)
        words = f"For {counted(len(made), 'recipient')}"
        add(case, MADE, note=words, act=act)
        note_step(case, MADE, act=act)
    return made


def _lines(
    person: int, fields: Collection[str], *, within: Scope, act: Act
) -> Mapping[str, list[tuple[str, Received]]]:
    """What each recipient received and is not right: the field and the disclosure."""
    if not fields:
        raise Refusal("Choose what was corrected.", "fields")
    if disclosed_values.SEALED in fields:
        raise Refusal(
            "Care is sealed, so no letter about it is made here. Who received it: see "
            "the disclosures of the young person.",
            "fields",
        )
    found: dict[str, list[tuple[str, Received]]] = {}
    for name in [each for each in FIELDS if each in fields] or fields:
        received = recipients.received(
            person, name, on=act.on, authority=act.authority, within=within
        )
        for each in recipients.to_inform(received):
            # The young person knows: the correction is theirs.
            if each.disclosure.party_kind != PartyKind.PERSON:
                found.setdefault(each.disclosure.party, []).append((name, each))
    return found


def dispatch(number: int, how: str, *, within: Scope, act: Act) -> CorrectionNotice:
    """Records that a notice was sent, and how. New values leave by the one door.

    Raises Refusal.
    """
    how = " ".join(how.split())
    if not how or len(how) > _LONGEST:
        raise Refusal("Enter how it was sent, such as by post.", "how")
    notice = _found(number, within)
    permits = {
        gateway: disclosing.permit(_party(notice), gateway, names, act=act)
        for gateway, names in _to_give(notice, act.on).items()
    }
    with changing(notice.case_id, within=within, act=act) as (case, _):
        locked = store.law.disclosures.notice(number, within=within, lock=True)
        assert locked is not None
        if locked.dispatched_at is not None:
            raise Refusal(f"Notice {number} has been sent already.")
        for permitted in permits.values():
            disclosing.record(
                permitted,
                [locked.person_id],
                what=f"{recipients.NOTICE}{number} of a correction",
                act=act,
            )
        locked.given = [name for each in permits.values() for name in each.fields]
        locked.how = how
        locked.dispatched_by, locked.dispatched_at = act.by, act.at
        notices = store.law.disclosures.notices_of(case.id)
        if all(each.dispatched_at for each in notices):
            words = f"To {counted(len(notices), 'recipient')}"
            add(case, SENT, note=words, act=act)
        note_step(case, SENT, act=act)
    return locked


def letter(notice: CorrectionNotice, *, council: str, act: Act) -> Document:
    """The letter of a notice; of one that was sent, as it was sent."""
    within = authority_scope(act.authority)
    case = store.law.cases.get(notice.case_id, within=within)
    assert case is not None
    return correction_letters.letter(
        notice.id,
        notice.party_name,
        corrected(notice, act=act),
        council=council,
        case=case.name,
    )


def corrected(notice: CorrectionNotice, *, act: Act) -> list[Corrected]:
    """What a notice corrects, each with what was given and what is right."""
    within = authority_scope(act.authority)
    give = {name for names in _to_give(notice, act.on).values() for name in names}
    if notice.dispatched_at is not None:
        give = set(notice.given)
    found = []
    for name, disclosure_id, record in notice.lines:
        disclosure = store.law.disclosures.get(disclosure_id, within=within)
        assert disclosure is not None
        then = recipients.as_given(disclosure, record, [name], authority=act.authority)
        now = dict(
            disclosed_values.values(
                [notice.person_id], [name], on=act.on, authority=act.authority
            )
        ).get(notice.person_id, {})
        found.append(
            Corrected(
                mark=disclosure.mark,
                what=disclosure.what,
                row=_row(disclosure, record, act.authority),
                field=FIELDS[name].label,
                given=_words(then),
                now=_words(now) if name in give else None,
            )
        )
    return found


def _words(values: Mapping[str, str] | None) -> str:
    return " ".join(filter(None, (values or {}).values()))


def _row(disclosure: Disclosure, record: int, authority: str) -> str:
    """How the list named the young person: what else it had, as it was then."""
    release = store.law.releases.of_disclosure(disclosure.id)
    if release is not None:
        return f"Pseudonym {extracts.pseudonym(release, record)}"
    by = [name for name in _FIND_BY if name in disclosure.fields]
    values = recipients.as_given(disclosure, record, by, authority=authority)
    return _words(values) or "the row with this detail"


def _to_give(notice: CorrectionNotice, on: date) -> Mapping[str, list[str]]:
    """The fields whose new value may go to the recipient, by gateway.

    A field that needs a decision about the person is not among them.
    """
    within = authority_scope(notice.authority)
    found: dict[str, list[str]] = {}
    for name, disclosure_id, _ in notice.lines:
        disclosure = store.law.disclosures.get(disclosure_id, within=within)
        assert disclosure is not None
        by = GATEWAYS[disclosure.gateway]
        agreements = store.law.agreements.of_party(by.key, notice.party, within=within)
        terms = [each.terms for each in agreements]
        if (
            not by.each
            and not FIELDS[name].protected
            and why_not(by, notice.party_name, terms, [name], on=on) is None
            and not _is_not_named(notice.person_id, within)
        ):
            found.setdefault(by.key, []).append(name)
    return found


def _is_not_named(person: int, within: Scope) -> bool:
    record = store.people.records.get(person, within=within)
    return record is None or bool(record.details.get("withheld"))


def _party(notice: CorrectionNotice) -> Party:
    return Party(PartyKind(notice.party_kind), notice.party, notice.party_name)


def _found(number: int, within: Scope) -> CorrectionNotice:
    found = store.law.disclosures.notice(number, within=within)
    if found is None:
        raise Refusal(f"There is no notice {number}.")
    return found


def open_in(case: Case) -> Sequence[CorrectionNotice]:
    """The notices of a case that were not sent yet."""
    return [
        each
        for each in store.law.disclosures.notices_of(case.id)
        if each.dispatched_at is None
    ]
