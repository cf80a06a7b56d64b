"""The documents about personal data, from what an authority has configured today.

See Law D-12 to D-14 and decision 0167.
"""

from collections.abc import Callable, Iterable, Mapping

from tracker.access import ROLES, Permission
from tracker.actions.accounts import settings
from tracker.domain.law import data_dictionary
from tracker.domain.law.documents import assessment, notice, policy, processing
from tracker.domain.law.documents.configured import BY_LAW, Configured, Source
from tracker.domain.law.documents.document import Document
from tracker.domain.reference.institution import InstitutionKind
from tracker.feeds import stored_columns
from tracker.feeds.declaration import Feed
from tracker.feeds.registry import FEEDS

#: The documents by their names.
DOCUMENTS: Mapping[str, Callable[[Configured], Document]] = {
    "notice": notice.notice,
    "notice-young-people": notice.young,
    "policy": policy.document,
    "assessment": assessment.document,
}


def configured(authority: str, *, council: str) -> Configured:
    """Everything that the documents of an authority are made from."""
    chosen = settings.of(authority)
    return Configured(
        council=council,
        officer=chosen.officer_name,
        email=chosen.officer_email,
        address=chosen.officer_address,
        prepared_by=chosen.prepared_by,
        numbers=chosen.numbers,
        sources=sources(FEEDS.values()),
        recipients=BY_LAW,
        seen_by=[
            (role.title, role.description)
            for role in ROLES.values()
            if Permission.SEE_PEOPLE in role.permissions
        ],
        lines=data_dictionary.lines(),
    )


def made(name: str, authority: str, *, council: str) -> Document:
    """One of ``DOCUMENTS``. Raises KeyError for another name."""
    return DOCUMENTS[name](configured(authority, council=council))


def record(authority: str, *, council: str) -> list[dict[str, str]]:
    """The record of processing of an authority."""
    return processing.record(configured(authority, council=council))


def sources(feeds: Iterable[Feed]) -> list[Source]:
    """The feeds that bring personal data."""
    return [
        Source(
            name=feed.name,
            title=feed.title,
            noun=feed.noun,
            sender=feed.sender,
            frequency=feed.frequency,
            lines=tuple(stored_columns.lines([feed])),
            institutions=feed.from_institutions,
            schools=InstitutionKind.SCHOOL in feed.sent_by,
            councils=feed.names_authorities,
        )
        for feed in feeds
        if not feed.of_institutions
    ]
