"""The users: listed by role, invited, changed, closed, opened again."""

from collections.abc import Mapping, Sequence

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.validators import Length

from tracker import actions, store
from tracker.access import ROLES, Permission
from tracker.actions.accounts.links import Invited
from tracker.actions.accounts.review import confirming
from tracker.domain.reference.institution import Institution
from tracker.packing.program_files import COMMAND
from tracker.store.accounts.sessions import Seen
from tracker.store.accounts.users import User, state_of
from tracker.web import refusals
from tracker.web.acting import act, now
from tracker.web.admin import bp
from tracker.web.forms import Form, Needed, Radios, Text
from tracker.web.front import incoming
from tracker.web.guard import found, me, requires, scope
from tracker.web.look.listing import Filter, Listing, Option
from tracker.web.look.suggestions import suggestions
from tracker.wording.places import ANY_NUMBER, with_town

LONGEST_NAME = 100
#: How many schools and colleges are offered where several may be meant.
OFFERED = 10
#: The states of accounts in the order of their filter; the last two are of those to
#: check.
TO_CHECK, SAME = "to be looked at", "counts as one person with another account"
STATES = ("open", "invited", "closed", TO_CHECK, SAME)


class Account(Form):
    """What an administrator enters about a user."""

    name = Text(
        "Name",
        [
            Needed("Enter their name."),
            Length(max=LONGEST_NAME, message="Name must be 100 characters or fewer."),
        ],
    )
    role = Radios(
        "Role",
        [Needed("Select a role.")],
        choices=[(each.value, each.title) for each in ROLES.values()],
    )
    institution = Text(
        "School or college",
        description=(
            "For school and college users only. Enter a name, a town, or a "
            f"{ANY_NUMBER}. A former name will do."
        ),
    )
    provider_key = Radios("Which one do you mean?", choices=[], validate_choice=False)


class Invitation(Account):
    email = Text(
        "Email address", [Needed("Enter the email address they will sign in with.")]
    )


@bp.get("/users", endpoint="users")
@requires(Permission.MANAGE_USERS)
def everybody() -> ResponseReturnValue:
    seen = store.accounts.sessions.seen(within=scope())
    names = places([each.user.institution for each in seen])
    shown = listing(seen, names)
    return render_template(
        "admin/users.html",
        review_open=confirming.open_review(me().authority) is not None,
        was_reviewed=store.accounts.reviews.newest(me().authority) is not None,
        listing=shown,
        due=shown.count("state", TO_CHECK),
        to_check=TO_CHECK,
        alike=shown.count("state", SAME),
        same=SAME,
        places=names,
    )


def listing(seen: Sequence[Seen], places: Mapping[str, str]) -> Listing[Seen]:
    """Users as the page sorts and narrows them; by name, closed accounts last."""
    words = request.args.get("q", "").strip()[:LONGEST_NAME]

    def found(each: Seen) -> Sequence[Option]:
        own = f"{each.user.name} {each.user.email}".casefold()
        fits = all(word in own for word in words.casefold().split())
        return (Option(words, f"“{words}”"),) if fits else ()

    alike = _alike(seen)

    def states(each: Seen) -> Sequence[Option]:
        found = [state_of(each.user), *([TO_CHECK] if is_due(each.user) else [])]
        found += [SAME] if each.user.id in alike else []
        return [Option(state, state.capitalize()) for state in found]

    return Listing(
        seen,
        keys={
            "name": lambda each: each.user.name.casefold(),
            "role": lambda each: each.user.does.title,
            "account": lambda each: STATES.index(state_of(each.user)),
            "last": lambda each: each.last,
        },
        filters=(
            Filter("q", "Name or email address", found, typed=True),
            Filter("role", "Role", _role),
            Filter(
                "place",
                "School or college",
                lambda each: [
                    Option(key, places[key])
                    for key in (each.user.institution,)
                    if key is not None
                ],
            ),
            Filter("state", "Account", states, ordered=STATES),
        ),
    )


def _role(each: Seen) -> Sequence[Option]:
    return (Option(each.user.role, each.user.does.title),)


def _alike(seen: Sequence[Seen]) -> set[int]:
    """The accounts in use that count as one person's with another one in use.

    An account that an identity provider made has no form on which to warn of it.
    """
    users = [each.user for each in seen if each.user.closed_at is None]
    accounts = actions.accounts.review.one_person.Accounts(users)
    return {each.id for each in users if accounts.others(each)}


