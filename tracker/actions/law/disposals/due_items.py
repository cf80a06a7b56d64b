"""The work item for what has fallen due; the worker itself disposes of nothing."""

from tracker import store
from tracker.access import Scope
from tracker.actions.act import Act
from tracker.actions.law.disposals import falling_due
from tracker.actions.work import items
from tracker.wording.counts import counted

KIND = "disposal-due"


def refresh(*, within: Scope, act: Act) -> None:
    """Opens an item with how much is due by confirmed rules; finishes an older one."""
    found = falling_due.due(act.on, within=within, authority=act.authority)
    others = sum(found.others.values())
    why = None
    if found.people or others:
        why = (
            "Past their date: "
            f"{counted(len(found.people), 'young person', 'young people')}, "
            f"{counted(others, 'line or case', 'lines or cases')}"
        )
    for item in store.work.items.open_of_kind(KIND, within=within):
        if item.why != why:
            items.finish(item.id, within=within, act=act)
    if why is not None:
        items.open_item(KIND, why, due=act.on, within=within, act=act)
