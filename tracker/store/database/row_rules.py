"""Which rows of a table a role is shown, by the phrases of ``rights.csv``.

``all``: every row. ``authority``: rows of the authorities that are shown. ``authority
to read``: the same, and a row may be added for any authority. ``sign-in``: every row
while a user signs in. ``register``: rows that came with the register of schools.
``own``: rows of the institution at work. ``of own lists``: rows that belong to its
lists. ``COLUMN in TABLE``: rows whose row in that table is shown. ``or`` joins them.

See decisions 0164 and 0165.
"""

import re
from collections.abc import Iterator

from tracker.domain.reference.institution import REGISTER
from tracker.store.database.shown import SIGN_IN

_POLICY = "rows_shown"

#: The query for the statements that drop every rule.
DROPS = (
    "SELECT format('DROP POLICY %I ON %I', policyname, tablename) FROM pg_policies"
    f" WHERE schemaname = 'public' AND policyname LIKE '{_POLICY}%'"
)


def statements(table: str, rule: str, role: str, *, kind: str) -> Iterator[str]:
    """The statements that limit a role to some rows of a table, to read and to write.

    ``role`` is quoted for SQL; ``kind``, "application" or "institution", is part of the
    names of its policies. Raises ValueError for an unknown rule.
    """
    name = f"{_POLICY}_{kind}"
    shown = _condition(table, rule)
    if shown is not None:
        yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
    if rule == "authority to read":
        yield (
            f"CREATE POLICY {name}_added ON {table} FOR INSERT TO {role}"
            " WITH CHECK (true)"
        )
        yield f"CREATE POLICY {name} ON {table} FOR SELECT TO {role} USING ({shown})"
    else:
        # Row-level security may be on for the other role's sake; without a policy, no
        # row is shown.
        yield f"CREATE POLICY {name} ON {table} TO {role} USING ({shown or 'true'})"


def tables_named(table: str, rule: str) -> set[str]:
    """The other tables that a rule names. It cannot be made before they are there."""
    through = _THROUGH.fullmatch(rule)
    if through is not None:
        return {through[2]}
    return set().union(*(_NAMED.get((table, part), set()) for part in _OR(rule)))


def _condition(table: str, rule: str) -> str | None:
    """The SQL condition of a rule; None where a role is shown every row.

    Raises ValueError for an unknown rule.
    """
    if rule == "all":
        return None
    through = _THROUGH.fullmatch(rule)
    if through is not None:
        column, of = through.groups()
        return f"EXISTS (SELECT FROM {of} p WHERE p.id = {table}.{column})"
    parts = [_PARTS.get((table, part), _PARTS.get(("", part))) for part in _OR(rule)]
    if None in parts:
        raise ValueError(f"no rule of rows is called {rule!r}")
    return " OR ".join(filter(None, parts))


#: As a subquery, the setting is read once for each statement and not for each row.
_SHOWN = (
    "(SELECT string_to_array(current_setting('tracker.authorities', true), ','))"
    "::text[]"
)
_OWN = (
    "(SELECT string_to_array(current_setting('tracker.institutions', true), E'\\n'))"
    "::text[]"
)
_AUTHORITY = f"authority = ANY ({_SHOWN})"
_THROUGH = re.compile(r"(\w+) in (\w+)")
_OR = re.compile(" or ").split
#: The SQL of each part of a rule, by table; "" is any table.
_PARTS = {
    ("", "authority"): _AUTHORITY,
    ("", "authority to read"): _AUTHORITY,
    ("", "sign-in"): f"'{SIGN_IN}' = ANY ({_SHOWN})",
    ("import_batches", "register"): f"feed = '{REGISTER}'",
    ("entries", "register"): f"source = '{REGISTER}'",
    ("", "own"): f"{_AUTHORITY} AND institution = ANY ({_OWN})",
    ("sender_columns", "own"): f"{_AUTHORITY} AND sender = ANY ({_OWN})",
    # These subqueries obey the rules of sendings and tasks too.
    ("tasks", "of own lists"): "subject IN (SELECT 'sending ' || id FROM sendings)",
    ("import_batches", "of own lists"): (
        "id IN (SELECT batch_id FROM sendings) OR id IN"
        " (SELECT COALESCE(result ->> 'batch', arguments ->> 'batch')::bigint"
        " FROM tasks)"
    ),
}
_NAMED = {
    ("tasks", "of own lists"): {"sendings"},
    ("import_batches", "of own lists"): {"sendings", "tasks"},
}
