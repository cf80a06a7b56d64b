"""The keys of transfer files: our own to give away, and those of other councils."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker import actions, store
from tracker.access import Permission
from tracker.ciphers import signed_files
from tracker.domain.law.gateways import PartyKind
from tracker.domain.law.transfers.passing import TRANSFER
from tracker.web import refusals
from tracker.web.acting import act, today
from tracker.web.data_team import bp
from tracker.web.forms import SHORT, Form, Needed, Radios, Text
from tracker.web.guard import found, me, requires, scope
from tracker.wording import places


class Entering(Form):
    council = Radios("Whose key is it?", [Needed("Select a council.")])
    key = Text(
        "Key",
        [Needed("Enter the key."), SHORT],
        description="As the council sent it: 44 letters, digits and signs.",
    )
    fingerprint = Text(
        "Fingerprint, as the council read it out",
        [Needed("Enter the fingerprint."), SHORT],
        description="Ask for it on a telephone number that you have already, and not "
        "on one in the same message as the key. Spaces do not matter.",
    )


@bp.route("/transfers/keys", methods=["GET", "POST"])
@requires(Permission.IMPORT_FILES, fresh=True)
def transfer_keys() -> ResponseReturnValue:
    """Our key with its fingerprint, and the keys of councils with an agreement."""
    keys = actions.law.transfers.transfer_keys
    form = Entering()
    agreed = [
        each
        for each in store.law.agreements.by_gateway(TRANSFER, within=scope())
        if each.is_live(today())
    ]
    form.council.choices = [(each.party, each.party_name) for each in agreed]
    if form.validate_on_submit():
        with refusals.in_form(form, shown_at={"party": "council"}):
            party = actions.law.parties.named(
                PartyKind.AUTHORITY, form.council.data, by=me().authority
            )
            keys.enter(
                party,
                key=form.key.data or "",
                fingerprint=form.fingerprint.data or "",
                act=act(),
            )
            flash(f"The key of {party.name} is in use from now on.")
            return redirect(url_for("data_team.transfer_keys"))
    own = keys.made(act=act())
    return render_template(
        "data_team/transfers/keys.html",
        form=form,
        agreed=agreed,
        own=own,
        written=signed_files.written,
        spoken=signed_files.spoken,
        known=keys.known(act=act()),
        council=places.of_authority,
        names=store.accounts.users.names(within=scope()),
    )


@bp.post("/transfers/keys/own")
@requires(Permission.IMPORT_FILES)
def transfer_key_make() -> ResponseReturnValue:
    """Makes our key, unless there is one."""
    actions.law.transfers.transfer_keys.own(act=act())
    return redirect(url_for("data_team.transfer_keys"))


@bp.post("/transfers/keys/<int:number>/end")
@requires(Permission.IMPORT_FILES)
def transfer_key_end(number: int) -> ResponseReturnValue:
    """Ends the use of another council's key."""
    key = found(store.law.transfers.council_keys.get(number, within=scope()))
    with refusals.flashed():
        actions.law.transfers.transfer_keys.end(key.id, within=scope(), act=act())
        there = places.of_authority(key.party)
        flash(f"Nothing signed with this key of {there} is taken any more.")
    return redirect(url_for("data_team.transfer_keys"))
