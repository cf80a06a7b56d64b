"""The audit in months that only grow, and the seals over its lines."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

INDEXES = {
    "ix_audit_at": ["authority", "at", "id"],
    "ix_audit_by": ["authority", "by", "at"],
    "ix_audit_action": ["authority", "action", "at"],
    "ix_audit_subject": ["authority", "subject", "at"],
}
COLUMNS = "id, authority, at, by, action, subject, detail"

REFUSED = """
CREATE FUNCTION audit_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'Nothing in % is ever changed or deleted.', TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END $$
"""

#: Owned by the owner of the tables: everything that a month of its own needs. Lines of
#: a month without one wait in audit_rest, so that no line is ever refused.
MONTH = """
CREATE FUNCTION audit_month(of date) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = SCHEMA, pg_temp SET lock_timeout = '5s' AS $$
DECLARE
  first timestamptz := date_trunc('month', of::timestamp) AT TIME ZONE 'UTC';
  after timestamptz :=
    (date_trunc('month', of::timestamp) + interval '1 month') AT TIME ZONE 'UTC';
  name text := 'audit_' || to_char(of, 'YYYY_MM');
BEGIN
  IF of NOT BETWEEN date '1990-01-01' AND (now() + interval '5 years')::date THEN
    RETURN false;
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('audit months', 0));
  IF to_regclass(name) IS NOT NULL THEN
    RETURN false;
  END IF;
  EXECUTE format('CREATE TABLE %I (LIKE audit INCLUDING DEFAULTS)', name);
  LOCK TABLE audit_rest IN ACCESS EXCLUSIVE MODE;
  EXECUTE format('INSERT INTO %I SELECT * FROM audit_rest'
    ' WHERE at >= $1 AND at < $2', name) USING first, after;
  ALTER TABLE audit_rest DISABLE TRIGGER audit_stays;
  DELETE FROM audit_rest WHERE at >= first AND at < after;
  ALTER TABLE audit_rest ENABLE TRIGGER audit_stays;
  EXECUTE format('ALTER TABLE audit ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
    name, first, after);
  EXECUTE format('CREATE TRIGGER audit_stays_whole BEFORE TRUNCATE ON %I'
    ' FOR EACH STATEMENT EXECUTE FUNCTION audit_stays()', name);
  RETURN true;
