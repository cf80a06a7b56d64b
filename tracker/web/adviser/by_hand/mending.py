"""The link from an issue of the return to the page on which it is mended."""

from typing import NamedTuple

from flask import url_for

from tracker.access import Permission
from tracker.domain.history.details.entering import FORMS
from tracker.returns.mending import DUPLICATES, FILES, STATUS, STILL, place_of
from tracker.web.guard import may
from tracker.wording.details import within_sentence

#: The answer about the activity with which the form opens, and the words of the link.
_DOING = {
    STATUS: ("other", "Update the status"),
    STILL: ("same", "Confirm it with the date"),
}


class Mending(NamedTuple):
    """A link: its address and its words."""

    href: str
    words: str


def mended_on(
    person: int, rule: str, field: str, round: str | None = None
) -> Mending | None:
    """The link for an issue about a young person; None where the user may not open it.

    A user who may not change anything is led to the record. ``round`` is the list that
    is worked through with them, to which the pages of the young person lead on.
    """
    place = place_of(rule, field)
    if place == FILES and may(Permission.IMPORT_FILES):
        return Mending(url_for("data_team.imports"), "Send a file with it")
    if place == DUPLICATES and may(Permission.MERGE_PEOPLE):
        return Mending(url_for("data_team.duplicates"), "Compare the records")
    if may(Permission.UPDATE_STATUS):
        if place in _DOING:
            doing, words = _DOING[place]
            return Mending(
                url_for(
                    "adviser.what_happened", number=person, doing=doing, round=round
                ),
                words,
            )
        if place in FORMS:
            href = url_for(
                "adviser.person_change", number=person, name=place, round=round
            )
            return Mending(href, f"Mend the {within_sentence(FORMS[place].title)}")
    if not may(Permission.SEE_PEOPLE):
        return None
    return Mending(
        url_for("adviser.person", number=person, round=round, _anchor="who"),
        "Open the record",
    )
