"""Disclosures that an Act requires or allows by itself: they need no agreement.

They are the leavers and pupils of a school or college, the monthly return, and lines
about residents of another authority. Each is recorded by the one door, as any other.
"""

from collections.abc import Callable, Sequence
from datetime import date

from tracker import store
from tracker.access import Scope
from tracker.actions.act import Act
from tracker.actions.intake import out_of_area
from tracker.actions.law import parties
from tracker.actions.law.disclosing import permit, record
from tracker.actions.law.permits import Permit
from tracker.actions.nccis_return import submission
from tracker.domain.law.gateways import GATEWAYS, OTHER_AREA
from tracker.domain.leavers.destinations import Destinations
from tracker.domain.reference.institution import Institution
from tracker.feeds.row_meaning import Interpretation
from tracker.store.intake.import_batches import StagedRow
from tracker.store.law.disclosures import Disclosure
from tracker.store.nccis_return.runs import ReturnRun


def give_leavers(
    destinations: Destinations,
    institution: Institution,
    write: Callable[[str], None],
    *,
    act: Act,
) -> Disclosure:
    """Writes the list of an institution's leavers with its mark, and records it.

    ``write`` takes the mark. If it fails, nothing is recorded. Raises
    DisclosureRefused.
    """
    people = [each.person for each in destinations.leavers]
    what = f"Leavers of {destinations.left}"
    return _give("leavers", people, what, institution, write, act)


def give_pupils(
    people: Sequence[int],
    left: int,
    institution: Institution,
    write: Callable[[str], None],
    *,
    act: Act,
) -> Disclosure:
    """Writes an institution's list of its own pupils who leave in the summer of
    ``left``, from plan to March, and records it, as ``give_leavers`` does.
    """
    what = f"Plans and offers of the pupils of {left}"
    return _give("own-pupils", people, what, institution, write, act)


def _give(
    gateway: str,
    people: Sequence[int],
    what: str,
    institution: Institution,
    write: Callable[[str], None],
    act: Act,
) -> Disclosure:
    permitted = permit(
        parties.institution(institution), gateway, GATEWAYS[gateway].fields, act=act
    )
    with store.database.base.transaction():
        disclosure = record(permitted, people, what=what, act=act)
        write(disclosure.mark)
    return disclosure


def send_return(run: ReturnRun, *, on: date, note: str, act: Act) -> Disclosure:
    """Records that the file of a return was given to DfE on a day.

    The people are those of its records, as known when its snapshot was taken. Raises
    Refusal with the reason.
    """
    permitted = permit(parties.DEPARTMENT, "return", GATEWAYS["return"].fields, act=act)
    with store.database.base.transaction():
        submission.record_sent(run, on=on, note=note, act=act)
        return record(
            permitted,
            [person for person, *_ in store.nccis_return.runs.records(run.id)],
            what=f"Return for {run.period.label}",
            known_at=run.prepared_at,
            act=act,
        )


def lines_to_pass_on(
    lead: str, *, within: Scope, act: Act
) -> list[tuple[StagedRow, Interpretation]]:
    """The lines that wait for their authority, for its file; the download is noted.

    Raises DisclosureRefused.
    """
    permit_lines(lead, act)
    return out_of_area.taken_along(lead, within=within, act=act)


def pass_on(lead: str, *, within: Scope, act: Act, only: Sequence[int]) -> int:
    """Records that lines were passed on to their authority; returns how many.

    ``only`` are the lines, by number. Their young people have no record here. Raises
    DisclosureRefused.
    """
    permitted = permit_lines(lead, act)
    with store.database.base.transaction():
        count = out_of_area.record_forwarded(lead, within=within, act=act, only=only)
        if count:
            record(
                permitted,
                (),
                what="Lines about residents of that authority",
                count=count,
                act=act,
            )
    return count


def permit_lines(lead: str, act: Act) -> Permit:
    """The permit to pass lines on to their authority. Raises DisclosureRefused."""
    return permit(
        parties.authority(lead), OTHER_AREA, GATEWAYS[OTHER_AREA].fields, act=act
    )
