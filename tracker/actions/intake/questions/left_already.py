"""Whether young people on a newly applied list had been reported as gone before."""

from collections.abc import Iterable

from tracker import store
from tracker.access import authority_scope
from tracker.actions.act import Act
from tracker.actions.work import tasks

#: The work of comparing notices of leaving with the lists that came after them.
KIND = "notices and lists"


def compare_with_notices(people: Iterable[int], *, subject: str, act: Act) -> None:
    """Requests a second look at the notices of leaving about these young people.

    Nothing is requested where there is none, which is nearly always.
    """
    notices = store.leavers.notices.recorded_about(
        people, within=authority_scope(act.authority)
    )
    if notices:
        tasks.request(KIND, act=act, subject=subject, notices=notices)
