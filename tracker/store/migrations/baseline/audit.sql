-- Refuses every change of what stays, whoever asks for it.
CREATE FUNCTION audit_stays() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  RAISE EXCEPTION 'Nothing in % is ever changed or deleted.', TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END $$;

-- One action of a user or of the program, which stays as it was recorded.
CREATE TABLE audit (
    id bigserial,
    authority varchar(3) NOT NULL,
    at timestamptz NOT NULL,
    by varchar NOT NULL,
    action varchar NOT NULL,
    subject varchar NOT NULL,
    detail jsonb NOT NULL,
    CONSTRAINT pk_audit PRIMARY KEY (id, at)
) PARTITION BY RANGE (at);
CREATE INDEX ix_audit_action ON audit (authority, action, at);
CREATE INDEX ix_audit_at ON audit (authority, at, id);
CREATE INDEX ix_audit_by ON audit (authority, by, at);
CREATE INDEX ix_audit_people ON audit USING gin ((detail -> 'people'::text));
CREATE INDEX ix_audit_subject ON audit (authority, subject, at);
CREATE TRIGGER audit_stays BEFORE UPDATE OR DELETE ON audit
    FOR EACH ROW EXECUTE FUNCTION audit_stays();
CREATE TRIGGER audit_stays_whole BEFORE TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION audit_stays();

-- Lines of a month without a table of its own, so that no line is ever refused.
CREATE TABLE audit_rest PARTITION OF audit DEFAULT;
CREATE TRIGGER audit_stays_whole BEFORE TRUNCATE ON audit_rest
    FOR EACH STATEMENT EXECUTE FUNCTION audit_stays();

-- One seal over the lines of a month of one authority; each holds the one before it.
CREATE TABLE audit_seals (
    id bigint NOT NULL,
    ledger varchar NOT NULL,
    authority varchar(3) NOT NULL,
    month date NOT NULL,
    number integer NOT NULL,
    ids varchar NOT NULL,
    lines bigint NOT NULL,
    sealed_at timestamptz NOT NULL,
    previous_at timestamptz,
    key varchar NOT NULL,
    lines_hash bytea NOT NULL,
    digests_hash bytea NOT NULL,
    previous bytea NOT NULL,
    hash bytea NOT NULL,
    digests bytea NOT NULL,
    CONSTRAINT pk_audit_seals PRIMARY KEY (id)
);
CREATE UNIQUE INDEX ix_audit_seals_chain ON audit_seals (authority, month, number);
CREATE INDEX ix_audit_seals_month ON audit_seals (month, id);
CREATE TRIGGER audit_stays BEFORE UPDATE OR DELETE ON audit_seals
    FOR EACH ROW EXECUTE FUNCTION audit_stays();
CREATE TRIGGER audit_stays_whole BEFORE TRUNCATE ON audit_seals
    FOR EACH STATEMENT EXECUTE FUNCTION audit_stays();

-- The last seal of a chain whose month was deleted after its retention.
CREATE TABLE audit_dropped (
    id bigint NOT NULL,
    ledger varchar NOT NULL,
    authority varchar(3) NOT NULL,
    month date NOT NULL,
    number integer NOT NULL,
    ids varchar NOT NULL,
    lines bigint NOT NULL,
    sealed_at timestamptz NOT NULL,
    previous_at timestamptz,
    key varchar NOT NULL,
    lines_hash bytea NOT NULL,
    digests_hash bytea NOT NULL,
    previous bytea NOT NULL,
    hash bytea NOT NULL,
    dropped_at timestamptz NOT NULL,
    CONSTRAINT pk_audit_dropped PRIMARY KEY (id)
);
CREATE TRIGGER audit_stays BEFORE UPDATE OR DELETE ON audit_dropped
    FOR EACH ROW EXECUTE FUNCTION audit_stays();
CREATE TRIGGER audit_stays_whole BEFORE TRUNCATE ON audit_dropped
    FOR EACH STATEMENT EXECUTE FUNCTION audit_stays();

-- How far the lines of the audit are sealed.
CREATE TABLE audit_sealing (
    ledger varchar NOT NULL,
    sealed_to bigint NOT NULL,
    gaps int8multirange NOT NULL,
    older_gaps int8multirange NOT NULL,
    turned_at timestamptz NOT NULL,
    turned_xid bigint NOT NULL,
    last_seal bigint NOT NULL,
    filed bigint NOT NULL,
    posted bigint NOT NULL,
    CONSTRAINT pk_audit_sealing PRIMARY KEY (ledger)
);

-- The record of a deletion: the last seal of the chain, by its order of making.
CREATE TABLE deleted_audit_months (
    ledger varchar NOT NULL,
    seal bigint NOT NULL,
    key varchar NOT NULL,
    mark bytea NOT NULL,
    CONSTRAINT pk_deleted_audit_months PRIMARY KEY (ledger, seal)
);

-- Makes the table of a month, with everything that it needs, as the owner of the tables.
-- The lines of that month that wait in audit_rest move into it.
CREATE FUNCTION audit_month(of date) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp
    SET lock_timeout = '5s'
    AS $$
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
  IF first <= now() THEN
    LOCK TABLE audit IN SHARE ROW EXCLUSIVE MODE;
  END IF;
  IF to_regclass('public.' || quote_ident(name)) IS NOT NULL THEN
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
END $$;

-- The one way in which lines leave: a whole month that is past its retention, which is
-- never under two years, by the clock of the database. Its last seals stay.
CREATE FUNCTION audit_drop(of date) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp
    SET lock_timeout = '5s'
    AS $$
DECLARE
  first date := date_trunc('month', of::timestamp);
  name text := 'audit_' || to_char(of, 'YYYY_MM');
  years int;
  held bigint;
  sealed bigint;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('audit months', 0));
  IF to_regclass('public.' || quote_ident(name)) IS NULL THEN
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
END $$;

-- Emptied for a new demo, and only where a demo began the audit.
CREATE FUNCTION audit_forget_demo() RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp
    SET lock_timeout = '30s'
    AS $$
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
END $$;