def is_due(user: User) -> bool:
    """Whether it is time to check that a user still works at the institution."""
    return store.accounts.users.is_due(user, now())


@bp.context_processor
def _of_accounts() -> dict[str, object]:
    """What the templates of users call."""
    return {"account_state": state_of, "is_due": is_due}


@bp.route("/users/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_USERS, fresh=True)
def user_new() -> ResponseReturnValue:
    form = Invitation()
    if form.validate_on_submit():
        place, is_clear = _place(form)
        if is_clear:
            with refusals.in_form(form):
                made = actions.accounts.users.invite(
                    email=form.email.data or "",
                    name=form.name.data or "",
                    role=form.role.data,
                    institution=place,
                    act=act(),
                )
                _deliver(made)
                _warn(made.user)
                return redirect(url_for("admin.user", number=made.user.id))
    elif not form.is_submitted():
        _begin_at(form, request.args.get("institution", ""))
    return render_template("admin/user_new.html", form=form, roles=ROLES)


def _warn(user: User) -> None:
    """Shows that an account counts as that of a person who has one already."""
    if sentence := actions.accounts.review.one_person.warning(user):
        flash(sentence, "refused")


def _begin_at(form: Invitation, key: str) -> None:
    """Fills in the school or college from whose page a user is invited."""
    known = store.institutions.register.directory().by_key(key) if key else None
    if known is not None:
        form.institution.data = known.urn or known.name
        is_school = known.kind == "school"
        form.role.data = "school-user" if is_school else "college-user"


def _deliver(made: Invited, command: str = "link") -> None:
    """Delivers a one-time link to its user. No page shows it, because an administrator
    who had it could become that user.
    """
    with_ = current_app.config["TRACKER"]
    went = actions.accounts.invitation_links.deliver(
        made,
        var=with_.var,
        server=with_.mail,
        address=with_.address,
        organisation=with_.organisation,
    )
    if went.by_mail:
        flash(f"A link was sent to {made.user.email}. It works once, for three days.")
        return
    if went.problem:
        flash("The link could not be sent: the mail server did not take it.", "refused")
    flash(
        f"A link for {made.user.name} is ready. Ask the person who runs the server to "
        f"print it with “{COMMAND} users {command} {made.user.email}”. It works once, "
        "for three days."
    )


def _place(form: Account) -> tuple[str | None, bool]:
    """The institution that the form means, and whether that is clear.

    Where several match, the form offers them. A role of the council has none.
    """
    if not ROLES[form.role.data].of_institution:
        return None, True
    words = (form.institution.data or "").strip()[:100]
    matches = (
        store.institutions.institution_names.find(words, limit=OFFERED) if words else []
    )
    by_key = {each.institution.key: each.institution for each in matches}
    if form.provider_key.data in by_key:
        return form.provider_key.data, True
    exact = [each for each in by_key.values() if _is_exactly(each, words)]
    if len(exact) == 1 or len(by_key) == 1:
        return (exact or list(by_key.values()))[0].key, True
    if not words:
        form.refuse("institution", "Select the school or college they work at.")
    elif not by_key:
        form.refuse("institution", "No school or college in the register matches.")
    else:
        form.provider_key.choices = [
            (key, with_town(each)) for key, each in by_key.items()
        ]
        form.refuse("provider_key", "Several have that name. Select the one you mean.")
    return None, False


def _is_exactly(institution: Institution, words: str) -> bool:
    numbers = (institution.urn, institution.laestab, institution.ukprn)
    same = store.database.search_keys.plain(
        institution.name
    ) == store.database.search_keys.plain(words)
    return words in numbers or same or words == with_town(institution)


def places(keys: list[str | None]) -> dict[str, str]:
    """The names of schools and colleges, by key."""
    register = store.institutions.register.directory()
    known = {key: register.by_key(key) for key in keys if key}
    return {key: it.name if it else "Not in the register" for key, it in known.items()}


@bp.get("/users/places")
@requires(Permission.MANAGE_USERS)
def user_places() -> ResponseReturnValue:
    """The answers of the type-ahead field while an administrator types."""
    words = request.args.get("q", "")[:100]
    matches = store.institutions.institution_names.find(words, limit=OFFERED)
    return suggestions(
        matches,
        lambda each: f"formerly {each.formerly}" if each.formerly else "",
        with_town,
    )


def _user(number: int) -> User:
    return found(store.accounts.users.get(number, within=scope()))


@bp.route("/users/<int:number>", methods=["GET", "POST"])
@requires(Permission.MANAGE_USERS, fresh=True)
def user(number: int) -> ResponseReturnValue:
    account = _user(number)
    form = Account(obj=account)
    if form.validate_on_submit():
        place, is_clear = _place(form)
        if is_clear:
            with refusals.in_form(form):
                actions.accounts.users.change(
                    account,
                    name=form.name.data or "",
                    role=form.role.data,
                    institution=place,
                    act=act(),
                )
                flash(f"The account of {account.name} has been changed.")
                _warn(account)
                return redirect(url_for("admin.user", number=number))
    elif not form.is_submitted() and account.institution:
        known = store.institutions.register.directory().by_key(account.institution)
        form.institution.data = (known.urn or known.name) if known else ""
    return render_template(
        "admin/user.html",
        form=form,
        account=account,
        last=store.accounts.sessions.last_seen(account),
        browsers=store.accounts.sessions.signed_in_now(
            account, since=now() - actions.accounts.sessions.IDLE
        ),
        is_me=account.id == me().id,
        same=actions.accounts.review.one_person.others_of(account),
        place=places([account.institution]).get(account.institution or "", ""),
        roles=ROLES,
    )


def _done(number: int, sentence: str) -> ResponseReturnValue:
    flash(sentence)
    return redirect(url_for("admin.user", number=number))


@bp.post("/users/<int:number>/close")
@requires(Permission.MANAGE_USERS, fresh=True)
def user_close(number: int) -> ResponseReturnValue:
    account = _user(number)
    with refusals.flashed():
        actions.accounts.users.close(account, act=act())
        flash(f"The account of {account.name} has been closed.")
    return redirect(url_for("admin.user", number=number))


@bp.post("/users/<int:number>/reopen")
@requires(Permission.MANAGE_USERS, fresh=True)
def user_reopen(number: int) -> ResponseReturnValue:
    account = _user(number)
    actions.accounts.users.reopen(account, act=act())
    return _done(number, f"The account of {account.name} is open again.")


@bp.post("/users/<int:number>/another-person")
@requires(Permission.MANAGE_USERS, fresh=True)
def user_distinguish(number: int) -> ResponseReturnValue:
    """Records that another account of the same name is of another person."""
    account = _user(number)
    with refusals.flashed():
        actions.accounts.review.one_person.distinguish(
            account,
            incoming.number(request.form.get("other")) or 0,
            within=scope(),
            act=act(),
        )
        flash("Recorded: they are two people of the same name.")
    return redirect(url_for("admin.user", number=number))


@bp.post("/users/<int:number>/link")
@requires(Permission.MANAGE_USERS, fresh=True)
def user_link(number: int) -> ResponseReturnValue:
    account = _user(number)
    if account.closed_at is not None:
        flash("Open the account before you make a new link.", "refused")
        return redirect(url_for("admin.user", number=number))
    _deliver(actions.accounts.users.invite_again(account, act=act()))
    return redirect(url_for("admin.user", number=number))


@bp.post("/users/<int:number>/reset-second-step")
@requires(Permission.MANAGE_USERS, fresh=True)
def user_reset(number: int) -> ResponseReturnValue:
    """Has a link sent to a user who lost every second factor, to begin again."""
    account = _user(number)
    if account.closed_at is not None:
        flash("Open the account before you make a new link.", "refused")
        return redirect(url_for("admin.user", number=number))
    made = actions.accounts.factors.reset.begin(account, act=act())
    _deliver(made, "reset-factors")
    return redirect(url_for("admin.user", number=number))


@bp.post("/users/<int:number>/sign-out")
@requires(Permission.MANAGE_USERS, fresh=True)
def user_sign_out(number: int) -> ResponseReturnValue:
    account = _user(number)
    actions.accounts.sessions.end_everywhere(account, act=act())
    return _done(number, f"{account.name} has been signed out on every device.")


@bp.post("/users/<int:number>/keep")
@requires(Permission.MANAGE_USERS, fresh=True)
def user_keep(number: int) -> ResponseReturnValue:
    account = _user(number)
    actions.accounts.users.mark_needed(account, act=act())
    return _done(
        number, f"The account of {account.name} has been kept for another year."
    )
