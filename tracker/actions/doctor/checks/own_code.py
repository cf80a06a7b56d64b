"""The reports and feeds of the council's own folder."""

import os
from collections.abc import Iterator

from tracker.actions.doctor.examination import Installation, check
from tracker.actions.figures import reports
from tracker.feeds import registry
from tracker.packing import local_folder


@check("Own reports and feeds")
def own_code(here: Installation) -> Iterator[str]:
    folder = local_folder.FOLDER
    if folder is None:
        return
    faulty = [f"the feed {each}" for each in registry.FAULTS]
    faulty += [
        f"the report {each.file.name}"
        for each in reports.every()
        if each.report is None and each.file.parent in local_folder.reports()
    ]
    for each in faulty:
        yield (f"In {folder} {each} cannot be used. flask check-local has the reason.")
    if os.access(folder, os.W_OK) and not here.is_demo:
        yield (
            f"The account of the service may write to {folder}, whose code it runs. "
            "Take that right away."
        )
