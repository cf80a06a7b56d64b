"""The school or college of the signed-in user, and the keys of its own files."""

from collections.abc import Iterable, Sequence

from flask import abort, make_response, render_template

from tracker import actions, domain, store
from tracker.access import Scope, authority_scope
from tracker.domain.law.agreements import Terms
from tracker.domain.reference.institution import Institution
from tracker.store.history.leaving import Stage
from tracker.store.intake.sendings import Sent
from tracker.web.acting import act
from tracker.web.guard import found, me, own_keys, register, scope


def institution_of(key: str) -> Institution:
    """An institution by the key that a user or a file has."""
    return store.institutions.institution_keys.institution_of(key, register())


def mine() -> Institution:
    """The institution of the signed-in user. Only for pages of schools and colleges."""
    key = me().institution
    assert key is not None
    return institution_of(key)


def own_sending(number: int) -> Sent:
    """A sending of this school or college; anybody else's is not found."""
    return found(store.intake.sendings.get(number, of=own_keys(), within=scope()))


def leavers_scope() -> Scope:
    """The leavers that the user may see: a school's own, under its present keys.

    For every query about leavers. ``guard.scope()`` has only the key stored with the
    user; queries about the school's own files take it with ``own_keys``.
    """
    if not me().does.of_institution:
        return me().scope
    return Scope(frozenset((me().authority,)), leavers_of=own_keys())


#: For a step of a school's page that only the council's own role can do.
as_council = store.database.shown.as_council


def everybody() -> Scope:
    """Every young person that the authority tracks.

    For questions that end at one institution's own leavers or lists but need others on
    the way: to compare with them, or to match a line.
    """
    return authority_scope(me().authority)


def authority_name() -> str:
    """The name of the authority."""
    code = domain.reference.codes.AUTHORITIES.get(me().authority)
    return f"Authority {me().authority}" if code is None else code.title


def refuse_while_suspended(*gateways: str) -> None:
    """Answers a school or college with a page that says so, while the asset owner has
    suspended a gateway by which it sees its leavers or pupils. Staff see them all the
    same.

    A step that only the council's own role can do.
    """
    if not me().does.of_institution:
        return
    for key in gateways:
        gateway = domain.law.gateways.GATEWAYS[key]
        since = actions.law.suspending.closed_since(gateway, act=act())
        if since is not None:
            page = render_template("school/leavers/suspended.html", since=since)
            abort(make_response(page, 403))


def wait_for_leavers(years: Sequence[int], stages: Iterable[Stage]) -> None:
    """Answers with a page that waits, unless these leavers can be shown at once.

    While their gateway is suspended, the answer to a school or college says so.
    """
    # A school's role may not request a task; the task makes everybody's leavers.
    with as_council():
        refuse_while_suspended("leavers")
        task = actions.worker.backlog.request_leavers(
            years, stages, act=act(), within=everybody()
        )
        if task is not None:
            abort(
                make_response(render_template("school/leavers/waiting.html", task=task))
            )


def wait_for_expected(*, closed_page: bool = True) -> Terms:
    """The agreement by which the institution is shown who is expected there.

    Without one the answer is a page with the reason, or not found, for a page about one
    young person; while today's rows are made, it is one that waits.
    """
    with as_council():
        standing = actions.year.expected.sharing_expected.standing(mine(), act=act())
        if standing.agreement is None and not closed_page:
            abort(404)
        if standing.agreement is None:
            page = render_template(
                "school/expected/closed.html", standing=standing, institution=mine()
            )
            abort(make_response(page))
        _make_ledger()
    return standing.agreement


def wait_for_ledger() -> None:
    """Answers with a page that waits, unless today's ledger of schools is made.

    While a gateway by which it is shown is suspended, the answer says so.
    """
    # A school's role may not request a task; the task makes everybody's rows.
    with as_council():
        refuse_while_suspended("own-pupils", "leavers")
        _make_ledger()


def _make_ledger() -> None:
    """Has the ledgers of today made, as the council; answers with a page that waits."""
    task = actions.year.cohort_ledgers.make_or_request(within=everybody(), act=act())
    if task is not None:
        abort(make_response(render_template("school/leavers/waiting.html", task=task)))
