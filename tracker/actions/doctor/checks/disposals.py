"""What should be gone and is not: after a restore, and lines never passed on."""

from collections.abc import Iterator

from tracker import store
from tracker.access import authority_scope
from tracker.actions.doctor.examination import Installation, check
from tracker.actions.intake import out_of_area
from tracker.actions.law.disposals.ledger import Ledger
from tracker.actions.law.disposals.replaying import returned, why_incomplete
from tracker.wording.counts import counted


@check("Disposals", needs_database=True)
def brought_back(here: Installation) -> Iterator[str]:
    """A restored backup holds what was disposed of after it."""
    if not store.tables.is_current():
        return
    keeping = here.settings.keeping
    file = keeping.disposals_file(here.settings.var)
    ledger = Ledger(file, here.settings.audit_keys, keeping.remembered_days)
    for authority in store.database.shown.with_data():
        disposed = ledger.read(authority)
        within = authority_scope(authority)
        if why := why_incomplete(ledger, disposed, within=within, at=here.at):
            yield why
        records, _ = returned(disposed, within=within)
        back = sum(not is_held for is_held in records.values())
        if back:
            yield (
                f"Records of authority {authority} that were disposed of are here "
                f"again: {back}. Run flask disposals replay --authority {authority}."
            )


@check("Lines of other areas", needs_database=True)
def never_passed_on(here: Installation) -> Iterator[str]:
    """They are kept until they are passed on, which is late."""
    if not store.tables.is_current():
        return
    for authority in store.database.shown.with_data():
        before = out_of_area.kept_from(authority, here.on)
        late = store.intake.tray.late(before, within=authority_scope(authority))
        if late:
            yield (
                f"Authority {authority} still holds {counted(late, 'line')} about "
                "residents of other areas that were not passed on in time. Pass them "
                "on, or decide that they are deleted (Import, then Lines to pass on)."
            )
