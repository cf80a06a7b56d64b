"""The annual activity survey: prepared, followed up, signed off, sent."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from flask import (
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from tracker import actions, store
from tracker.access import Permission
from tracker.actions.year import survey_figures, survey_sign_off, survey_task
from tracker.actions.year.survey_figures import School
from tracker.domain.figures.disclosure import percent
from tracker.domain.reference.activity import GROUPS, NEET, OTHER, STORED
from tracker.domain.year import survey
from tracker.domain.year.survey import FOLLOWED_UP, OUTCOMES, Outcome, Reason
from tracker.refusal import Refusal
from tracker.store.nccis_return.surveys import ActivitySurvey
from tracker.store.work.tasks import State
from tracker.web import paging, refusals
from tracker.web.acting import act, today
from tracker.web.attachments import attachment
from tracker.web.data_team import bp
from tracker.web.forms import Day, Form, Needed, Tick
from tracker.web.guard import found, requires, scope
from tracker.web.management.chosen_day import return_counts_sealed
from tracker.wording import places
from tracker.wording.group_titles import NameOf

#: Groups of activities whose word is no capital letter and the group.
GROUP_WORDS = {NEET: "NEET", OTHER: "Something else"}
#: Everyone whose activity is shown, and their value in an address.
SHOWN, EVERYONE = (*FOLLOWED_UP, Outcome.CONFIRMED), "all"
_REASONS = {each.name.lower().replace("_", "-"): each for each in Reason}
_SLUGS = {each: slug for slug, each in _REASONS.items()}
#: In an address, the school of those who were at none that is known.
NO_SCHOOL = "-"


class Prepare(Form):
    """The button that prepares the survey of the newest summer."""


class SignOff(Form):
    confirmed = Tick(
        survey_sign_off.CONFIRMED,
        [Needed("Tick the box to confirm what you are signing.")],
    )


class Sent(Form):
    day = Day(
        "The day it was sent",
        [Needed("Enter the day it was sent.")],
        description="For example, 22 1 2027",
        default=today,
        render_kw={
            "params": {
                "fieldset": {
                    "legend": {
                        "text": "The day it was sent",
                        "classes": "govuk-fieldset__legend--s",
                    }
                }
            }
        },
    )


@dataclass(frozen=True, slots=True)
class Part:
    """The part of a survey that a list is of: some outcomes, and perhaps a school, why
    they are on it, or a group of activities.
    """

    outcomes: tuple[Outcome, ...]
    school: str | None
    reason: Reason | None
    group: str | None

    @property
    def title(self) -> str:
        if self.group is not None:
            return f"{OUTCOMES[Outcome.CONFIRMED]}: {words_of(self.group)}"
        if self.reason is not None:
            return self.reason
        if len(self.outcomes) == 1:
            return OUTCOMES[self.outcomes[0]]
        if self.outcomes == SHOWN:
            return "The cohort of 31 May"
        return "Without a confirmed activity on 1 November"

    @property
    def is_followed_up(self) -> bool:
        return set(self.outcomes) <= set(FOLLOWED_UP)


def words_of(group: str) -> str:
    """A group of activities as a page has it."""
    return GROUP_WORDS.get(group, group.capitalize())


def _survey(number: int) -> ActivitySurvey:
    """The survey of that number, or "not found"."""
    return found(store.nccis_return.surveys.survey(number, within=scope()))


def _names(keys: Iterable[str | None]) -> NameOf:
    """The names of institutions, also of those that are in no register."""
    wanted = {key for key in keys if key is not None}
    return actions.institutions.place_names.names_of(wanted, today(), within=scope())


@bp.get("/returns/surveys")
@requires(Permission.SEE_RETURN)
def return_surveys() -> ResponseReturnValue:
    left = survey.newest_left(today())
    return render_template(
        "data_team/nccis_return/surveys.html",
        form=Prepare(),
        left=left,
        survey=survey,
        surveys=store.nccis_return.surveys.surveys(within=scope()),
        names=store.accounts.users.names(within=scope()),
    )


@bp.post("/returns/surveys/prepare")
@requires(Permission.PREPARE_RETURN)
def return_survey_prepare() -> ResponseReturnValue:
    form = Prepare()
    if not form.validate_on_submit():
        abort(400)
    task = survey_task.request(
        survey.newest_left(today()),
        database=current_app.config["TRACKER"].needed_database_id,
        act=act(),
    )
    return redirect(url_for("data_team.return_survey_task", number=task.id))


@bp.get("/returns/surveys/tasks/<int:number>")
@requires(Permission.PREPARE_RETURN)
def return_survey_task(number: int) -> ResponseReturnValue:
    task = found(store.work.tasks.get(number, within=scope()))
    if task.kind != survey_task.KIND:
        abort(404)
    if task.state == State.DONE:
        flash("The survey is prepared.")
        return redirect(
            url_for("data_team.return_survey", number=task.result["survey"])
        )
    return render_template("data_team/nccis_return/survey_task.html", task=task)


@bp.get("/returns/surveys/<int:number>")
@requires(Permission.SEE_RETURN)
def return_survey(number: int) -> ResponseReturnValue:
    of = _survey(number)
    made = survey_figures.totals(of, sealed=return_counts_sealed())
    before = survey_figures.earlier(of)
    newest = store.nccis_return.surveys.newest(of.authority, of.left)
    return render_template(
        "data_team/nccis_return/survey.html",
        of=of,
        survey=survey,
        made=made,
        schools=_schools(made.schools.values()),
        no_school=NO_SCHOOL,
        outcomes=OUTCOMES,
        words_of=words_of,
        slugs=_SLUGS,
        share=lambda many: f"{percent(many, made.people):.1f}%",
        beside=survey_figures.beside_guarantee(of),
        before=before,
        changes=survey_figures.changes(before, of) if before is not None else {},
        newest=newest,
        counts=store.nccis_return.surveys.frozen(of.authority, of.left),
        is_open=today() <= survey.closes_on(of.left),
        is_newest_summer=of.left == survey.newest_left(today()),
        form=Prepare(),
        names=store.accounts.users.names(within=scope()),
    )


def _schools(rows: Iterable[School]) -> list[tuple[School, str]]:
    """The schools of 31 May with their names: most to follow up first."""
    every = list(rows)
    names = _names(each.key for each in every)
    named = [(each, _school(each.key, names)) for each in every]
    return sorted(named, key=lambda pair: (-pair[0].followed_up, pair[1]))


def _school(key: str | None, names: NameOf) -> str:
    if key is None:
        return "No school is known"
    return names(key) or places.of_key(key)


@bp.get("/returns/surveys/<int:number>/follow-up")
@requires(Permission.SEE_RETURN)
def return_survey_list(number: int) -> ResponseReturnValue:
    of, part = _survey(number), _part()
    school = None if part.school is None else part.school.removeprefix(NO_SCHOOL)
    page, rows = paging.read(
        partial(
            survey_figures.follow_up,
            of,
            part.outcomes,
            sealed=return_counts_sealed(),
            school=school,
            reason=part.reason,
            group=part.group,
        )
    )
    named = [school or None, *(it.school for it in rows), *(it.place for it in rows)]
    names = _names(named)
    people = [each.person for each in rows]
    held = store.casework.caseloads.held(people)
    users = {it.id: it.name for it in store.accounts.users.everybody(within=scope())}
    return render_template(
        "data_team/nccis_return/survey_list.html",
        of=of,
        part=part,
        school="" if school is None else _school(school or None, names),
        total=page.total,
        page=page,
        rows=rows,
        outcomes=OUTCOMES,
        activities=STORED,
        adviser=lambda person: users.get(held[person].user) if person in held else "",
        contacts=store.casework.contacts.last_of(people),
        place=lambda key: (names(key) or places.of_key(key)) if key else "",
    )


def _part() -> Part:
    """The part that the address names; an unknown one is not found."""
    given, school = request.args.get("outcome"), request.args.get("school")
    reason, group = request.args.get("reason"), request.args.get("group")
    known = {str(each): (each,) for each in SHOWN} | {EVERYONE: SHOWN}
    groups = {each: each for each in GROUPS}
    outcomes = FOLLOWED_UP if given is None else found(known.get(given))
    return Part(
        outcomes,
        school,
        found(_REASONS.get(reason)) if reason is not None else None,
        found(groups.get(group)) if group is not None else None,
    )


@bp.route("/returns/surveys/<int:number>/sign-off", methods=["GET", "POST"])
@requires(Permission.SIGN_OFF_RETURN, fresh=True)
def return_survey_sign_off(number: int) -> ResponseReturnValue:
    of, form = _survey(number), SignOff()
    if form.validate_on_submit():
        with refusals.in_form(form):
            survey_sign_off.sign(of, act=act())
            flash("The survey is signed off.")
            return redirect(url_for("data_team.return_survey", number=of.id))
    with refusals.kept() as obstacle:
        survey_sign_off.check(of, act=act())
    return render_template(
        "data_team/nccis_return/survey_sign_off.html",
        of=of,
        form=form,
        survey=survey,
        made=survey_figures.totals(of, sealed=return_counts_sealed()),
        counts=store.nccis_return.surveys.frozen(of.authority, of.left),
        obstacle=obstacle.sentence,
    )


@bp.get("/returns/surveys/<int:number>/file")
@requires(Permission.PREPARE_RETURN, offered_on="data_team.return_survey")
def return_survey_file(number: int) -> ResponseReturnValue:
    of, data = _survey(number), None
    with suppress(Refusal):
        data = survey_sign_off.file(of, act=act())
    return attachment(f"survey-{of.authority}-{of.left}-{of.id}.csv", found(data))


@bp.route("/returns/surveys/<int:number>/sent", methods=["GET", "POST"])
@requires(Permission.PREPARE_RETURN)
def return_survey_sent(number: int) -> ResponseReturnValue:
    of, form = _survey(number), Sent()
    if form.validate_on_submit():
        with refusals.in_form(form):
            survey_sign_off.record_sent(of, on=form.day.data, act=act())
            flash("The survey is marked as sent.")
            return redirect(url_for("data_team.return_survey", number=of.id))
    return render_template("data_team/nccis_return/survey_sent.html", of=of, form=form)
