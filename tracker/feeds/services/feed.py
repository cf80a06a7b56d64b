"""Any list of a support service with an agreement (Feeds F25).

No layout is fixed: what the headings and the words of a service mean is explained
once, on a page, and kept for its next list. A list brings no more than its agreement
covers. See decision 0235.
"""

from tracker.domain.history.evidence import Tier
from tracker.domain.law.gateways import GATEWAYS, SERVICES
from tracker.feeds.declaration import Feed, Signature
from tracker.feeds.described import catalogue
from tracker.feeds.described.described_rows import DescribedRows

NAME, NOUN = "service-lists", "a list of a support service"
COLUMNS = catalogue.let_in(GATEWAYS[SERVICES])
_ROWS = DescribedRows(NAME, NOUN, COLUMNS, where="under the columns of its sender")

FEED = Feed(
    name=NAME,
    title="List of a support service",
    noun=NOUN,
    sender="a support service, by an agreement",
    frequency="as the agreement has it",
    silence="Nothing: a list has those that the service works with.",
    signature=Signature(columns=COLUMNS, needs=catalogue.NEEDS, by_headings_alone=True),
    tier=Tier.THIRD_PARTY,
    columns=COLUMNS,
    read=_ROWS.read,
    interpret=_ROWS.interpret,
    whole=False,
    own_headings=True,
    words=catalogue.words_of(COLUMNS),
    always=frozenset({"activity"}),
    notes_unread=True,
    gateway=SERVICES,
    sealed_cells=_ROWS.sealed_cells,
)
