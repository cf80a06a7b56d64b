"""The place that was entered with an activity, or the places that it may mean."""

from collections.abc import Sequence
from typing import Protocol

from flask import request
from flask.typing import ResponseReturnValue
from wtforms import HiddenField

from tracker import store
from tracker.access import Permission
from tracker.actions.institutions import known_places
from tracker.domain.history.activities_by_age import has_employer
from tracker.domain.reference.activity import Activity
from tracker.domain.reference.institution import InstitutionRef
from tracker.store.institutions.institution_names import Match
from tracker.web.acting import today
from tracker.web.adviser import bp
from tracker.web.adviser.happened.fields import HappenedForm
from tracker.web.front import incoming
from tracker.web.guard import requires, scope
from tracker.web.look.suggestions import suggestions
from tracker.wording import places

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
    # A place that was chosen from the register is meant, whatever was ticked before.
    if key == AS_TYPED or (text and not key and form.keep_name.data):
        return _as_typed(text), ()
    one, matches = one_or_possible(form, text, key)
    if one is not None:
        return store.institutions.institution_names.named(one), ()
    if not matches:
        form.refuse(
            "provider",
            f"{unknown(text)}, or keep the name as you typed it.",
        )
    return None, matches


class PlaceForm(Protocol):
    """A form that names a place: its words, and the key of the one that was chosen."""

    provider_key: HiddenField

    def refuse(self, field: str, sentence: str) -> None: ...


def one_or_possible(
    form: PlaceForm, text: str, key: str
) -> tuple[Match | None, Sequence[Match]]:
    """The place with this key or name, or those that the words may mean.

    Where there are several, the form says that one has to be chosen.
    """
    known = known_places.of(scope())
    chosen = known.by_key(key)
    if chosen is not None:
        return chosen, ()
    matches = known.find(text, limit=CHOSEN_FROM)
    one = known_places.the_only(matches, text)
    if one is not None:
        form.provider_key.data = one.institution.key
        return one, ()
    if matches:
        form.refuse("provider", f"Select which one is “{text}”.")
    return None, matches


def _as_typed(text: str) -> InstitutionRef:
    """The place with a name that was kept: a known one, if just one has it."""
    one = known_places.the_same(known_places.of(scope()).find(text), text)
    if one is None:
        return InstitutionRef(name=text)
    return store.institutions.institution_names.named(one)


def unknown(text: str) -> str:
    """The beginning of the sentence about a name that no institution has."""
    return (
        f"No school, college or provider is called “{text}”. Try fewer words, its town "
        "or its URN"
    )


@bp.get("/providers")
@requires(Permission.UPDATE_STATUS)
def providers() -> ResponseReturnValue:
    """The places that the typed words may mean."""
    known = known_places.of(scope())
    matches = known.find(request.args.get("q", ""), limit=TYPED_AHEAD)
    return suggestions(matches, about)


def about(match: Match) -> str:
    """How an institution differs from others: town, URN, old name, closure."""
    what = match.institution
    parts = (
        what.town,
        f"URN {what.urn}" if what.urn else None,
        None if what.urn else places.place(what.key),
        f"was {match.formerly}" if match.formerly else None,
        "closed" if what.closed and what.closed <= today() else None,
    )
    return ", ".join(filter(None, parts))


bp.add_app_template_global(about, "about_institution")
