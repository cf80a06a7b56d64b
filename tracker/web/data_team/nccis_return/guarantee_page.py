"""The September Guarantee: its list, the statuses, who lacks an offer, what changed."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from tracker import store
from tracker.access import Permission
from tracker.actions.year import guarantee_task
from tracker.actions.year.guarantee_figures import Figures
from tracker.domain.figures.disclosure import percent
from tracker.domain.history.guarantee import YEARS, fixed_on
from tracker.domain.reference.codes import (
    AUTHORITIES,
    GUARANTEE_CATEGORIES,
    GUARANTEE_STATUSES,
)
from tracker.domain.year.cohort import Why
from tracker.domain.year.guarantee_parts import (
    EVERY,
    Covered,
    Owing,
    by_year,
    counted,
    owing,
)
from tracker.store.history.evidence import Entry
from tracker.web.acting import act, today
from tracker.web.data_team import bp
from tracker.web.data_team.nccis_return import guarantee_days
from tracker.web.data_team.nccis_return.guarantee_list import (
    NONE_KNOWN,
    WORDS_OF_LACKS,
    address,
    in_words,
    school_names,
)
from tracker.web.guard import requires, scope
from tracker.wording import group_titles


@bp.get("/september-guarantee")
@bp.get("/september-guarantee/<int:september>")
@requires(Permission.SEE_RETURN)
def return_guarantee(september: int | None = None) -> ResponseReturnValue:
    year = guarantee_days.september_of(september)
    chosen, form = guarantee_days.chosen(year)
    shared = {
        "chosen": chosen,
        "form": form,
        "septembers": guarantee_days.choices(),
        "fixed_on": fixed_on(year),
        "taken_back": _taken_back(year),
        "names": store.accounts.users.names(within=scope()),
    }
    task = guarantee_task.last(year, act=act())
    if not guarantee_days.has_begun(year) or (task is not None and not task.ended):
        return _answer(**shared, task=task, found=None)
    guarantee_days.wait_for_list(year)
    found = chosen.figures()
    names = school_names(year, (each.school for each in found.people))
    school = request.args.get("school")
    schools = owing(found.people, lambda each: each.school or "")
    return _answer(
        **shared,
        task=task,
        found=found,
        years=YEARS,
        reasons=_in_order(by_year(found.people, _why), list(Why)),
        statuses=_in_order(
            by_year(found.people, lambda each: each.status), GUARANTEE_STATUSES.values
        ),
        categories=_categories(found.people),
        moves=sorted(
            by_year(
                (each for each in found.people if each.changed),
                lambda each: (each.before, each.status),
            ).items(),
            key=lambda pair: (-pair[1].total(), str(pair[0])),
        ),
        everyone=counted(found.people, lambda each: each.year),
        changed=counted(
            (each for each in found.people if each.changed), lambda each: each.year
        ),
        schools=_named(schools, lambda key: _school(key, names)),
        with_forms={each.school for each in found.people if each.form_group},
        school=_chosen_school(school, found, names),
        elsewhere=sorted(
            counted(found.elsewhere, lambda each: each.led_by or "").items(),
            key=lambda pair: (-pair[1], pair[0]),
        ),
    )


def _answer(**values: Any) -> str:
    return render_template(
        "data_team/nccis_return/guarantee.html",
        address=address,
        in_words=in_words,
        share=_share,
        authority=_authority,
        back=guarantee_days.BACK,
        today=today(),
        EVERY=EVERY,
        lacks=WORDS_OF_LACKS,
        none_known=NONE_KNOWN,
        **values,
    )


def _taken_back(september: int) -> list[Entry]:
    """What fixed this list before and was taken back, the newest first."""
    every = store.history.guarantee_lists.entries(september, within=scope())
    return [each for each in every if each.withdrawn_at is not None]


def _why(each: Covered) -> Why | None:
    return each.why


def _in_order(
    counts: Mapping[Any, Counter[int]], order: Iterable[Any]
) -> list[tuple[Any, Counter[int]]]:
    """The counts that there are, in the order of their list."""
    return [(key, counts[key]) for key in order if key in counts]


def _categories(people: Iterable[Covered]) -> Counter[str]:
    """How many are in each published category of statuses."""
    found = Counter(dict.fromkeys(GUARANTEE_CATEGORIES, 0))
    for status, number in counted(people, lambda each: each.status).items():
        if status is not None:
            found[GUARANTEE_STATUSES[status].category] += number
    return found


def _named(groups: Iterable[Owing], words: Any) -> list[tuple[str, Owing]]:
    """Groups with young people to chase, with their words: the most first."""
    named = [(words(each.key), each) for each in groups if each.either]
    return sorted(named, key=lambda pair: (-pair[1].either, pair[0].casefold()))


def _school(key: str, names: group_titles.NameOf) -> str:
    return group_titles.title("institution", key, names)


def _chosen_school(
    key: str | None, found: Figures, names: group_titles.NameOf
) -> dict[str, Any] | None:
    """The school whose form groups are shown, None where the address names none."""
    if key is None:
        return None
    there = "" if key == NONE_KNOWN else key
    people = [each for each in found.people if (each.school or "") == there]
    if not people:
        return None
    return {
        "key": key,
        "title": _school(there, names),
        "forms": _named(
            owing(people, lambda each: each.form_group or ""),
            lambda group: group or "Form group not known",
        ),
    }


def _share(people: int, of: int) -> str:
    return f"{percent(people, of):.1f}%" if of else ""


def _authority(code: str) -> str:
    known = AUTHORITIES.get(code)
    return known.title if known is not None else f"Authority {code}"
