"""Complaints that arrive by the form on the privacy page (Law D-15)."""

from datetime import timedelta

from tracker import store
from tracker.access import authority_scope
from tracker.actions.act import Act
from tracker.actions.law.cases import opening
from tracker.domain.law.cases.case_kinds import KINDS
from tracker.domain.law.cases.requesters import Requester
from tracker.refusal import Refusal
from tracker.store.law.cases import Case
from tracker.wording.quotations import clipped

#: Who opens a case by the form, which needs no account.
BY_FORM = "the complaint form"
#: So many complaints by the form are taken in a day: a flood is no complaint.
MOST_IN_A_DAY = 50
_KIND = "complaint"
_LONGEST = 3_500


def receive(
    words: str, *, requester: Requester, name: str, answer_to: str, act: Act
) -> Case:
    """Opens the case of a complaint, which needs no sign-in, and returns it.

    ``answer_to`` is where the answer goes: an email address, a telephone number or an
    address. The same form sent twice is one complaint. Raises Refusal with the field
    that is missing or too long, and where too many arrived in a day.
    """
    words, answer_to = words.strip(), " ".join(answer_to.split())
    for field, text, sentence in (
        ("words", words, "Enter what you complain about."),
        ("name", name.strip(), "Enter your name."),
        ("answer_to", answer_to, "Enter where we can reach you."),
    ):
        if not text:
            raise Refusal(sentence, field)
    if len(words) > _LONGEST:
        raise Refusal(f"Enter {_LONGEST:,} characters or fewer.", "words")
    scope = authority_scope(act.authority)
    since = act.at - timedelta(days=1)
    if (
        store.law.cases.count_opened_by(BY_FORM, since=since, within=scope)
        >= MOST_IN_A_DAY
    ):
        raise Refusal(
            "The form takes no more complaints today. Write to us instead: the address "
            "is in the privacy notice."
        )
    return opening.open_case(
        KINDS[_KIND],
        clipped(words),
        received=act.on,
        requester=requester,
        requester_name=name,
        words=f"{words}\n\nAnswer to: {answer_to}",
        within=scope,
        act=act,
    )
