"""The school census: who is on a school's roll, and who no longer is."""

from tracker.domain.history.evidence import Tier
from tracker.domain.reference.institution import InstitutionKind
from tracker.feeds.census import collect
from tracker.feeds.census.columns import COLUMNS, DAY, NAME, NEEDS, NOUN, READ
from tracker.feeds.census.layouts import read
from tracker.feeds.census.pupils import interpret, of_restricted
from tracker.feeds.declaration import Feed, Signature, XmlSignature
from tracker.feeds.headings.heading_words import ADMISSION

FEED = Feed(
    name=NAME,
    title="School census",
    noun=NOUN,
    sender="schools, through DfE COLLECT or directly",
    frequency="three times a year: October, January and May",
    silence=(
        "A pupil who is missing has not left by that alone; the list of pupils no "
        "longer on roll says who has. Independent schools and residents who are taught "
        "elsewhere are never in it."
    ),
    signature=Signature(
        headings=(
            frozenset({"pupilonrolltableid", "surname"}),
            frozenset({"pupilnolongeronrolltableid", "surname"}),
            frozenset({"schoolcensustableid", "lea", "estab"}),
        ),
        incomplete=(
            frozenset({"surname", "ncyearactual"}),
            frozenset({"surname", "enrolstatus"}),
            frozenset({"surname", "senprovision"}),
        ),
        columns=READ,
        needs=NEEDS,
        tie_breakers=ADMISSION,
        xml=XmlSignature(
            collections=("sc", "schoolcensus"),
            elements=(
                *("pupilsonroll", "pupilonroll"),
                *("pupilsnolongeronroll", "pupilnolongeronroll"),
            ),
            # A message from a school that does not name its collection.
            message=frozenset({"school", "source", "estab"}),
        ),
    ),
    tier=Tier.SCHOOL_CENSUS,
    columns=COLUMNS,
    read=read,
    interpret=interpret,
    whole=True,
    roll=True,
    own_headings=True,
    is_part=collect.is_table,
    day_column=DAY,
    gateway="school-census",
    from_institutions=True,
    of_restricted=of_restricted,
    sent_by=frozenset({InstitutionKind.SCHOOL}),
    senders_noun="census",
)
