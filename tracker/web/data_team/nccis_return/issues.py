"""The issues of a return: by rule, by school, by place, by adviser, and one by one."""

import re
from collections.abc import Mapping

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker import store
from tracker.access import Permission
from tracker.actions.casework import rounds
from tracker.returns.rules.years import ruleset_for
from tracker.store.nccis_return.run_issues import GROUPINGS
from tracker.store.nccis_return.runs import ReturnRun
from tracker.web import paging
from tracker.web.adviser.by_hand.mending import mended_on
from tracker.web.data_team import bp
from tracker.web.data_team.nccis_return.months import run_of
from tracker.web.front import incoming
from tracker.web.guard import may, requires, scope
from tracker.wording import places

#: The groupings: the title, the heading of the rows, and the words for no group.
TITLES: Mapping[str, tuple[str, str, str]] = {
    "rule": ("By rule", "Rule", ""),
    "school": ("By Year 11 school", "Year 11 school", "No Year 11 school is known"),
    "place": ("By where they are", "School or college", "At no school or college"),
    "adviser": ("By adviser", "Adviser", "No adviser"),
}
#: The group in an address for young people who belong to none.
NO_GROUP = "-"

_WORD = re.compile(
    r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[a-z])(?=[0-9])"
)


@bp.get("/returns/<int:number>/issues", endpoint="return_issues")
@requires(Permission.SEE_RETURN)
def groups(number: int) -> ResponseReturnValue:
    run, by = run_of(number), request.args.get("by", "rule")
    if by not in GROUPINGS:
        abort(404)
    return render_template(
        "data_team/nccis_return/issues.html",
        run=run,
        by=by,
        titles=TITLES,
        no_group=NO_GROUP,
        groups=store.nccis_return.run_issues.groups(run.id, by),
        words=_words_for(by, run),
        rules={rule.number: rule for rule in ruleset_for(run.period_end)},
        totals=store.nccis_return.run_issues.totals(run.id),
    )


@bp.get("/returns/<int:number>/issues/one-by-one")
@requires(Permission.SEE_RETURN)
def return_issue_list(number: int) -> ResponseReturnValue:
    run = run_of(number)
    chosen = _chosen(request.args)
    page = paging.page(store.nccis_return.run_issues.count(run.id, chosen=chosen))
    issues = store.nccis_return.run_issues.listed(run.id, chosen=chosen, **page.cut)
    all_of_them = may(Permission.SEE_SEALED) and not chosen
    return render_template(
        "data_team/nccis_return/issue_list.html",
        run=run,
        issues=issues,
        sealed=store.nccis_return.runs.sealed_issues(run) if all_of_them else (),
        page=page,
        of=[_heading(by, key, run) for by, key in chosen.items()],
        given={
            "number": str(run.id),
            **{by: request.args[by] for by in chosen},
        },
        field=in_words,
        mended_on=mended_on,
        person_page=person_page,
    )


def _chosen(given: Mapping[str, str]) -> dict[str, str | None]:
    """The groups that an address chooses, by grouping; None for that of none."""
    return {
        by: None if key == NO_GROUP else key
        for by, key in given.items()
        if by in GROUPINGS
    }


def people(given: Mapping[str, str]) -> list[int]:
    """The young people of a list of issues in its order, to work through."""
    number = incoming.number(given.get("number"))
    if number is None or not may(Permission.SEE_RETURN):
        return []
    run = store.nccis_return.runs.run(number, within=scope())
    if run is None:
        return []
    return store.nccis_return.run_issues.people(
        run.id, chosen=_chosen(given), limit=rounds.MOST
    )


def _words_for(by: str, run: ReturnRun) -> dict[str, str]:
    """The words for the keys of a grouping."""
    if by == "rule":
        return {each.number: each.sentence for each in ruleset_for(run.period_end)}
    if by == "adviser":
        return {
            str(each.id): each.name
            for each in store.accounts.users.everybody(within=scope())
        }
    return _Names()


class _Names(dict[str, str]):
    """The names of institutions by key, or the number of one that is in no register."""

    def __init__(self) -> None:
        super().__init__()
        self._register = store.institutions.register.directory()

    def get(self, key: str, default: str = "") -> str:  # type: ignore[override]
        return self._register.name_of(key) or places.of_key(key)


def _heading(by: str, key: str | None, run: ReturnRun) -> str:
    """The heading of a group: "Rule 229: ...", "No adviser"."""
    if key is None:
        return TITLES[by][2]
    words = _words_for(by, run).get(key, "no longer known")
    return f"Rule {key}: {words}" if by == "rule" else f"{TITLES[by][1]}: {words}"


def in_words(field: str) -> str:
    """The name of an element in words: DateVerified is "Date verified"."""
    first, *others = _WORD.sub(" ", field).split()
    return " ".join(
        [first, *(word if word.isupper() else word.lower() for word in others)]
    )


def person_page(person: int, round: str | None = None) -> str | None:
    """The page of a young person, if the user may open it.

    ``round`` is the list that is worked through with them.
    """
    if not may(Permission.SEE_PEOPLE):
        return None
    return url_for("adviser.person", number=person, round=round)