END $$
"""

#: The one way in which lines leave: a whole month that is past its retention, which is
#: never under two years, by the clock of the database. Its last seals stay.
DROP = """
CREATE FUNCTION audit_drop(of date) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = SCHEMA, pg_temp SET lock_timeout = '5s' AS $$
DECLARE
  first date := date_trunc('month', of::timestamp);
  name text := 'audit_' || to_char(of, 'YYYY_MM');
  years int;
  held bigint;
  sealed bigint;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('audit months', 0));
  IF to_regclass(name) IS NULL THEN
    RAISE EXCEPTION 'The audit has no month % of its own.', to_char(of, 'YYYY-MM');
  END IF;
  SELECT greatest(2, max(coalesce((s.value #>> '{}')::int, 6))) INTO years
    FROM (SELECT DISTINCT authority FROM audit_seals WHERE month = first) a
    LEFT JOIN settings s ON s.authority = a.authority AND s.name = 'audit_years';
  IF first + interval '1 month' > date_trunc('year', now() AT TIME ZONE 'UTC')
      - make_interval(years => coalesce(years, 6)) THEN
    RAISE EXCEPTION 'The month % is not past its retention.', to_char(of, 'YYYY-MM')
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  EXECUTE format('LOCK TABLE %I IN SHARE MODE', name);
  EXECUTE format('SELECT count(*) FROM %I', name) INTO held;
  SELECT coalesce(sum(lines), 0) INTO sealed FROM audit_seals WHERE month = first;
  IF held <> sealed THEN
    RAISE EXCEPTION 'The month % has lines that are not sealed, or has lost some.',
      to_char(of, 'YYYY-MM');
  END IF;
  INSERT INTO audit_dropped
    SELECT DISTINCT ON (authority) s.*, now()
      FROM (SELECT id, ledger, authority, month, number, ids, lines, sealed_at,
              previous_at, key, lines_hash, digests_hash, previous, hash
            FROM audit_seals WHERE month = first) s
      ORDER BY authority, number DESC;
  ALTER TABLE audit_seals DISABLE TRIGGER audit_stays;
  DELETE FROM audit_seals WHERE month = first;
  ALTER TABLE audit_seals ENABLE TRIGGER audit_stays;
  EXECUTE format('DROP TABLE %I', name);
  RETURN held;
END $$
"""

#: Emptied for a new demo, and only where a demo began the audit.
FORGET = """
CREATE FUNCTION audit_forget_demo() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = SCHEMA, pg_temp SET lock_timeout = '30s' AS $$
DECLARE
  part regclass;
BEGIN
  -- A line put before the first one does not make a demo of a council's database.
  IF EXISTS (SELECT FROM audit) AND (SELECT coalesce(bool_and(
      l.by = 'the demo' AND l.action = 'demo begun'), false)
      FROM audit l WHERE l.id <= 1) IS NOT TRUE THEN
    RAISE EXCEPTION 'Only the audit of a demo is ever emptied.'
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  ALTER TABLE audit DISABLE TRIGGER audit_stays_whole;
  ALTER TABLE audit_seals DISABLE TRIGGER audit_stays_whole;
  ALTER TABLE audit_dropped DISABLE TRIGGER audit_stays_whole;
  FOR part IN SELECT inhrelid::regclass FROM pg_inherits
      WHERE inhparent = 'audit'::regclass LOOP
    EXECUTE format('ALTER TABLE %s DISABLE TRIGGER audit_stays_whole', part);
  END LOOP;
  TRUNCATE audit, audit_seals, audit_dropped, audit_sealing RESTART IDENTITY;
  FOR part IN SELECT inhrelid::regclass FROM pg_inherits
      WHERE inhparent = 'audit'::regclass LOOP
    EXECUTE format('ALTER TABLE %s ENABLE TRIGGER audit_stays_whole', part);
  END LOOP;
  ALTER TABLE audit ENABLE TRIGGER audit_stays_whole;
  ALTER TABLE audit_seals ENABLE TRIGGER audit_stays_whole;
  ALTER TABLE audit_dropped ENABLE TRIGGER audit_stays_whole;
END $$
"""


def upgrade() -> None:
    # All or nothing: an upgrade that was stopped begins again from the start.
    op.execute("ALTER TABLE audit RENAME TO audit_before")
    op.execute("ALTER TABLE audit_before RENAME CONSTRAINT pk_audit TO pk_audit_before")
    for name in INDEXES:
        op.drop_index(name, "audit_before")
    op.execute(
        "CREATE TABLE audit (LIKE audit_before INCLUDING DEFAULTS,"
        " CONSTRAINT pk_audit PRIMARY KEY (id, at)) PARTITION BY RANGE (at)"
    )
    for name, columns in INDEXES.items():
        op.create_index(name, "audit", columns)
    op.execute("CREATE TABLE audit_rest PARTITION OF audit DEFAULT")
    _make_seals()
    op.execute(REFUSED)
    for table in ("audit", "audit_seals", "audit_dropped"):
        op.execute(
            f"CREATE TRIGGER audit_stays BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION audit_stays()"
        )
    for table in ("audit", "audit_rest", "audit_seals", "audit_dropped"):
        op.execute(
            f"CREATE TRIGGER audit_stays_whole BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION audit_stays()"
        )
    schema = op.get_bind().scalar(sa.text("SELECT quote_ident(current_schema())"))
    for function in (MONTH, DROP, FORGET):
        op.execute(function.replace("SCHEMA", schema))
    for name in ("audit_month(date)", "audit_drop(date)", "audit_forget_demo()"):
        op.execute(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC")
    _move_lines()


def _make_seals() -> None:
    op.create_table(
        "audit_seals",
        *_seal_columns(),
        sa.Column("digests", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_seals")),
    )
    op.create_index(
        "ix_audit_seals_chain",
        "audit_seals",
        ["authority", "month", "number"],
        unique=True,
    )
    op.create_index("ix_audit_seals_month", "audit_seals", ["month", "id"])
    op.create_table(
        "audit_dropped",
        *_seal_columns(),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_dropped")),
    )
    op.create_table(
        "audit_sealing",
        sa.Column("ledger", sa.String(), nullable=False),
        sa.Column("sealed_to", sa.BigInteger(), nullable=False),
        sa.Column("gaps", postgresql.INT8MULTIRANGE(), nullable=False),
        sa.Column("older_gaps", postgresql.INT8MULTIRANGE(), nullable=False),
        sa.Column("turned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("turned_xid", sa.BigInteger(), nullable=False),
        sa.Column("last_seal", sa.BigInteger(), nullable=False),
        sa.Column("filed", sa.BigInteger(), nullable=False),
        sa.Column("posted", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("ledger", name=op.f("pk_audit_sealing")),
    )


def _seal_columns() -> list[sa.Column]:
    return [
        sa.Column("id", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("ledger", sa.String(), nullable=False),
        sa.Column("authority", sa.String(length=3), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("ids", sa.String(), nullable=False),
        sa.Column("lines", sa.BigInteger(), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("previous_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("lines_hash", sa.LargeBinary(), nullable=False),
        sa.Column("digests_hash", sa.LargeBinary(), nullable=False),
        sa.Column("previous", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
    ]


def _move_lines() -> None:
    """Moves the lines, each into its month, in one reading of the old table."""
    op.execute(
        "DO $$ DECLARE each date; BEGIN"
        " FOR each IN SELECT DISTINCT date_trunc('month', at AT TIME ZONE 'UTC')::date"
        " FROM audit_before LOOP PERFORM audit_month(each); END LOOP; END $$"
    )
    op.execute(f"INSERT INTO audit ({COLUMNS}) SELECT {COLUMNS} FROM audit_before")
    op.execute("ALTER SEQUENCE audit_id_seq OWNED BY audit.id")
    op.drop_table("audit_before")


def downgrade() -> None:
    op.execute("CREATE TABLE audit_before (LIKE audit INCLUDING DEFAULTS)")
    op.execute("INSERT INTO audit_before SELECT * FROM audit")
    op.execute("ALTER SEQUENCE audit_id_seq OWNED BY audit_before.id")
    op.drop_table("audit")
    op.execute("ALTER TABLE audit_before RENAME TO audit")
    op.create_primary_key("pk_audit", "audit", ["id"])
    for name, columns in INDEXES.items():
        op.create_index(name, "audit", columns)
    for table in ("audit_seals", "audit_dropped", "audit_sealing"):
        op.drop_table(table)
    for name in (
        "audit_month(date)",
        "audit_drop(date)",
        "audit_forget_demo()",
        "audit_stays()",
    ):
        op.execute(f"DROP FUNCTION {name}")
