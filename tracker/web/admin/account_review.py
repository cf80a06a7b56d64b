"""The accounts to confirm each September, by institution and by team."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker import actions, store
from tracker.access import Permission
from tracker.actions.accounts.review import confirming
from tracker.web import refusals
from tracker.web.acting import act
from tracker.web.admin import bp
from tracker.web.forms import Form
from tracker.web.front.incoming import number
from tracker.web.guard import found, may, me, requires, scope


@bp.get("/accounts-to-confirm")
@requires(Permission.CONFIRM_ACCOUNTS)
def account_review() -> ResponseReturnValue:
    review = confirming.open_review(me().authority)
    newest = store.accounts.reviews.newest(me().authority)
    closed = (
        store.accounts.reviews.closed_since(newest.closed_at, within=scope())
        if newest is not None
        and newest.closed_at is not None
        and may(Permission.MANAGE_USERS)
        else ()
    )
    permissions = me().does.permissions
    groups = [
        each
        for each in (confirming.groups(review) if review is not None else ())
        if confirming.may_confirm(each.key, permissions)
    ]
    return render_template(
        "admin/account_review.html",
        form=Form(),
        review=review,
        last_day=confirming.last_day(review) if review is not None else None,
        groups=groups,
        title_of=actions.work.account_items.title_of,
        to_confirm=sum(len(each.to_confirm) for each in groups),
        confirmed=sum(each.confirmed for each in groups),
        closed=closed,
        me=me(),
    )


@bp.post("/accounts-to-confirm")
@requires(Permission.CONFIRM_ACCOUNTS, fresh=True)
def account_confirm() -> ResponseReturnValue:
    numbers = [number(each) for each in request.form.getlist("account")]
    accounts = [
        found(store.accounts.users.get(each, within=scope()) if each else None)
        for each in dict.fromkeys(numbers)
    ]
    with refusals.flashed():
        many = confirming.confirm(
            accounts, permissions=me().does.permissions, act=act()
        )
        actions.work.account_items.refresh(
            confirming.open_review(me().authority), within=scope(), act=act()
        )
        flash(f"{many} confirmed for another year.")
    return redirect(url_for("admin.account_review"))
