"""The place that was entered with an activity, or the places that it may mean."""

from collections.abc import Sequence

from flask import request
from flask.typing import ResponseReturnValue

from tracker import store
from tracker.access import Permission
from tracker.domain.history.activities_by_age import has_employer
from tracker.domain.reference.activity import Activity
from tracker.domain.reference.institution import InstitutionRef
from tracker.store.institutions.institution_names import Match
from tracker.web.acting import today
from tracker.web.adviser import bp
from tracker.web.adviser.happened.fields import HappenedForm
from tracker.web.front import incoming
from tracker.web.guard import requires
from tracker.web.look.suggestions import suggestions

#: How many places a type-ahead field shows, and a page offers to choose from.
TYPED_AHEAD, CHOSEN_FROM = 8, 12
AS_TYPED = "as typed"


def place(
    form: HappenedForm, activity: Activity
) -> tuple[InstitutionRef | None, Sequence[Match]]:
    """The place that was entered, or the places that it may mean."""
    text = incoming.plain((form.provider.data or "").strip())
    key = form.provider_key.data or ""
    if has_employer(activity):
        return (InstitutionRef(name=text) if text else None), ()
    if not activity.at_provider or (not text and not key):
        return None, ()
    if key == AS_TYPED:
        return InstitutionRef(name=text), ()
    names = store.institutions.institution_names
    chosen = names.by_key(key) if key else None
    if chosen is not None:
        return names.named(chosen), ()
    matches = names.find(text, limit=CHOSEN_FROM)
    one = _only(matches, text)
    if one is not None:
        form.provider_key.data = one.institution.key
        return names.named(one), ()
    if matches:
        form.refuse("provider", f"Select which one is “{text}”.")
    else:
        form.refuse(
            "provider",
            f"No school, college or provider is called “{text}”. Try fewer words, its "
            "town or its URN, or keep the name as you typed it.",
        )
    return None, matches


def _only(matches: Sequence[Match], text: str) -> Match | None:
    """The only match, or the only one with exactly this name; else None."""
    if len(matches) == 1:
        return matches[0]
    same = [
        each for each in matches if each.institution.name.casefold() == text.casefold()
    ]
    return same[0] if len(same) == 1 else None


@bp.get("/providers")
@requires(Permission.UPDATE_STATUS)
def providers() -> ResponseReturnValue:
    """The places that the typed words may mean."""
    matches = store.institutions.institution_names.find(
        request.args.get("q", ""), limit=TYPED_AHEAD
    )
    return suggestions(matches, about)


def about(match: Match) -> str:
    """How an institution differs from others: town, URN, old name, closure."""
    what = match.institution
    parts = (
        what.town,
        f"URN {what.urn}" if what.urn else None,
        f"was {match.formerly}" if match.formerly else None,
        "closed" if what.closed and what.closed <= today() else None,
    )
    return ", ".join(filter(None, parts))


bp.add_app_template_global(about, "about_institution")
