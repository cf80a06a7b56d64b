-- The tables as the 91 migrations up to commit 22234563 made them, by pg_dump 18 and
-- tests/store/database/upgrades/schema_dump.py. The baseline makes the same. The part of
-- procrastinate has its licence in tracker/store/migrations/baseline/queue.sql.
CREATE TYPE public.procrastinate_job_event_type AS ENUM (
    'deferred',
    'started',
    'deferred_for_retry',
    'failed',
    'succeeded',
    'cancelled',
    'abort_requested',
    'aborted',
    'scheduled',
    'retried'
);
CREATE TYPE public.procrastinate_job_status AS ENUM (
    'todo',
    'doing',
    'succeeded',
    'failed',
    'cancelled',
    'aborting',
    'aborted'
);
CREATE TYPE public.procrastinate_job_to_defer_v1 AS (
	queue_name character varying,
	task_name character varying,
	priority integer,
	lock text,
	queueing_lock text,
	args jsonb,
	scheduled_at timestamp with time zone
);
CREATE FUNCTION public.audit_drop(of date) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    SET lock_timeout TO '5s'
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
CREATE FUNCTION public.audit_forget_demo() RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    SET lock_timeout TO '30s'
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
CREATE FUNCTION public.audit_month(of date) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    SET lock_timeout TO '5s'
    AS $_$
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
END $_$;
CREATE FUNCTION public.audit_stays() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  RAISE EXCEPTION 'Nothing in % is ever changed or deleted.', TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE FUNCTION public.note_not_known() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN INSERT INTO not_known_owed (authority, person_id) VALUES (NEW.authority, NEW.person_id); RETURN NULL; END $$;
CREATE FUNCTION public.procrastinate_cancel_job_v1(job_id bigint, abort boolean, delete_job boolean) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status = 'todo'
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        IF abort THEN
            UPDATE procrastinate_jobs
            SET abort_requested = true,
                status = CASE status
                    WHEN 'todo' THEN 'cancelled'::procrastinate_job_status ELSE status
                END
            WHERE id = job_id AND status IN ('todo', 'doing')
            RETURNING id INTO _job_id;
        ELSE
            UPDATE procrastinate_jobs
            SET status = 'cancelled'::procrastinate_job_status
            WHERE id = job_id AND status = 'todo'
            RETURNING id INTO _job_id;
        END IF;
    END IF;
    RETURN _job_id;
END;
$$;
CREATE FUNCTION public.procrastinate_defer_jobs_v1(jobs public.procrastinate_job_to_defer_v1[]) RETURNS bigint[]
    LANGUAGE plpgsql
    AS $$
DECLARE
    job_ids bigint[];
BEGIN
    WITH inserted_jobs AS (
        INSERT INTO procrastinate_jobs (queue_name, task_name, priority, lock, queueing_lock, args, scheduled_at)
        SELECT (job).queue_name,
               (job).task_name,
               (job).priority,
               (job).lock,
               (job).queueing_lock,
               (job).args,
               (job).scheduled_at
        FROM unnest(jobs) AS job
        RETURNING id
    )
    SELECT array_agg(id) FROM inserted_jobs INTO job_ids;
    RETURN job_ids;
END;
$$;
CREATE FUNCTION public.procrastinate_defer_periodic_job_v2(_queue_name character varying, _lock character varying, _queueing_lock character varying, _task_name character varying, _priority integer, _periodic_id character varying, _defer_timestamp bigint, _args jsonb) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
	_job_id bigint;
	_defer_id bigint;
BEGIN
    INSERT
        INTO procrastinate_periodic_defers (task_name, periodic_id, defer_timestamp)
        VALUES (_task_name, _periodic_id, _defer_timestamp)
        ON CONFLICT DO NOTHING
        RETURNING id into _defer_id;
    IF _defer_id IS NULL THEN
        RETURN NULL;
    END IF;
    UPDATE procrastinate_periodic_defers
        SET job_id = (
            SELECT COALESCE((
                SELECT unnest(procrastinate_defer_jobs_v1(
                    ARRAY[
                        ROW(
                            _queue_name,
                            _task_name,
                            _priority,
                            _lock,
                            _queueing_lock,
                            _args,
                            NULL::timestamptz
                        )
                    ]::procrastinate_job_to_defer_v1[]
                ))
            ), NULL)
        )
        WHERE id = _defer_id
        RETURNING job_id INTO _job_id;
    DELETE
        FROM procrastinate_periodic_defers
        USING (
            SELECT id
            FROM procrastinate_periodic_defers
            WHERE procrastinate_periodic_defers.task_name = _task_name
            AND procrastinate_periodic_defers.periodic_id = _periodic_id
            AND procrastinate_periodic_defers.defer_timestamp < _defer_timestamp
            ORDER BY id
            FOR UPDATE
        ) to_delete
        WHERE procrastinate_periodic_defers.id = to_delete.id;
    RETURN _job_id;
END;
$$;
CREATE TABLE public.procrastinate_jobs (
    id bigint NOT NULL,
    queue_name character varying(128) NOT NULL,
    task_name character varying(128) NOT NULL,
    lock text,
    args jsonb DEFAULT '{}'::jsonb NOT NULL,
    status public.procrastinate_job_status DEFAULT 'todo'::public.procrastinate_job_status NOT NULL,
    scheduled_at timestamp with time zone,
    attempts integer DEFAULT 0 NOT NULL,
    queueing_lock text,
    priority integer DEFAULT 0 NOT NULL,
    abort_requested boolean DEFAULT false NOT NULL,
    worker_id bigint,
    CONSTRAINT check_not_todo_abort_requested CHECK ((NOT ((status = 'todo'::public.procrastinate_job_status) AND (abort_requested = true))))
);
CREATE FUNCTION public.procrastinate_fetch_job_v2(target_queue_names character varying[], p_worker_id bigint) RETURNS public.procrastinate_jobs
    LANGUAGE plpgsql
    AS $$
DECLARE
	found_jobs procrastinate_jobs;
BEGIN
    WITH candidate AS (
        SELECT jobs.*
            FROM procrastinate_jobs AS jobs
            WHERE
                -- reject the job if its lock has earlier or higher priority jobs
                NOT EXISTS (
                    SELECT 1
                        FROM procrastinate_jobs AS other_jobs
                        WHERE
                            jobs.lock IS NOT NULL
                            AND other_jobs.lock = jobs.lock
                            AND (
                                -- job with same lock is already running
                                other_jobs.status = 'doing'
                                OR
                                -- job with same lock is waiting and has higher priority (or same priority but was queued first)
                                (
                                    other_jobs.status = 'todo'
                                    AND (
                                        other_jobs.priority > jobs.priority
                                        OR (
                                        other_jobs.priority = jobs.priority
                                        AND other_jobs.id < jobs.id
                                        )
                                    )
                                )
                            )
                )
                AND jobs.status = 'todo'
                AND (target_queue_names IS NULL OR jobs.queue_name = ANY( target_queue_names ))
                AND (jobs.scheduled_at IS NULL OR jobs.scheduled_at <= now())
            ORDER BY jobs.priority DESC, jobs.id ASC LIMIT 1
            FOR UPDATE OF jobs SKIP LOCKED
    )
    UPDATE procrastinate_jobs
        SET status = 'doing', worker_id = p_worker_id
        FROM candidate
        WHERE procrastinate_jobs.id = candidate.id
        RETURNING procrastinate_jobs.* INTO found_jobs;
 RETURN found_jobs;
END;
$$;
CREATE FUNCTION public.procrastinate_finish_job_v1(job_id bigint, end_status public.procrastinate_job_status, delete_job boolean) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF end_status NOT IN ('succeeded', 'failed', 'aborted') THEN
        RAISE 'End status should be either "succeeded", "failed" or "aborted" (job id: %)', job_id;
    END IF;
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = end_status,
            abort_requested = false,
            attempts = CASE status
                WHEN 'doing' THEN attempts + 1 ELSE attempts
            END
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" or "todo" status (job id: %)', job_id;
    END IF;
END;
$$;
CREATE FUNCTION public.procrastinate_notify_queue_abort_job_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    payload TEXT;
BEGIN
    SELECT json_build_object('type', 'abort_job_requested', 'job_id', NEW.id)::text INTO payload;
	PERFORM pg_notify('procrastinate_queue_v1#' || NEW.queue_name, payload);
	PERFORM pg_notify('procrastinate_any_queue_v1', payload);
	RETURN NEW;
END;
$$;
CREATE FUNCTION public.procrastinate_notify_queue_job_inserted_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    payload TEXT;
BEGIN
    SELECT json_build_object('type', 'job_inserted', 'job_id', NEW.id)::text INTO payload;
	PERFORM pg_notify('procrastinate_queue_v1#' || NEW.queue_name, payload);
	PERFORM pg_notify('procrastinate_any_queue_v1', payload);
	RETURN NEW;
END;
$$;
CREATE FUNCTION public.procrastinate_prune_stalled_workers_v1(seconds_since_heartbeat double precision) RETURNS TABLE(worker_id bigint)
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN QUERY
    DELETE FROM procrastinate_workers
    WHERE last_heartbeat < NOW() - (seconds_since_heartbeat || 'SECOND')::INTERVAL
    RETURNING procrastinate_workers.id;
END;
$$;
CREATE FUNCTION public.procrastinate_register_worker_v1() RETURNS TABLE(worker_id bigint)
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN QUERY
    INSERT INTO procrastinate_workers DEFAULT VALUES
    RETURNING procrastinate_workers.id;
END;
$$;
CREATE FUNCTION public.procrastinate_retry_job_v1(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
    _abort_requested boolean;
BEGIN
    SELECT abort_requested FROM procrastinate_jobs
    WHERE id = job_id AND status = 'doing'
    FOR UPDATE
    INTO _abort_requested;
    IF _abort_requested THEN
        UPDATE procrastinate_jobs
        SET status = 'failed'::procrastinate_job_status
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = 'todo'::procrastinate_job_status,
            attempts = attempts + 1,
            scheduled_at = retry_at,
            priority = COALESCE(new_priority, priority),
            queue_name = COALESCE(new_queue_name, queue_name),
            lock = COALESCE(new_lock, lock)
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" status (job id: %)', job_id;
    END IF;
END;
$$;
CREATE FUNCTION public.procrastinate_retry_job_v2(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
    _abort_requested boolean;
    _current_status procrastinate_job_status;
BEGIN
    SELECT status, abort_requested FROM procrastinate_jobs
    WHERE id = job_id AND status IN ('doing', 'failed')
    FOR UPDATE
    INTO _current_status, _abort_requested;
    IF _current_status = 'doing' AND _abort_requested THEN
        UPDATE procrastinate_jobs
        SET status = 'failed'::procrastinate_job_status
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = 'todo'::procrastinate_job_status,
            attempts = attempts + 1,
            scheduled_at = retry_at,
            priority = COALESCE(new_priority, priority),
            queue_name = COALESCE(new_queue_name, queue_name),
            lock = COALESCE(new_lock, lock)
        WHERE id = job_id AND status IN ('doing', 'failed')
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        RAISE 'Job was not found or has an invalid status to retry (job id: %)', job_id;
    END IF;
END;
$$;
CREATE FUNCTION public.procrastinate_trigger_abort_requested_events_procedure_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type)
        VALUES (NEW.id, 'abort_requested'::procrastinate_job_event_type);
    RETURN NEW;
END;
$$;
CREATE FUNCTION public.procrastinate_trigger_function_scheduled_events_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type, at)
        VALUES (NEW.id, 'scheduled'::procrastinate_job_event_type, NEW.scheduled_at);
	RETURN NEW;
END;
$$;
CREATE FUNCTION public.procrastinate_trigger_function_status_events_insert_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type)
        VALUES (NEW.id, 'deferred'::procrastinate_job_event_type);
	RETURN NEW;
END;
$$;
CREATE FUNCTION public.procrastinate_trigger_function_status_events_update_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    WITH t AS (
        SELECT CASE
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND NEW.status = 'doing'::procrastinate_job_status
                THEN 'started'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'deferred_for_retry'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'failed'::procrastinate_job_status
                THEN 'failed'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'succeeded'::procrastinate_job_status
                THEN 'succeeded'::procrastinate_job_event_type
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND (
                    NEW.status = 'cancelled'::procrastinate_job_status
                    OR NEW.status = 'failed'::procrastinate_job_status
                    OR NEW.status = 'succeeded'::procrastinate_job_status
                )
                THEN 'cancelled'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'aborted'::procrastinate_job_status
                THEN 'aborted'::procrastinate_job_event_type
            WHEN OLD.status = 'failed'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'retried'::procrastinate_job_event_type
            ELSE NULL
        END as event_type
    )
    INSERT INTO procrastinate_events(job_id, type)
        SELECT NEW.id, t.event_type
        FROM t
        WHERE t.event_type IS NOT NULL;
	RETURN NEW;
END;
$$;
CREATE FUNCTION public.procrastinate_unlink_periodic_defers_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE procrastinate_periodic_defers
    SET job_id = NULL
    WHERE job_id = OLD.id;
    RETURN OLD;
END;
$$;
CREATE FUNCTION public.procrastinate_unregister_worker_v1(worker_id bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    DELETE FROM procrastinate_workers
    WHERE id = worker_id;
END;
$$;
CREATE FUNCTION public.procrastinate_update_heartbeat_v1(worker_id bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE procrastinate_workers
    SET last_heartbeat = NOW()
    WHERE id = worker_id;
END;
$$;
CREATE TABLE public.account_letters (
    id bigint NOT NULL,
    user_id bigint NOT NULL,
    letter character varying NOT NULL,
    made_at timestamp with time zone NOT NULL
);
CREATE SEQUENCE public.account_letters_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.account_letters_id_seq OWNED BY public.account_letters.id;
CREATE TABLE public.account_links (
    digest character varying(64) NOT NULL,
    user_id bigint NOT NULL,
    until timestamp with time zone NOT NULL,
    used_at timestamp with time zone,
    made_by character varying,
    resets_factors boolean NOT NULL
);
CREATE TABLE public.account_reviews (
    authority character varying(3) NOT NULL,
    year integer NOT NULL,
    opened_on date NOT NULL,
    reminders integer NOT NULL,
    closed_at timestamp with time zone
);
CREATE TABLE public.agreements (
    id bigint NOT NULL,
    authority character varying(3) NOT NULL,
    reference character varying NOT NULL,
    gateway character varying NOT NULL,
    party_kind character varying NOT NULL,
    party character varying NOT NULL,
    party_name character varying NOT NULL,
    fields text[] NOT NULL,
    conditions character varying NOT NULL,
    starts date NOT NULL,
    ends date,
    review_on date NOT NULL,
    proposed_by character varying NOT NULL,
    proposed_at timestamp with time zone NOT NULL,
    signed_by character varying,
    signed_at timestamp with time zone,
    declined_by character varying,
    declined_at timestamp with time zone,
    ended_on date,
    reason character varying NOT NULL,
    CONSTRAINT ck_agreements_days CHECK ((ends >= starts)),
    CONSTRAINT ck_agreements_declined CHECK (((declined_at IS NULL) = (declined_by IS NULL))),
    CONSTRAINT ck_agreements_party_kind CHECK (((party_kind)::text = ANY ((ARRAY['institution'::character varying, 'authority'::character varying, 'service'::character varying, 'department'::character varying, 'jobcentre'::character varying, 'body'::character varying, 'person'::character varying])::text[]))),
    CONSTRAINT ck_agreements_signed CHECK (((signed_at IS NULL) = (signed_by IS NULL))),
    CONSTRAINT ck_agreements_two_people CHECK (((signed_by)::text <> (proposed_by)::text))
);
CREATE SEQUENCE public.agreements_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.agreements_id_seq OWNED BY public.agreements.id;
CREATE TABLE public.alembic_version (
    version_num character varying(32) NOT NULL
);
CREATE TABLE public.apart (
    record character varying NOT NULL,
    person bigint NOT NULL,
    decided_by character varying NOT NULL
);
CREATE TABLE public.audit (
    id bigint NOT NULL,
    authority character varying(3) NOT NULL,
    at timestamp with time zone NOT NULL,
    by character varying NOT NULL,
    action character varying NOT NULL,
    subject character varying NOT NULL,
    detail jsonb NOT NULL
)
PARTITION BY RANGE (at);
CREATE TABLE public.audit_dropped (
    id bigint NOT NULL,
    ledger character varying NOT NULL,
    authority character varying(3) NOT NULL,
    month date NOT NULL,
    number integer NOT NULL,
    ids character varying NOT NULL,
    lines bigint NOT NULL,
    sealed_at timestamp with time zone NOT NULL,
    previous_at timestamp with time zone,
    key character varying NOT NULL,
    lines_hash bytea NOT NULL,
    digests_hash bytea NOT NULL,
    previous bytea NOT NULL,
    hash bytea NOT NULL,
    dropped_at timestamp with time zone NOT NULL
);
CREATE SEQUENCE public.audit_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.audit_id_seq OWNED BY public.audit.id;
CREATE TABLE public.audit_rest (
    id bigint DEFAULT nextval('public.audit_id_seq'::regclass) NOT NULL,
    authority character varying(3) NOT NULL,
    at timestamp with time zone NOT NULL,
    by character varying NOT NULL,
    action character varying NOT NULL,
    subject character varying NOT NULL,
    detail jsonb NOT NULL
);
CREATE TABLE public.audit_sealing (
    ledger character varying NOT NULL,
    sealed_to bigint NOT NULL,
    gaps int8multirange NOT NULL,
    older_gaps int8multirange NOT NULL,
    turned_at timestamp with time zone NOT NULL,
    turned_xid bigint NOT NULL,
    last_seal bigint NOT NULL,
    filed bigint NOT NULL,
    posted bigint NOT NULL
);
CREATE TABLE public.audit_seals (
    id bigint NOT NULL,
    ledger character varying NOT NULL,
    authority character varying(3) NOT NULL,
    month date NOT NULL,
    number integer NOT NULL,
    ids character varying NOT NULL,
    lines bigint NOT NULL,
    sealed_at timestamp with time zone NOT NULL,
    previous_at timestamp with time zone,
    key character varying NOT NULL,
    lines_hash bytea NOT NULL,
    digests_hash bytea NOT NULL,
    previous bytea NOT NULL,
    hash bytea NOT NULL,
    digests bytea NOT NULL
);
CREATE TABLE public.authenticator_apps (
    user_id bigint NOT NULL,
    secret bytea NOT NULL,
    started_at timestamp with time zone NOT NULL,
    confirmed_at timestamp with time zone,
    used_at timestamp with time zone,
    last_step bigint
);
CREATE TABLE public.batch_answers (
    id bigint NOT NULL,
    batch_id bigint NOT NULL,
    kind character varying NOT NULL,
    question character varying NOT NULL,
    answer jsonb NOT NULL,
    answered_by character varying NOT NULL,
    answered_at timestamp with time zone NOT NULL
);
CREATE SEQUENCE public.batch_answers_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.batch_answers_id_seq OWNED BY public.batch_answers.id;
CREATE TABLE public.begun_sign_ins (
    digest character varying(64) NOT NULL,
    user_id bigint,
    hides boolean NOT NULL,
    began_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    failures integer NOT NULL,
    code character varying(64),
    code_at timestamp with time zone,
    codes integer NOT NULL,
    account character varying(64) NOT NULL
);
CREATE TABLE public.case_events (
    id bigint NOT NULL,
    authority character varying(3) NOT NULL,
    case_id bigint NOT NULL,
    what character varying NOT NULL,
    at timestamp with time zone NOT NULL,
    evidence character varying NOT NULL,
    outcome character varying NOT NULL,
    months integer NOT NULL,
    note character varying NOT NULL,
    made_by character varying NOT NULL,
    made_at timestamp with time zone NOT NULL
);
CREATE SEQUENCE public.case_events_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.case_events_id_seq OWNED BY public.case_events.id;
CREATE TABLE public.case_people (
    case_id bigint NOT NULL,
    person_id bigint NOT NULL,
    authority character varying(3) NOT NULL
);
CREATE TABLE public.caseload (
    person_id bigint NOT NULL,
    authority character varying(3) NOT NULL,
    user_id bigint NOT NULL,
    since date NOT NULL,
    hand_over_id bigint NOT NULL
);
CREATE TABLE public.cases (
    id bigint NOT NULL,
    authority character varying(3) NOT NULL,
    kind character varying NOT NULL,
    number integer NOT NULL,
    reference character varying NOT NULL,
    title character varying NOT NULL,
    requester character varying NOT NULL,
    requester_name character varying NOT NULL,
    ground character varying NOT NULL,
    affected character varying NOT NULL,
    recipient character varying NOT NULL,
    holder_id bigint,
    received_at timestamp with time zone NOT NULL,
    next_step character varying NOT NULL,
    outcome character varying NOT NULL,
    due_on date,
    due_at timestamp with time zone,
    paused_since date,
    clock_met_at timestamp with time zone,
    review_on date,
    opened_by character varying NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    closed_by character varying,
    closed_at timestamp with time zone,
    CONSTRAINT ck_cases_closed CHECK (((closed_at IS NULL) = (closed_by IS NULL))),
    CONSTRAINT ck_cases_due CHECK (((due_on IS NULL) = (due_at IS NULL))),
    CONSTRAINT ck_cases_ground CHECK (((ground)::text = ANY ((ARRAY['research'::character varying, 'public task'::character varying, 'all use but storage'::character varying, ''::character varying])::text[]))),
    CONSTRAINT ck_cases_kind CHECK (((kind)::text = ANY ((ARRAY['subject-access'::character varying, 'correction'::character varying, 'objection'::character varying, 'restriction-of-processing'::character varying, 'erasure'::character varying, 'complaint'::character varying, 'third-party-request'::character varying, 'breach'::character varying, 'safeguarding-share'::character varying])::text[]))),
    CONSTRAINT ck_cases_recipient CHECK ((((recipient)::text <> ''::text) OR ((outcome)::text <> 'shared'::text))),
    CONSTRAINT ck_cases_requester CHECK (((requester)::text = ANY ((ARRAY['young person'::character varying, 'parent'::character varying, 'third party'::character varying, 'council'::character varying])::text[])))
);
CREATE SEQUENCE public.cases_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.cases_id_seq OWNED BY public.cases.id;
CREATE TABLE public.confirmed_rules (
    id bigint NOT NULL,
    authority character varying(3) NOT NULL,
    category character varying NOT NULL,
    applies_to character varying NOT NULL,
    terms character varying NOT NULL,
    confirmed_by character varying NOT NULL,
    confirmed_at timestamp with time zone NOT NULL
);
CREATE SEQUENCE public.confirmed_rules_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.confirmed_rules_id_seq OWNED BY public.confirmed_rules.id;
CREATE TABLE public.contact_notes (
    id bigint NOT NULL,
    contact_id bigint NOT NULL,
    corrects boolean NOT NULL,
    note character varying NOT NULL,
    written_at timestamp with time zone NOT NULL,
    written_by character varying NOT NULL,
    made_on date,
    outcome character varying,
    channel character varying,
    spoke_with character varying,
    purpose character varying,
    visibility character varying,
    number character varying,
    CONSTRAINT ck_contact_notes_channel CHECK (((channel)::text = ANY ((ARRAY['phone'::character varying, 'text'::character varying, 'email'::character varying, 'visit'::character varying, 'meeting'::character varying, 'letter'::character varying, 'social message'::character varying, 'video call'::character varying, 'group session'::character varying, 'status update'::character varying, 'note'::character varying])::text[]))),
    CONSTRAINT ck_contact_notes_outcome CHECK (((outcome)::text = ANY ((ARRAY['spoke to the young person'::character varying, 'spoke to a parent or carer'::character varying, 'spoke to their school, college, provider or employer'::character varying, 'left a voicemail'::character varying, 'wrong number'::character varying, 'no answer'::character varying, 'refused'::character varying, 'a note only'::character varying, 'did not attend'::character varying, 'cancelled'::character varying])::text[]))),
    CONSTRAINT ck_contact_notes_purpose CHECK (((purpose)::text = ANY ((ARRAY[''::character varying, 'find out what they are doing'::character varying, 'help into learning or work'::character varying, 'help to stay there'::character varying, 'plan or referral'::character varying, 'something else'::character varying])::text[]))),
    CONSTRAINT ck_contact_notes_visibility CHECK (((visibility)::text = ANY ((ARRAY['team'::character varying, 'restricted'::character varying])::text[])))
);
CREATE SEQUENCE public.contact_notes_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.contact_notes_id_seq OWNED BY public.contact_notes.id;
CREATE TABLE public.contacts (
    id bigint NOT NULL,
    authority character varying(3) NOT NULL,
    person_id bigint NOT NULL,
    entry_id bigint NOT NULL,
    session_id bigint,
    made_on date NOT NULL,
    outcome character varying NOT NULL,
    channel character varying NOT NULL,
    spoke_with character varying NOT NULL,
    note character varying NOT NULL,
    visibility character varying NOT NULL,
    number character varying,
    written_at timestamp with time zone NOT NULL,
    written_by character varying NOT NULL,
    withdrawn_at timestamp with time zone,
    purpose character varying,
    row_id bigint,
    CONSTRAINT ck_contacts_channel CHECK (((channel)::text = ANY ((ARRAY['phone'::character varying, 'text'::character varying, 'email'::character varying, 'visit'::character varying, 'meeting'::character varying, 'letter'::character varying, 'social message'::character varying, 'video call'::character varying, 'group session'::character varying, 'status update'::character varying, 'note'::character varying])::text[]))),
    CONSTRAINT ck_contacts_outcome CHECK (((outcome)::text = ANY ((ARRAY['spoke to the young person'::character varying, 'spoke to a parent or carer'::character varying, 'spoke to their school, college, provider or employer'::character varying, 'left a voicemail'::character varying, 'wrong number'::character varying, 'no answer'::character varying, 'refused'::character varying, 'a note only'::character varying, 'did not attend'::character varying, 'cancelled'::character varying])::text[]))),
    CONSTRAINT ck_contacts_purpose CHECK (((purpose)::text = ANY ((ARRAY['find out what they are doing'::character varying, 'help into learning or work'::character varying, 'help to stay there'::character varying, 'plan or referral'::character varying, 'something else'::character varying])::text[]))),
    CONSTRAINT ck_contacts_visibility CHECK (((visibility)::text = ANY ((ARRAY['team'::character varying, 'restricted'::character varying])::text[])))
);
CREATE SEQUENCE public.contacts_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.contacts_id_seq OWNED BY public.contacts.id;
CREATE TABLE public.copy_redactions (
    id bigint NOT NULL,
    authority character varying(3) NOT NULL,
    copy_id bigint NOT NULL,
    place character varying NOT NULL,
    words bytea NOT NULL,
    code character varying NOT NULL,
    made_by character varying NOT NULL,
    made_at timestamp with time zone NOT NULL
);
CREATE SEQUENCE public.copy_redactions_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.copy_redactions_id_seq OWNED BY public.copy_redactions.id;
CREATE TABLE public.correction_notices (
    id bigint NOT NULL,
    authority character varying(3) NOT NULL,
    case_id bigint NOT NULL,
    person_id bigint NOT NULL,
    party_kind character varying NOT NULL,
    party character varying NOT NULL,
    party_name character varying NOT NULL,
    fields text[] NOT NULL,
    lines jsonb NOT NULL,
    given text[] NOT NULL,
    how character varying NOT NULL,
    made_by character varying NOT NULL,
    made_at timestamp with time zone NOT NULL,
    dispatched_by character varying,
    dispatched_at timestamp with time zone,
    CONSTRAINT ck_correction_notices_dispatched CHECK (((dispatched_at IS NULL) = (dispatched_by IS NULL))),
    CONSTRAINT ck_correction_notices_party_kind CHECK (((party_kind)::text = ANY ((ARRAY['institution'::character varying, 'authority'::character varying, 'service'::character varying, 'department'::character varying, 'jobcentre'::character varying, 'body'::character varying, 'person'::character varying])::text[])))
);
CREATE SEQUENCE public.correction_notices_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.correction_notices_id_seq OWNED BY public.correction_notices.id;
CREATE TABLE public.corrections (
    id bigint NOT NULL,
    authority character varying(3) NOT NULL,
    institution character varying NOT NULL,
    person_id bigint NOT NULL,
    doing character varying NOT NULL,
    place jsonb,
    place_name character varying NOT NULL,
    since date,
    how character varying NOT NULL,
    note character varying NOT NULL,
    state character varying NOT NULL,
    answer character varying NOT NULL,
    entry_id bigint,
    confirmed_entry_id bigint,
    reported_by character varying NOT NULL,
    reported_at timestamp with time zone NOT NULL,
    decided_by character varying,
    decided_at timestamp with time zone,
    CONSTRAINT ck_corrections_decided CHECK (((decided_at IS NULL) = (decided_by IS NULL))),
    CONSTRAINT ck_corrections_state CHECK (((state)::text = ANY ((ARRAY['waiting'::character varying, 'accepted'::character varying, 'declined'::character varying])::text[]))),
    CONSTRAINT ck_corrections_waiting CHECK ((((state)::text = 'waiting'::text) = (decided_at IS NULL)))
);
CREATE SEQUENCE public.corrections_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.corrections_id_seq OWNED BY public.corrections.id;
CREATE TABLE public.council_keys (
    id bigint NOT NULL,
    authority character varying(3) NOT NULL,
    party character varying(3) NOT NULL,
    fingerprint character varying(64) NOT NULL,
    public bytea NOT NULL,
    agreement_id bigint NOT NULL,
    entered_at timestamp with time zone NOT NULL,
    entered_by character varying NOT NULL,
    ended_at timestamp with time zone,
    ended_by character varying,
    CONSTRAINT ck_council_keys_ended CHECK (((ended_at IS NULL) = (ended_by IS NULL)))
);
CREATE SEQUENCE public.council_keys_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.council_keys_id_seq OWNED BY public.council_keys.id;
CREATE TABLE public.covers (
    id bigint NOT NULL,
    authority character varying(3) NOT NULL,
    user_id bigint NOT NULL,
    colleague_id bigint NOT NULL,
    first date NOT NULL,
    last date NOT NULL,
    note character varying NOT NULL,
    made_at timestamp with time zone NOT NULL,
    made_by character varying NOT NULL,
    ended_at timestamp with time zone,
    CONSTRAINT ck_covers_first CHECK ((first <= last)),
    CONSTRAINT ck_covers_not_by_themselves CHECK ((colleague_id <> user_id))
);
CREATE SEQUENCE public.covers_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.covers_id_seq OWNED BY public.covers.id;
CREATE TABLE public.deleted_audit_months (
    ledger character varying NOT NULL,
    seal bigint NOT NULL,
    key character varying NOT NULL,
    mark bytea NOT NULL
);
CREATE TABLE public.derivations (
    meaning character varying NOT NULL
);
CREATE TABLE public.disclosed_people (
    disclosure_id bigint NOT NULL,
    person_id bigint NOT NULL
);
CREATE TABLE public.disclosures (
    id bigint NOT NULL,
    authority character varying(3) NOT NULL,
    state character varying NOT NULL,
    year smallint,
    number integer,
    gateway character varying NOT NULL,
    agreement_id bigint,
    party_kind character varying NOT NULL,
    party character varying NOT NULL,
    party_name character varying NOT NULL,
    what character varying NOT NULL,
    purpose character varying NOT NULL,
    fields text[] NOT NULL,
    people integer NOT NULL,
    known_at timestamp with time zone,
    expires_on date,
    requested_by character varying,
    requested_at timestamp with time zone,
    decided_by character varying,
    decided_at timestamp with time zone,
    reason character varying NOT NULL,
    made_by character varying,
    made_at timestamp with time zone,
    case_id bigint,
    CONSTRAINT ck_disclosures_decided CHECK (((decided_at IS NULL) = (decided_by IS NULL))),
    CONSTRAINT ck_disclosures_made CHECK ((((state)::text = 'made'::text) = (made_at IS NOT NULL))),
    CONSTRAINT ck_disclosures_numbered CHECK (((made_at IS NULL) = (number IS NULL))),
    CONSTRAINT ck_disclosures_party_kind CHECK (((party_kind)::text = ANY ((ARRAY['institution'::character varying, 'authority'::character varying, 'service'::character varying, 'department'::character varying, 'jobcentre'::character varying, 'body'::character varying, 'person'::character varying])::text[]))),
    CONSTRAINT ck_disclosures_requested CHECK (((requested_at IS NULL) = (requested_by IS NULL))),
    CONSTRAINT ck_disclosures_state CHECK (((state)::text = ANY ((ARRAY['requested'::character varying, 'approved'::character varying, 'declined'::character varying, 'made'::character varying])::text[]))),
    CONSTRAINT ck_disclosures_two_people CHECK (((decided_by)::text <> (requested_by)::text))
);
CREATE SEQUENCE public.disclosures_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.disclosures_id_seq OWNED BY public.disclosures.id;
CREATE TABLE public.disposal_people (
    disposal_id bigint NOT NULL,
    person_id bigint NOT NULL
);
CREATE TABLE public.disposals (
    id bigint NOT NULL,
    authority character varying(3) NOT NULL,
    on_day date NOT NULL,
    people integer NOT NULL,
    counts jsonb NOT NULL,
    lines jsonb NOT NULL,
    proposed_by character varying NOT NULL,
    proposed_at timestamp with time zone NOT NULL,
    approved_by character varying,
    approved_at timestamp with time zone,
    declined_by character varying,
    declined_at timestamp with time zone,
    reason character varying NOT NULL,
    begun_by character varying,
    begun_at timestamp with time zone,
    finished_at timestamp with time zone,
    people_done integer NOT NULL,
    left_out integer NOT NULL,
    done jsonb NOT NULL,
    lines_done jsonb NOT NULL,
    CONSTRAINT ck_disposals_approved CHECK (((approved_at IS NULL) = (approved_by IS NULL))),
    CONSTRAINT ck_disposals_declined CHECK (((declined_at IS NULL) = (declined_by IS NULL))),
    CONSTRAINT ck_disposals_one_end CHECK (((approved_at IS NULL) OR (declined_at IS NULL))),
    CONSTRAINT ck_disposals_two_people CHECK (((approved_by)::text <> (proposed_by)::text))
);
CREATE SEQUENCE public.disposals_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.disposals_id_seq OWNED BY public.disposals.id;
CREATE TABLE public.document_contents (
    row_id bigint NOT NULL,
    authority character varying(3) NOT NULL,
    content bytea NOT NULL
);
ALTER TABLE ONLY public.document_contents ALTER COLUMN content SET STORAGE EXTERNAL;
CREATE TABLE public.document_files (
    row_id bigint NOT NULL,
    authority character varying(3) NOT NULL,
    name character varying NOT NULL,
    media_type character varying NOT NULL,
    size integer NOT NULL,
    sha256 character varying(64) NOT NULL,
    kept_at timestamp with time zone NOT NULL
);
CREATE TABLE public.documents (
    id bigint NOT NULL,
    authority character varying(3) NOT NULL,
    person_id bigint NOT NULL,
    row_id bigint NOT NULL,
    title character varying NOT NULL,
    kind character varying NOT NULL,
    made_on date,
    visibility character varying NOT NULL,
    written_at timestamp with time zone NOT NULL,
    written_by character varying NOT NULL,
    CONSTRAINT ck_documents_visibility CHECK (((visibility)::text = ANY ((ARRAY['team'::character varying, 'restricted'::character varying])::text[])))
);
CREATE SEQUENCE public.documents_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.documents_id_seq OWNED BY public.documents.id;
CREATE TABLE public.entries (
    id bigint NOT NULL,
    authority character varying(3) NOT NULL,
    batch_id bigint,
    source character varying NOT NULL,
    made_by character varying NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    withdrawn_at timestamp with time zone,
    withdrawn_by character varying,
    passed_on_by character varying(3),
    passed_line integer,
    passed_as_typed boolean,
    CONSTRAINT ck_entries_passed_on CHECK ((((passed_on_by IS NULL) = (passed_line IS NULL)) AND ((passed_on_by IS NULL) = (passed_as_typed IS NULL)))),
    CONSTRAINT ck_entries_withdrawn CHECK (((withdrawn_at IS NULL) = (withdrawn_by IS NULL)))
);
CREATE SEQUENCE public.entries_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.entries_id_seq OWNED BY public.entries.id;
CREATE TABLE public.evidence (
    id bigint NOT NULL,
    authority character varying(3) NOT NULL,
    person_id bigint NOT NULL,
    entry_id bigint NOT NULL,
    row_id bigint,
    tier smallint NOT NULL,
    as_at date NOT NULL,
    facts bigint[] NOT NULL
);
CREATE SEQUENCE public.evidence_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.evidence_id_seq OWNED BY public.evidence.id;
CREATE TABLE public.expected_rows (
    authority character varying(3) NOT NULL,
    "left" smallint NOT NULL,
    as_of date NOT NULL,
    person_id bigint NOT NULL,
    institution character varying NOT NULL,
    given character varying NOT NULL,
    family character varying NOT NULL,
    born date NOT NULL,
    year_group smallint NOT NULL,
    how character varying NOT NULL,
    since date NOT NULL,
    course character varying,
    came_on date,
    left_on date,
    proposal bigint,
    answer character varying,
    answered_on date,
    CONSTRAINT ck_expected_rows_how CHECK (((how)::text = ANY ((ARRAY['turned down'::character varying, 'planned'::character varying, 'applied'::character varying, 'proposed'::character varying, 'allocated'::character varying, 'offered'::character varying, 'accepted'::character varying])::text[])))
);
CREATE TABLE public.facts (
    id bigint NOT NULL,
    authority character varying(3) NOT NULL,
    person_id bigint NOT NULL,
    digest bytea NOT NULL,
    statement jsonb NOT NULL,
    sealed bytea
);
CREATE SEQUENCE public.facts_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.facts_id_seq OWNED BY public.facts.id;
CREATE TABLE public.follow_ups (
    id bigint NOT NULL,
    authority character varying(3) NOT NULL,
    person_id bigint NOT NULL,
    contact_id bigint,
    due date,
    what character varying NOT NULL,
    set_at timestamp with time zone NOT NULL,
    set_by character varying NOT NULL,
    withdrawn_at timestamp with time zone
);
CREATE SEQUENCE public.follow_ups_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.follow_ups_id_seq OWNED BY public.follow_ups.id;
CREATE TABLE public.gateway_suspensions (
    id bigint NOT NULL,
    authority character varying(3) NOT NULL,
    gateway character varying NOT NULL,
    starts date NOT NULL,
    reason character varying NOT NULL,
    suspended_by character varying NOT NULL,
    suspended_at timestamp with time zone NOT NULL,
    lifted_by character varying,
    lifted_at timestamp with time zone,
    CONSTRAINT ck_gateway_suspensions_lifted CHECK (((lifted_at IS NULL) = (lifted_by IS NULL))),
    CONSTRAINT ck_gateway_suspensions_reason CHECK (((reason)::text <> ''::text))
);
CREATE SEQUENCE public.gateway_suspensions_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.gateway_suspensions_id_seq OWNED BY public.gateway_suspensions.id;
CREATE TABLE public.group_sessions (
    id bigint NOT NULL,
    authority character varying(3) NOT NULL,
    held_on date NOT NULL,
    place character varying NOT NULL,
    topic character varying NOT NULL,
    written_at timestamp with time zone NOT NULL,
    written_by character varying NOT NULL,
    withdrawn_at timestamp with time zone
);
CREATE SEQUENCE public.group_sessions_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.group_sessions_id_seq OWNED BY public.group_sessions.id;
CREATE TABLE public.hand_overs (
    id bigint NOT NULL,
    authority character varying(3) NOT NULL,
    note character varying NOT NULL,
    moved jsonb NOT NULL,
    made_at timestamp with time zone NOT NULL,
    made_by character varying NOT NULL,
    undone_by character varying,
    undone_at timestamp with time zone,
    undone jsonb
);
CREATE SEQUENCE public.hand_overs_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.hand_overs_id_seq OWNED BY public.hand_overs.id;
CREATE TABLE public.import_batches (
    id bigint NOT NULL,
    authority character varying(3) NOT NULL,
    feed character varying NOT NULL,
    files jsonb NOT NULL,
    sha256 character varying(64) NOT NULL,
    layout character varying NOT NULL,
    sender jsonb,
    as_at date NOT NULL,
    complete boolean NOT NULL,
    status character varying NOT NULL,
    rows integer NOT NULL,
    notes jsonb NOT NULL,
    received_at timestamp with time zone NOT NULL,
    received_by character varying NOT NULL,
    matched_against character varying,
    CONSTRAINT ck_import_batches_status CHECK (((status)::text = ANY ((ARRAY['received'::character varying, 'matched'::character varying, 'applied'::character varying, 'withdrawn'::character varying])::text[])))
);
CREATE SEQUENCE public.import_batches_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.import_batches_id_seq OWNED BY public.import_batches.id;
CREATE TABLE public.improvement_plans (
    id bigint NOT NULL,
    authority character varying(3) NOT NULL,
    plan jsonb NOT NULL,
    saved_at timestamp with time zone NOT NULL,
    saved_by character varying NOT NULL
);
CREATE SEQUENCE public.improvement_plans_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.improvement_plans_id_seq OWNED BY public.improvement_plans.id;
CREATE TABLE public.indicator_rows (
    as_of date NOT NULL,
    person_id bigint NOT NULL,
    authority character varying(3) NOT NULL,
    year_group smallint NOT NULL,
    holds text[] NOT NULL,
    not_known text[] NOT NULL,
    institution character varying,
    seen_by character varying,
    form_group character varying
);
CREATE TABLE public.information_requests (
    id bigint NOT NULL,
    authority character varying(3) NOT NULL,
    section character varying NOT NULL,
    party character varying NOT NULL,
    party_name character varying NOT NULL,
    people character varying NOT NULL,
    fields text[] NOT NULL,
    purpose character varying NOT NULL,
    sent_on date NOT NULL,
    due_on date NOT NULL,
    made_by character varying NOT NULL,
    made_at timestamp with time zone NOT NULL,
    answer character varying,
    answered_on date,
    batch_id bigint,
    note character varying NOT NULL,
    answered_by character varying,
    answered_at timestamp with time zone,
    CONSTRAINT ck_information_requests_answer CHECK (((answer)::text = ANY ((ARRAY['given'::character varying, 'given in part'::character varying, 'refused'::character varying])::text[]))),
    CONSTRAINT ck_information_requests_answered CHECK (((answered_at IS NULL) = (answered_by IS NULL))),
    CONSTRAINT ck_information_requests_days CHECK ((answered_on >= sent_on)),
    CONSTRAINT ck_information_requests_section CHECK (((section)::text = ANY ((ARRAY['14'::character varying, '72'::character varying])::text[])))
);
CREATE SEQUENCE public.information_requests_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.information_requests_id_seq OWNED BY public.information_requests.id;
CREATE TABLE public.kept_forms (
    id bigint NOT NULL,
    authority character varying(3) NOT NULL,
    user_id bigint NOT NULL,
    kept_at timestamp with time zone NOT NULL,
    digest character varying(64) NOT NULL,
    contents bytea,
    offered_at timestamp with time zone,
    ended_at timestamp with time zone
);
CREATE SEQUENCE public.kept_forms_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.kept_forms_id_seq OWNED BY public.kept_forms.id;
CREATE TABLE public.leavers (
    authority character varying(3) NOT NULL,
    "left" smallint NOT NULL,
    stage character varying NOT NULL,
    person_id bigint NOT NULL,
    institution character varying NOT NULL,
    upn character varying,
    given character varying NOT NULL,
    family character varying NOT NULL,
    form_group character varying,
    listed boolean NOT NULL,
    category character varying,
    provider character varying,
    since date,
    confirmed_on date,
    source character varying,
    in_autumn character varying NOT NULL,
    still_there character varying NOT NULL,
    sustained character varying NOT NULL,
    need character varying NOT NULL,
    free_meals character varying NOT NULL,
    sex character varying NOT NULL,
    autumn_provider character varying,
    autumn_since date,
    autumn_confirmed_on date,
    autumn_source character varying,
    in_march character varying,
    march_provider character varying,
    march_since date,
    march_confirmed_on date,
    march_source character varying,
    lasted_in character varying
);
CREATE TABLE public.leaving_years (
    authority character varying(3) NOT NULL,
    "left" smallint NOT NULL,
    stage character varying NOT NULL,
    as_of date NOT NULL,
    complete boolean NOT NULL,
    mark uuid DEFAULT gen_random_uuid() NOT NULL
);
CREATE TABLE public.ledger_days (
    authority character varying(3) NOT NULL,
    "left" smallint NOT NULL,
    as_of date NOT NULL,
    owed bigint[]
);
CREATE TABLE public.ledger_rows (
    authority character varying(3) NOT NULL,
    "left" smallint NOT NULL,
    as_of date NOT NULL,
    person_id bigint NOT NULL,
    year_group smallint NOT NULL,
    counted_on date NOT NULL,
    institution character varying,
    form_group character varying,
    marks character varying NOT NULL,
    steps jsonb NOT NULL,
    gap character varying,
    owner character varying,
    groups jsonb NOT NULL,
    why_listed character varying,
    guarantee character varying,
    CONSTRAINT ck_ledger_rows_gap CHECK (((gap IS NULL) = (owner IS NULL))),
    CONSTRAINT ck_ledger_rows_guarantee CHECK (((why_listed IS NULL) = (guarantee IS NULL)))
);
CREATE TABLE public.legal_holds (
    id bigint NOT NULL,
    authority character varying(3) NOT NULL,
    person_id bigint NOT NULL,
    case_id bigint,
    reason character varying NOT NULL,
    placed_by character varying NOT NULL,
    placed_at timestamp with time zone NOT NULL,
    released_by character varying,
    released_at timestamp with time zone,
    released_because character varying NOT NULL,
    CONSTRAINT ck_legal_holds_released CHECK (((released_at IS NULL) = (released_by IS NULL)))
);
CREATE SEQUENCE public.legal_holds_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.legal_holds_id_seq OWNED BY public.legal_holds.id;
CREATE TABLE public.look_reasons (
    id bigint NOT NULL,
    authority character varying(3) NOT NULL,
    given_by character varying NOT NULL,
    person_id bigint NOT NULL,
    on_day date NOT NULL,
    reason character varying NOT NULL,
    words bytea,
    given_at timestamp with time zone NOT NULL
);
CREATE SEQUENCE public.look_reasons_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.look_reasons_id_seq OWNED BY public.look_reasons.id;
CREATE TABLE public.look_reviews (
    id bigint NOT NULL,
    authority character varying(3) NOT NULL,
    kind character varying NOT NULL,
    looked_by character varying NOT NULL,
    on_day date NOT NULL,
    person_id bigint,
    finding character varying NOT NULL,
    note bytea,
    reviewed_by character varying NOT NULL,
    reviewed_at timestamp with time zone NOT NULL
);
CREATE SEQUENCE public.look_reviews_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.look_reviews_id_seq OWNED BY public.look_reviews.id;
CREATE TABLE public.merges (
    id bigint NOT NULL,
    authority character varying(3) NOT NULL,
    survivor bigint NOT NULL,
    moved jsonb NOT NULL,
    merged_on date NOT NULL,
    merged_by character varying NOT NULL,
    parted_by character varying,
    because character varying DEFAULT ''::character varying NOT NULL,
    entry_id bigint
);
CREATE SEQUENCE public.merges_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.merges_id_seq OWNED BY public.merges.id;
CREATE TABLE public.new_senders (
    authority character varying(3) NOT NULL,
    sender character varying NOT NULL,
    name character varying NOT NULL,
    made_by character varying NOT NULL,
    made_at timestamp with time zone NOT NULL
);
CREATE TABLE public.not_known_lists (
    authority character varying(3) NOT NULL,
    as_of date NOT NULL,
    made_for date NOT NULL,
    state character varying NOT NULL
);
CREATE TABLE public.not_known_owed (
    id bigint NOT NULL,
    authority character varying(3) NOT NULL,
    person_id bigint
);
CREATE SEQUENCE public.not_known_owed_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.not_known_owed_id_seq OWNED BY public.not_known_owed.id;
CREATE TABLE public.not_known_rows (
    authority character varying(3) NOT NULL,
    person_id bigint NOT NULL,
    since date NOT NULL,
    chance double precision NOT NULL,
    source character varying NOT NULL,
    can_be_tried boolean NOT NULL,
    has_restricted_contact boolean NOT NULL,
    relative bigint,
    has_phone boolean NOT NULL,
    last_contact date,
    due date,
    school character varying,
    area character varying
);
CREATE TABLE public.notices (
    id bigint NOT NULL,
    authority character varying(3) NOT NULL,
    institution character varying NOT NULL,
    given character varying NOT NULL,
    family character varying NOT NULL,
    born date,
    upn character varying,
    uln character varying,
    postcode character varying,
    last_day date NOT NULL,
    next_step character varying NOT NULL,
    note character varying NOT NULL,
    state character varying NOT NULL,
    lives_in character varying(3),
    person_id bigint,
    entry_id bigint,
    answer character varying NOT NULL,
    reported_by character varying NOT NULL,
    reported_at timestamp with time zone NOT NULL,
    decided_by character varying,
    decided_at timestamp with time zone,
    CONSTRAINT ck_notices_decided CHECK (((decided_at IS NULL) = (decided_by IS NULL))),
    CONSTRAINT ck_notices_state CHECK (((state)::text = ANY ((ARRAY['recorded'::character varying, 'open'::character varying, 'lives elsewhere'::character varying, 'settled'::character varying, 'taken back'::character varying])::text[])))
);
CREATE SEQUENCE public.notices_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.notices_id_seq OWNED BY public.notices.id;
CREATE TABLE public.objections (
    id bigint NOT NULL,
    authority character varying(3) NOT NULL,
    person_id bigint NOT NULL,
    case_id bigint NOT NULL,
    against character varying NOT NULL,
    begins date NOT NULL,
    ended date,
    made_by character varying NOT NULL,
    made_at timestamp with time zone NOT NULL,
    CONSTRAINT ck_objections_against CHECK (((against)::text = ANY ((ARRAY['research'::character varying, 'public task'::character varying, 'all use but storage'::character varying])::text[])))
);
CREATE SEQUENCE public.objections_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.objections_id_seq OWNED BY public.objections.id;
CREATE TABLE public.out_of_area (
    row_id bigint NOT NULL,
    authority character varying(3) NOT NULL,
    lead character varying(3) NOT NULL,
    held_on date NOT NULL,
    due_on date NOT NULL,
    forwarded_at timestamp with time zone,
    forwarded_by character varying
);
CREATE TABLE public.parallel_differences (
    run_id bigint NOT NULL,
    place integer NOT NULL,
    authority character varying(3) NOT NULL,
    person_id bigint,
    line integer,
    their_id character varying NOT NULL,
    field character varying NOT NULL,
    cause character varying NOT NULL,
    why character varying NOT NULL,
    ours character varying,
    theirs character varying,
    CONSTRAINT ck_parallel_differences_cause CHECK (((cause)::text = ANY ((ARRAY['unexplained'::character varying, 'not-in-theirs'::character varying, 'not-in-ours'::character varying, 'theirs-lapsed'::character varying, 'ours-lapsed'::character varying, 'ours-newer'::character varying, 'theirs-newer'::character varying, 'rule'::character varying, 'other-words'::character varying, 'another-source'::character varying, 'not-moved-in'::character varying, 'dated-again'::character varying])::text[])))
);
CREATE TABLE public.parallel_runs (
    id bigint NOT NULL,
    authority character varying(3) NOT NULL,
    period_end date NOT NULL,
    file character varying NOT NULL,
    sha256 character varying(64) NOT NULL,
    theirs integer NOT NULL,
    ours integer NOT NULL,
    in_both integer NOT NULL,
    equal integer NOT NULL,
    left_out integer NOT NULL,
    causes jsonb NOT NULL,
    people jsonb NOT NULL,
    compared_at timestamp with time zone NOT NULL,
    compared_by character varying NOT NULL
);
CREATE SEQUENCE public.parallel_runs_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.parallel_runs_id_seq OWNED BY public.parallel_runs.id;
CREATE TABLE public.passkeys (
    id bigint NOT NULL,
    user_id bigint NOT NULL,
    handle bytea NOT NULL,
    credential bytea NOT NULL,
    public_key bytea NOT NULL,
    uses bigint NOT NULL,
    name character varying NOT NULL,
    added_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone
);
CREATE SEQUENCE public.passkeys_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.passkeys_id_seq OWNED BY public.passkeys.id;
CREATE TABLE public.people (
    id bigint NOT NULL,
    authority character varying(3) NOT NULL,
    merged_into bigint,
    merged_on date,
    live boolean NOT NULL,
    since date,
    given character varying NOT NULL,
    family character varying NOT NULL,
    middle character varying NOT NULL,
    other_names jsonb NOT NULL,
    born date,
    sex character varying,
    postcode character varying,
    upn character varying,
    former_upns text[] NOT NULL,
    uln character varying,
    ypids text[] NOT NULL,
    details jsonb NOT NULL,
    search text[] NOT NULL,
    sealed_names bytea,
    CONSTRAINT ck_people_merged CHECK (((merged_into IS NULL) = (merged_on IS NULL))),
    CONSTRAINT ck_people_not_merged_into_itself CHECK ((merged_into <> id))
);
CREATE SEQUENCE public.people_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.people_id_seq OWNED BY public.people.id;
CREATE TABLE public.place_answers (
    id bigint NOT NULL,
    proposal_id bigint NOT NULL,
    party character varying NOT NULL,
    answer character varying NOT NULL,
    answered_on date NOT NULL,
    starts_on date,
    why character varying NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    recorded_by character varying NOT NULL,
    entry_id bigint,
    withdrawn_at timestamp with time zone,
    withdrawn_by character varying,
    CONSTRAINT ck_place_answers_answer CHECK (((answer)::text = ANY ((ARRAY['accepted'::character varying, 'agreed'::character varying, 'declined'::character varying])::text[]))),
    CONSTRAINT ck_place_answers_party CHECK (((party)::text = ANY ((ARRAY['provider'::character varying, 'young person'::character varying])::text[]))),
    CONSTRAINT ck_place_answers_starts CHECK (((starts_on IS NULL) OR ((answer)::text = 'accepted'::text))),
    CONSTRAINT ck_place_answers_withdrawn CHECK (((withdrawn_at IS NULL) = (withdrawn_by IS NULL)))
);
CREATE SEQUENCE public.place_answers_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.place_answers_id_seq OWNED BY public.place_answers.id;
CREATE TABLE public.place_proposals (
    id bigint NOT NULL,
    authority character varying(3) NOT NULL,
    person_id bigint NOT NULL,
    "left" smallint NOT NULL,
    year_group smallint NOT NULL,
    institution character varying NOT NULL,
    institution_name character varying NOT NULL,
    course character varying NOT NULL,
    why character varying NOT NULL,
    proposed_on date NOT NULL,
    due date NOT NULL,
    proposed_at timestamp with time zone NOT NULL,
    proposed_by character varying NOT NULL,
    entry_id bigint NOT NULL,
    closed_at timestamp with time zone,
    closed_by character varying,
    taken_back_at timestamp with time zone,
    taken_back_by character varying,
    CONSTRAINT ck_place_proposals_closed CHECK (((closed_at IS NULL) = (closed_by IS NULL))),
    CONSTRAINT ck_place_proposals_taken_back CHECK (((taken_back_at IS NULL) = (taken_back_by IS NULL)))
);
CREATE SEQUENCE public.place_proposals_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.place_proposals_id_seq OWNED BY public.place_proposals.id;
CREATE TABLE public.plan_actions (
    id bigint NOT NULL,
    plan_id bigint NOT NULL,
    place integer NOT NULL,
    actor character varying NOT NULL,
    what character varying NOT NULL,
    due date NOT NULL,
    provider character varying NOT NULL,
    consent_on date,
    outcome character varying,
    done_at timestamp with time zone,
    done_by character varying,
    CONSTRAINT ck_plan_actions_actor CHECK (((actor)::text = ANY ((ARRAY['young person'::character varying, 'adviser'::character varying, 'provider'::character varying])::text[]))),
    CONSTRAINT ck_plan_actions_consent CHECK ((((actor)::text = 'provider'::text) = (consent_on IS NOT NULL))),
    CONSTRAINT ck_plan_actions_done CHECK (((done_at IS NULL) = (done_by IS NULL))),
    CONSTRAINT ck_plan_actions_outcome CHECK (((outcome)::text = ANY ((ARRAY['done'::character varying, 'no longer needed'::character varying, 'accepted by the provider'::character varying, 'declined by the provider'::character varying, 'the young person did not go'::character varying, 'started'::character varying])::text[])))
);
CREATE SEQUENCE public.plan_actions_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.plan_actions_id_seq OWNED BY public.plan_actions.id;
CREATE TABLE public.plans (
    id bigint NOT NULL,
    authority character varying(3) NOT NULL,
    person_id bigint NOT NULL,
    wants character varying NOT NULL,
    agreed_on date NOT NULL,
    signed_on date,
    review_on date NOT NULL,
    written_at timestamp with time zone NOT NULL,
    written_by character varying NOT NULL,
    ending character varying,
    ended_at timestamp with time zone,
    ended_by character varying,
    CONSTRAINT ck_plans_ended CHECK (((ended_at IS NULL) = (ended_by IS NULL))),
    CONSTRAINT ck_plans_ending CHECK (((ending)::text = ANY ((ARRAY['carried out'::character varying, 'no longer wanted by the young person'::character varying, 'no longer needed'::character varying, 'recorded by mistake'::character varying, 'replaced by a newer plan'::character varying])::text[])))
);
CREATE SEQUENCE public.plans_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.plans_id_seq OWNED BY public.plans.id;
CREATE TABLE public.position_days (
    authority character varying(3) NOT NULL,
    as_of date NOT NULL,
    complete boolean NOT NULL
);
CREATE TABLE public.positions (
    as_of date NOT NULL,
    person_id bigint NOT NULL,
    authority character varying(3) NOT NULL,
    academic_age smallint NOT NULL,
    year_group smallint NOT NULL,
    status character varying,
    activity character varying NOT NULL,
    starts date NOT NULL,
    ascertained date NOT NULL,
    institution character varying,
    institution_name character varying,
    verified date,
    tier smallint,
    review date,
    expected_end date,
    lapses date,
    neet_since date,
    questioned boolean NOT NULL,
    sex character varying,
    ethnicity character varying,
    send boolean NOT NULL,
    sen_support boolean NOT NULL,
    free_meals boolean NOT NULL,
    characteristics text[] NOT NULL,
    area character varying,
    guarantee character varying,
    year_11_school character varying,
    answers bigint NOT NULL,
    counted bytea,
    CONSTRAINT ck_positions_ascertained CHECK ((starts <= ascertained)),
    CONSTRAINT ck_positions_verified CHECK (((verified IS NULL) OR (verified <= as_of)))
);
ALTER TABLE ONLY public.positions ALTER COLUMN counted SET STORAGE EXTERNAL;
CREATE TABLE public.possible_duplicates (
    person bigint NOT NULL,
    other bigint NOT NULL,
    authority character varying(3) NOT NULL,
    score double precision NOT NULL,
    reasons jsonb NOT NULL,
    found_on date NOT NULL,
    CONSTRAINT ck_possible_duplicates_order CHECK ((person < other))
);
CREATE TABLE public.procrastinate_events (
    id bigint NOT NULL,
    job_id bigint NOT NULL,
    type public.procrastinate_job_event_type,
    at timestamp with time zone DEFAULT now()
);
CREATE SEQUENCE public.procrastinate_events_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.procrastinate_events_id_seq OWNED BY public.procrastinate_events.id;
CREATE SEQUENCE public.procrastinate_jobs_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.procrastinate_jobs_id_seq OWNED BY public.procrastinate_jobs.id;
CREATE TABLE public.procrastinate_periodic_defers (
    id bigint NOT NULL,
    task_name character varying(128) NOT NULL,
    defer_timestamp bigint,
    job_id bigint,
    periodic_id character varying(128) DEFAULT ''::character varying NOT NULL
);
CREATE SEQUENCE public.procrastinate_periodic_defers_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.procrastinate_periodic_defers_id_seq OWNED BY public.procrastinate_periodic_defers.id;
CREATE TABLE public.procrastinate_workers (
    id bigint NOT NULL,
    last_heartbeat timestamp with time zone DEFAULT now() NOT NULL
);
ALTER TABLE public.procrastinate_workers ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY ( SEQUENCE NAME public.procrastinate_workers_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 );
CREATE TABLE public.provider_identities (
    id bigint NOT NULL,
    user_id bigint NOT NULL,
    provider character varying NOT NULL,
    issuer character varying NOT NULL,
    subject character varying NOT NULL,
    linked_at timestamp with time zone NOT NULL
);
CREATE SEQUENCE public.provider_identities_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.provider_identities_id_seq OWNED BY public.provider_identities.id;
CREATE TABLE public.provider_secrets_used (
    digest character varying(64) NOT NULL,
    at timestamp with time zone NOT NULL
);
CREATE TABLE public.provider_sessions (
    id bigint NOT NULL,
    session character varying(64) NOT NULL,
    identity_id bigint NOT NULL,
    sid character varying NOT NULL,
    id_token bytea
);
CREATE SEQUENCE public.provider_sessions_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.provider_sessions_id_seq OWNED BY public.provider_sessions.id;
CREATE TABLE public.published_figures (
    year smallint NOT NULL,
    area character varying NOT NULL,
    level character varying NOT NULL,
    name character varying NOT NULL,
    region character varying,
    figures jsonb NOT NULL,
    kind character varying NOT NULL
);
CREATE TABLE public.published_tables (
    year smallint NOT NULL,
    file character varying NOT NULL,
    digest character varying NOT NULL,
    rows integer NOT NULL,
    loaded_at timestamp with time zone NOT NULL,
    loaded_by character varying NOT NULL,
    kind character varying NOT NULL
);
CREATE TABLE public.questions (
    id bigint NOT NULL,
    authority character varying(3) NOT NULL,
    person_id bigint NOT NULL,
    batch_id bigint,
    kind character varying NOT NULL,
    as_at date NOT NULL,
    field character varying DEFAULT ''::character varying NOT NULL,
    details jsonb DEFAULT '{}'::jsonb NOT NULL
);
CREATE SEQUENCE public.questions_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.questions_id_seq OWNED BY public.questions.id;
CREATE TABLE public.recovery_codes (
    id bigint NOT NULL,
    user_id bigint NOT NULL,
    digest character varying(64) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone
);
CREATE SEQUENCE public.recovery_codes_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.recovery_codes_id_seq OWNED BY public.recovery_codes.id;
CREATE TABLE public.register_evidence (
    entry_id bigint NOT NULL,
    fact_id bigint NOT NULL,
    as_at date NOT NULL
);
CREATE TABLE public.register_facts (
    id bigint NOT NULL,
    urn character varying NOT NULL,
    digest bytea NOT NULL,
    statement jsonb NOT NULL
);
CREATE SEQUENCE public.register_facts_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.register_facts_id_seq OWNED BY public.register_facts.id;
CREATE TABLE public.release_people (
    release_id bigint NOT NULL,
    person_id bigint NOT NULL,
    place smallint NOT NULL
);
CREATE TABLE public.releases (
    id bigint NOT NULL,
    authority character varying(3) NOT NULL,
    as_of date NOT NULL,
    measure character varying NOT NULL,
    breakdowns jsonb NOT NULL,
    leaving_year smallint,
    in_rows boolean NOT NULL,
    kind character varying NOT NULL,
    recipient character varying NOT NULL,
    purpose character varying NOT NULL,
    agreement character varying NOT NULL,
    mark character varying NOT NULL,
    lines jsonb NOT NULL,
    reasons jsonb NOT NULL,
    places jsonb NOT NULL,
    left_out integer NOT NULL,
    prepared_at timestamp with time zone NOT NULL,
    prepared_by character varying NOT NULL,
    approved_at timestamp with time zone,
    approved_by character varying,
    declined_at timestamp with time zone,
    declined_by character varying,
    disclosure_id bigint,
    CONSTRAINT ck_releases_approved CHECK (((approved_at IS NULL) = (approved_by IS NULL))),
    CONSTRAINT ck_releases_declined CHECK (((declined_at IS NULL) = (declined_by IS NULL))),
    CONSTRAINT ck_releases_kind CHECK (((kind)::text = ANY ((ARRAY['health'::character varying, 'research'::character varying, 'members'::character varying, 'freedom of information'::character varying, 'open data'::character varying])::text[]))),
    CONSTRAINT ck_releases_one_end CHECK (((approved_at IS NULL) OR (declined_at IS NULL))),
    CONSTRAINT ck_releases_two_people CHECK (((approved_by)::text <> (prepared_by)::text))
);
CREATE SEQUENCE public.releases_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.releases_id_seq OWNED BY public.releases.id;
CREATE TABLE public.repeated_refusals (
    key character varying(64) NOT NULL,
    since timestamp with time zone NOT NULL,
    times integer NOT NULL,
    listed integer NOT NULL,
    line jsonb NOT NULL
);
CREATE TABLE public.return_answer_lines (
    id bigint NOT NULL,
    authority character varying(3) NOT NULL,
    answer_id bigint NOT NULL,
    line integer NOT NULL,
    person_id bigint,
    code character varying NOT NULL,
    priority integer,
    field character varying NOT NULL,
    message character varying NOT NULL,
    other_authority character varying NOT NULL,
    other_id character varying NOT NULL,
    kind character varying NOT NULL,
    why character varying NOT NULL,
    settled_at timestamp with time zone,
    settled_by character varying,
    reason character varying,
    CONSTRAINT ck_return_answer_lines_kind CHECK (((kind)::text = ANY ((ARRAY['predicted'::character varying, 'missed'::character varying, 'unknown'::character varying])::text[]))),
    CONSTRAINT ck_return_answer_lines_settled CHECK (((settled_at IS NULL) = (settled_by IS NULL)))
);
CREATE SEQUENCE public.return_answer_lines_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.return_answer_lines_id_seq OWNED BY public.return_answer_lines.id;
CREATE TABLE public.return_answers (
    id bigint NOT NULL,
    authority character varying(3) NOT NULL,
    run_id bigint NOT NULL,
    file character varying NOT NULL,
    sha256 character varying(64) NOT NULL,
    lines integer NOT NULL,
    notes jsonb NOT NULL,
    waiting character varying,
    loaded_at timestamp with time zone NOT NULL,
    loaded_by character varying NOT NULL,
    withdrawn_at timestamp with time zone,
    withdrawn_by character varying,
    CONSTRAINT ck_return_answers_withdrawn CHECK (((withdrawn_at IS NULL) = (withdrawn_by IS NULL)))
);
CREATE SEQUENCE public.return_answers_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.return_answers_id_seq OWNED BY public.return_answers.id;
CREATE TABLE public.return_details (
    as_of date NOT NULL,
    person_id bigint NOT NULL,
    authority character varying(3) NOT NULL,
    details jsonb NOT NULL
);
CREATE TABLE public.return_issues (
    run_id bigint NOT NULL,
    place integer NOT NULL,
    person_id bigint NOT NULL,
    rule character varying NOT NULL,
    priority integer,
    field character varying NOT NULL,
    message character varying NOT NULL
);
CREATE TABLE public.return_records (
    run_id bigint NOT NULL,
    person_id bigint NOT NULL,
    record jsonb NOT NULL,
    "group" character varying NOT NULL,
    year_11_school character varying,
    institution character varying
);
CREATE TABLE public.return_runs (
    id bigint NOT NULL,
    authority character varying(3) NOT NULL,
    period_end date NOT NULL,
    ruleset character varying NOT NULL,
    records integer NOT NULL,
    sha256 character varying(64) NOT NULL,
    header jsonb NOT NULL,
    issues jsonb NOT NULL,
    prepared_at timestamp with time zone NOT NULL,
    prepared_by character varying NOT NULL,
    frozen_at timestamp with time zone,
    frozen_by character varying,
    file bytea,
    reason character varying,
    sealed_issues bytea,
    sealed_activities bytea,
    CONSTRAINT ck_return_runs_frozen CHECK (((frozen_at IS NULL) = (frozen_by IS NULL)))
);
CREATE SEQUENCE public.return_runs_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.return_runs_id_seq OWNED BY public.return_runs.id;
CREATE TABLE public.return_steps (
    id bigint NOT NULL,
    authority character varying(3) NOT NULL,
    run_id bigint NOT NULL,
    step character varying NOT NULL,
    at timestamp with time zone NOT NULL,
    by character varying NOT NULL,
    name character varying NOT NULL,
    on_day date,
    note character varying NOT NULL,
    CONSTRAINT ck_return_steps_sent CHECK (((on_day IS NOT NULL) = ((step)::text = 'sent'::text))),
    CONSTRAINT ck_return_steps_step CHECK (((step)::text = ANY ((ARRAY['signed off'::character varying, 'sign-off withdrawn'::character varying, 'downloaded'::character varying, 'sent'::character varying, 'answered'::character varying])::text[])))
);
CREATE SEQUENCE public.return_steps_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.return_steps_id_seq OWNED BY public.return_steps.id;
CREATE TABLE public.risk_decisions (
    id bigint NOT NULL,
    authority character varying(3) NOT NULL,
    person_id bigint NOT NULL,
    decision character varying NOT NULL,
    plan_id bigint,
    reason character varying NOT NULL,
    decided_at timestamp with time zone NOT NULL,
    decided_by character varying NOT NULL,
    CONSTRAINT ck_risk_decisions_decision CHECK (((decision)::text = ANY ((ARRAY['support agreed'::character varying, 'no support needed'::character varying])::text[]))),
    CONSTRAINT ck_risk_decisions_grounds CHECK (((((decision)::text = 'support agreed'::text) = (plan_id IS NOT NULL)) AND (((decision)::text = 'no support needed'::text) = ((reason)::text <> ''::text))))
);
CREATE SEQUENCE public.risk_decisions_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.risk_decisions_id_seq OWNED BY public.risk_decisions.id;
CREATE TABLE public.round_people (
    user_id bigint NOT NULL,
    list character varying NOT NULL,
    begun_on date NOT NULL,
    person_id bigint NOT NULL,
    authority character varying(3) NOT NULL,
    place integer NOT NULL,
    done_at timestamp with time zone,
    reached boolean NOT NULL
);
CREATE TABLE public.saved_filters (
    id bigint NOT NULL,
    authority character varying(3) NOT NULL,
    user_id bigint NOT NULL,
    page character varying(200) NOT NULL,
    name character varying(60) NOT NULL,
    filters character varying(400) NOT NULL,
    shared boolean NOT NULL,
    saved_at timestamp with time zone NOT NULL
);
CREATE SEQUENCE public.saved_filters_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.saved_filters_id_seq OWNED BY public.saved_filters.id;
CREATE TABLE public.school_ledger_rows (
    authority character varying(3) NOT NULL,
    "left" smallint NOT NULL,
    as_of date NOT NULL,
    person_id bigint NOT NULL,
    institution character varying NOT NULL,
    year_group smallint NOT NULL,
    upn character varying,
    given character varying NOT NULL,
    family character varying NOT NULL,
    form_group character varying,
    marks character varying NOT NULL,
    steps jsonb NOT NULL,
    gap character varying,
    owner character varying,
    CONSTRAINT ck_school_ledger_rows_gap CHECK (((gap IS NULL) = (owner IS NULL)))
);
CREATE TABLE public.sealed_looks (
    id bigint NOT NULL,
    authority character varying(3) NOT NULL,
    person_id bigint NOT NULL,
    opened_by character varying NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    session character varying NOT NULL,
    broke_glass boolean NOT NULL,
    reason character varying NOT NULL,
    words bytea
);
CREATE SEQUENCE public.sealed_looks_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.sealed_looks_id_seq OWNED BY public.sealed_looks.id;
CREATE TABLE public.sealed_tallies (
    as_of date NOT NULL,
    authority character varying(3) NOT NULL,
    counted bytea NOT NULL
);
ALTER TABLE ONLY public.sealed_tallies ALTER COLUMN counted SET STORAGE EXTERNAL;
CREATE TABLE public.sender_column_versions (
    authority character varying(3) NOT NULL,
    feed character varying NOT NULL,
    sender character varying NOT NULL,
    version integer NOT NULL,
    means jsonb NOT NULL,
    recorded_by character varying NOT NULL,
    recorded_at timestamp with time zone NOT NULL
);
CREATE TABLE public.sender_columns (
    authority character varying(3) NOT NULL,
    feed character varying NOT NULL,
    sender character varying NOT NULL,
    heading character varying NOT NULL,
    means character varying NOT NULL,
    recorded_by character varying NOT NULL,
    recorded_at timestamp with time zone NOT NULL
);
CREATE TABLE public.sendings (
    id bigint NOT NULL,
    authority character varying(3) NOT NULL,
    institution character varying NOT NULL,
    kind character varying NOT NULL,
    state character varying NOT NULL,
    feed character varying,
    files jsonb NOT NULL,
    sha256 character varying(64),
    as_at date,
    complete boolean NOT NULL,
    counts jsonb NOT NULL,
    batch_id bigint,
    entry_id bigint,
    made_by character varying NOT NULL,
    made_at timestamp with time zone NOT NULL,
    confirmed_by character varying,
    confirmed_at timestamp with time zone,
    taken_back_by character varying,
    taken_back_at timestamp with time zone,
    path character varying,
    CONSTRAINT ck_sendings_confirmed CHECK (((confirmed_at IS NULL) = (confirmed_by IS NULL))),
    CONSTRAINT ck_sendings_kind CHECK (((kind)::text = ANY ((ARRAY['list'::character varying, 'unchanged'::character varying])::text[]))),
    CONSTRAINT ck_sendings_state CHECK (((state)::text = ANY ((ARRAY['kept'::character varying, 'sent'::character varying, 'taken back'::character varying])::text[]))),
    CONSTRAINT ck_sendings_taken_back CHECK (((taken_back_at IS NULL) = (taken_back_by IS NULL)))
);
CREATE SEQUENCE public.sendings_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.sendings_id_seq OWNED BY public.sendings.id;
CREATE TABLE public.settings (
    authority character varying(3) NOT NULL,
    name character varying NOT NULL,
    value jsonb NOT NULL
);
CREATE TABLE public.sign_in_failures (
    id bigint NOT NULL,
    email character varying NOT NULL,
    place character varying NOT NULL,
    at timestamp with time zone NOT NULL,
    kind character varying NOT NULL,
    CONSTRAINT ck_sign_in_failures_kind CHECK (((kind)::text = ANY ((ARRAY['password'::character varying, 'code'::character varying, 'link'::character varying])::text[])))
);
CREATE SEQUENCE public.sign_in_failures_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.sign_in_failures_id_seq OWNED BY public.sign_in_failures.id;
CREATE TABLE public.signed_in (
    digest character varying(64) NOT NULL,
    user_id bigint NOT NULL,
    began_at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    how character varying NOT NULL,
    proved_at timestamp with time zone NOT NULL,
    device character varying NOT NULL,
    CONSTRAINT ck_signed_in_how CHECK (((how)::text = ANY ((ARRAY['password'::character varying, 'passkey'::character varying, 'password and app code'::character varying, 'password and emailed code'::character varying, 'password and recovery code'::character varying, 'single sign-on'::character varying, 'password in a demo'::character varying])::text[])))
);
CREATE TABLE public.signing_keys (
    id bigint NOT NULL,
    authority character varying(3) NOT NULL,
    fingerprint character varying(64) NOT NULL,
    public bytea NOT NULL,
    secret bytea,
    made_at timestamp with time zone NOT NULL,
    made_by character varying NOT NULL,
    retired_at timestamp with time zone,
    retired_by character varying,
    CONSTRAINT ck_signing_keys_retired CHECK (((retired_at IS NULL) = (retired_by IS NULL))),
    CONSTRAINT ck_signing_keys_secret CHECK (((secret IS NULL) OR (retired_at IS NULL)))
);
CREATE SEQUENCE public.signing_keys_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.signing_keys_id_seq OWNED BY public.signing_keys.id;
CREATE TABLE public.staged_rows (
    id bigint NOT NULL,
    batch_id bigint NOT NULL,
    authority character varying(3) NOT NULL,
    file character varying NOT NULL,
    line integer NOT NULL,
    raw jsonb NOT NULL,
    restricted boolean NOT NULL,
    problems jsonb NOT NULL,
    outcome character varying,
    reasons jsonb NOT NULL,
    score double precision,
    candidates jsonb NOT NULL,
    person_id bigint,
    same_as bigint,
    decided_by character varying,
    expected_error double precision,
    sealed bytea,
    hidden bytea
);
CREATE SEQUENCE public.staged_rows_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.staged_rows_id_seq OWNED BY public.staged_rows.id;
CREATE TABLE public.subject_copies (
    id bigint NOT NULL,
    authority character varying(3) NOT NULL,
    case_id bigint NOT NULL,
    person_id bigint NOT NULL,
    contents bytea NOT NULL,
    prepared_by character varying NOT NULL,
    prepared_at timestamp with time zone NOT NULL,
    disclosure_id bigint
);
CREATE SEQUENCE public.subject_copies_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.subject_copies_id_seq OWNED BY public.subject_copies.id;
CREATE TABLE public.survey_people (
    survey_id bigint NOT NULL,
    person_id bigint NOT NULL,
    reason character varying NOT NULL,
    school character varying,
    outcome character varying NOT NULL,
    activity character varying NOT NULL,
    place character varying,
    starts date NOT NULL,
    verified date
);
CREATE TABLE public.surveys (
    id bigint NOT NULL,
    authority character varying(3) NOT NULL,
    "left" smallint NOT NULL,
    known_at timestamp with time zone NOT NULL,
    people integer NOT NULL,
    sha256 character varying(64) NOT NULL,
    prepared_at timestamp with time zone NOT NULL,
    prepared_by character varying NOT NULL,
    frozen_at timestamp with time zone,
    frozen_by character varying,
    sent_on date,
    sent_at timestamp with time zone,
    sent_by character varying,
    file bytea NOT NULL,
    sealed_activities bytea NOT NULL,
    CONSTRAINT ck_surveys_frozen CHECK (((frozen_at IS NULL) = (frozen_by IS NULL))),
    CONSTRAINT ck_surveys_sent CHECK (((sent_at IS NULL) = (sent_by IS NULL)))
);
ALTER TABLE ONLY public.surveys ALTER COLUMN file SET STORAGE EXTERNAL;
ALTER TABLE ONLY public.surveys ALTER COLUMN sealed_activities SET STORAGE EXTERNAL;
CREATE SEQUENCE public.surveys_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.surveys_id_seq OWNED BY public.surveys.id;
CREATE TABLE public.tallies (
    authority character varying(3) NOT NULL,
    as_of date NOT NULL,
    breakdown character varying NOT NULL,
    "group" character varying NOT NULL,
    answers bigint NOT NULL,
    people integer NOT NULL,
    counts character varying NOT NULL
);
CREATE TABLE public.tasks (
    id bigint NOT NULL,
    authority character varying(3) NOT NULL,
    kind character varying NOT NULL,
    subject character varying NOT NULL,
    arguments jsonb NOT NULL,
    state character varying NOT NULL,
    says character varying NOT NULL,
    done integer,
    out_of integer,
    problem character varying NOT NULL,
    result jsonb NOT NULL,
    requested_by character varying NOT NULL,
    requested_at timestamp with time zone NOT NULL,
    began_at timestamp with time zone,
    ended_at timestamp with time zone,
    dismissed_by character varying,
    dismissed_at timestamp with time zone,
    CONSTRAINT ck_tasks_dismissed CHECK (((dismissed_at IS NULL) = (dismissed_by IS NULL))),
    CONSTRAINT ck_tasks_ended CHECK ((((state)::text = ANY ((ARRAY['done'::character varying, 'failed'::character varying])::text[])) = (ended_at IS NOT NULL))),
    CONSTRAINT ck_tasks_state CHECK (((state)::text = ANY ((ARRAY['waiting'::character varying, 'running'::character varying, 'done'::character varying, 'failed'::character varying])::text[])))
);
CREATE SEQUENCE public.tasks_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.tasks_id_seq OWNED BY public.tasks.id;
CREATE TABLE public.third_party_requests (
    case_id bigint NOT NULL,
    authority character varying(3) NOT NULL,
    organisation character varying NOT NULL,
    purpose character varying NOT NULL,
    data character varying NOT NULL,
    sensitivity character varying NOT NULL,
    security character varying NOT NULL,
    retention character varying NOT NULL,
    conditions character varying NOT NULL,
    expires_on date,
    destroy_by date,
    fields text[] NOT NULL
);
CREATE TABLE public.transfers (
    id bigint NOT NULL,
    authority character varying(3) NOT NULL,
    direction character varying NOT NULL,
    reference character varying(36) NOT NULL,
    party character varying(3) NOT NULL,
    person_id bigint,
    ypid character varying,
    sha256 character varying(64) NOT NULL,
    moved_on date,
    written_at timestamp with time zone NOT NULL,
    made_at timestamp with time zone NOT NULL,
    made_by character varying NOT NULL,
    disclosure_id bigint,
    batch_id bigint,
    answer character varying,
    reason character varying NOT NULL,
    answered_at timestamp with time zone,
    answered_by character varying,
    entry_id bigint,
    withdrawn_at timestamp with time zone,
    withdrawn_by character varying,
    holding character varying NOT NULL,
    CONSTRAINT ck_transfers_answer CHECK (((answer)::text = ANY ((ARRAY['received'::character varying, 'accepted'::character varying, 'declined'::character varying])::text[]))),
    CONSTRAINT ck_transfers_answered CHECK (((answered_at IS NULL) = (answered_by IS NULL))),
    CONSTRAINT ck_transfers_direction CHECK (((direction)::text = ANY ((ARRAY['out'::character varying, 'in'::character varying])::text[]))),
    CONSTRAINT ck_transfers_holding CHECK (((holding)::text = ANY ((ARRAY['history'::character varying, 'notices'::character varying])::text[]))),
    CONSTRAINT ck_transfers_withdrawn CHECK (((withdrawn_at IS NULL) = (withdrawn_by IS NULL)))
);
CREATE SEQUENCE public.transfers_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.transfers_id_seq OWNED BY public.transfers.id;
CREATE TABLE public.two_people (
    person bigint NOT NULL,
    other bigint NOT NULL,
    authority character varying(3) NOT NULL,
    decided_by character varying NOT NULL,
    decided_at timestamp with time zone NOT NULL,
    CONSTRAINT ck_two_people_order CHECK ((person < other))
);
CREATE TABLE public.uploads (
    id bigint NOT NULL,
    authority character varying(3) NOT NULL,
    files jsonb NOT NULL,
    feed character varying,
    institution character varying,
    as_at character varying,
    complete boolean NOT NULL,
    sent_by character varying NOT NULL,
    sent_at timestamp with time zone NOT NULL,
    new_sender character varying,
    other_authorities boolean NOT NULL,
    questions jsonb NOT NULL,
    database character varying
);
CREATE SEQUENCE public.uploads_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.uploads_id_seq OWNED BY public.uploads.id;
CREATE TABLE public.used_challenges (
    digest character varying(64) NOT NULL,
    at timestamp with time zone NOT NULL
);
CREATE TABLE public.users (
    id bigint NOT NULL,
    authority character varying(3) NOT NULL,
    email character varying NOT NULL,
    name character varying NOT NULL,
    role character varying NOT NULL,
    institution character varying,
    password character varying,
    invited_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    kept_at timestamp with time zone,
    password_set_at timestamp with time zone,
    password_set_by character varying,
    provider character varying,
    caseload_limit integer,
    other_people bigint[] DEFAULT '{}'::bigint[] NOT NULL,
    CONSTRAINT ck_users_caseload_limit CHECK ((caseload_limit >= 0)),
    CONSTRAINT ck_users_institution CHECK (((institution IS NOT NULL) = ((role)::text = ANY ((ARRAY['school-user'::character varying, 'college-user'::character varying])::text[])))),
    CONSTRAINT ck_users_role CHECK (((role)::text = ANY ((ARRAY['adviser'::character varying, 'team-leader'::character varying, 'data-manager'::character varying, 'manager'::character varying, 'school-user'::character varying, 'college-user'::character varying, 'auditor'::character varying, 'administrator'::character varying, 'information-officer'::character varying, 'asset-owner'::character varying, 'guardian'::character varying])::text[])))
);
CREATE SEQUENCE public.users_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.users_id_seq OWNED BY public.users.id;
CREATE TABLE public.ward_postcodes (
    authority character varying(3) NOT NULL,
    postcode character varying NOT NULL,
    ward character varying NOT NULL
);
CREATE TABLE public.ward_tables (
    authority character varying(3) NOT NULL,
    year smallint,
    files character varying NOT NULL,
    wards integer NOT NULL,
    postcodes integer NOT NULL,
    loaded_at timestamp with time zone NOT NULL,
    loaded_by character varying NOT NULL
);
CREATE TABLE public.work_items (
    id bigint NOT NULL,
    authority character varying(3) NOT NULL,
    kind character varying NOT NULL,
    person_id bigint,
    institution character varying,
    why character varying NOT NULL,
    role character varying NOT NULL,
    owner_id bigint,
    due date,
    opened_by character varying NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    done_by character varying,
    done_at timestamp with time zone,
    lines bigint[] DEFAULT '{}'::bigint[] NOT NULL,
    CONSTRAINT ck_work_items_done CHECK (((done_at IS NULL) = (done_by IS NULL)))
);
CREATE SEQUENCE public.work_items_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.work_items_id_seq OWNED BY public.work_items.id;
ALTER TABLE ONLY public.audit ATTACH PARTITION public.audit_rest DEFAULT;
ALTER TABLE ONLY public.account_letters ALTER COLUMN id SET DEFAULT nextval('public.account_letters_id_seq'::regclass);
ALTER TABLE ONLY public.agreements ALTER COLUMN id SET DEFAULT nextval('public.agreements_id_seq'::regclass);
ALTER TABLE ONLY public.audit ALTER COLUMN id SET DEFAULT nextval('public.audit_id_seq'::regclass);
ALTER TABLE ONLY public.batch_answers ALTER COLUMN id SET DEFAULT nextval('public.batch_answers_id_seq'::regclass);
ALTER TABLE ONLY public.case_events ALTER COLUMN id SET DEFAULT nextval('public.case_events_id_seq'::regclass);
ALTER TABLE ONLY public.cases ALTER COLUMN id SET DEFAULT nextval('public.cases_id_seq'::regclass);
ALTER TABLE ONLY public.confirmed_rules ALTER COLUMN id SET DEFAULT nextval('public.confirmed_rules_id_seq'::regclass);
ALTER TABLE ONLY public.contact_notes ALTER COLUMN id SET DEFAULT nextval('public.contact_notes_id_seq'::regclass);
ALTER TABLE ONLY public.contacts ALTER COLUMN id SET DEFAULT nextval('public.contacts_id_seq'::regclass);
ALTER TABLE ONLY public.copy_redactions ALTER COLUMN id SET DEFAULT nextval('public.copy_redactions_id_seq'::regclass);
ALTER TABLE ONLY public.correction_notices ALTER COLUMN id SET DEFAULT nextval('public.correction_notices_id_seq'::regclass);
ALTER TABLE ONLY public.corrections ALTER COLUMN id SET DEFAULT nextval('public.corrections_id_seq'::regclass);
ALTER TABLE ONLY public.council_keys ALTER COLUMN id SET DEFAULT nextval('public.council_keys_id_seq'::regclass);
ALTER TABLE ONLY public.covers ALTER COLUMN id SET DEFAULT nextval('public.covers_id_seq'::regclass);
ALTER TABLE ONLY public.disclosures ALTER COLUMN id SET DEFAULT nextval('public.disclosures_id_seq'::regclass);
ALTER TABLE ONLY public.disposals ALTER COLUMN id SET DEFAULT nextval('public.disposals_id_seq'::regclass);
ALTER TABLE ONLY public.documents ALTER COLUMN id SET DEFAULT nextval('public.documents_id_seq'::regclass);
ALTER TABLE ONLY public.entries ALTER COLUMN id SET DEFAULT nextval('public.entries_id_seq'::regclass);
ALTER TABLE ONLY public.evidence ALTER COLUMN id SET DEFAULT nextval('public.evidence_id_seq'::regclass);
ALTER TABLE ONLY public.facts ALTER COLUMN id SET DEFAULT nextval('public.facts_id_seq'::regclass);
ALTER TABLE ONLY public.follow_ups ALTER COLUMN id SET DEFAULT nextval('public.follow_ups_id_seq'::regclass);
ALTER TABLE ONLY public.gateway_suspensions ALTER COLUMN id SET DEFAULT nextval('public.gateway_suspensions_id_seq'::regclass);
ALTER TABLE ONLY public.group_sessions ALTER COLUMN id SET DEFAULT nextval('public.group_sessions_id_seq'::regclass);
ALTER TABLE ONLY public.hand_overs ALTER COLUMN id SET DEFAULT nextval('public.hand_overs_id_seq'::regclass);
ALTER TABLE ONLY public.import_batches ALTER COLUMN id SET DEFAULT nextval('public.import_batches_id_seq'::regclass);
ALTER TABLE ONLY public.improvement_plans ALTER COLUMN id SET DEFAULT nextval('public.improvement_plans_id_seq'::regclass);
ALTER TABLE ONLY public.information_requests ALTER COLUMN id SET DEFAULT nextval('public.information_requests_id_seq'::regclass);
ALTER TABLE ONLY public.kept_forms ALTER COLUMN id SET DEFAULT nextval('public.kept_forms_id_seq'::regclass);
ALTER TABLE ONLY public.legal_holds ALTER COLUMN id SET DEFAULT nextval('public.legal_holds_id_seq'::regclass);
ALTER TABLE ONLY public.look_reasons ALTER COLUMN id SET DEFAULT nextval('public.look_reasons_id_seq'::regclass);
ALTER TABLE ONLY public.look_reviews ALTER COLUMN id SET DEFAULT nextval('public.look_reviews_id_seq'::regclass);
ALTER TABLE ONLY public.merges ALTER COLUMN id SET DEFAULT nextval('public.merges_id_seq'::regclass);
ALTER TABLE ONLY public.not_known_owed ALTER COLUMN id SET DEFAULT nextval('public.not_known_owed_id_seq'::regclass);
ALTER TABLE ONLY public.notices ALTER COLUMN id SET DEFAULT nextval('public.notices_id_seq'::regclass);
ALTER TABLE ONLY public.objections ALTER COLUMN id SET DEFAULT nextval('public.objections_id_seq'::regclass);
ALTER TABLE ONLY public.parallel_runs ALTER COLUMN id SET DEFAULT nextval('public.parallel_runs_id_seq'::regclass);
ALTER TABLE ONLY public.passkeys ALTER COLUMN id SET DEFAULT nextval('public.passkeys_id_seq'::regclass);
ALTER TABLE ONLY public.people ALTER COLUMN id SET DEFAULT nextval('public.people_id_seq'::regclass);
ALTER TABLE ONLY public.place_answers ALTER COLUMN id SET DEFAULT nextval('public.place_answers_id_seq'::regclass);
ALTER TABLE ONLY public.place_proposals ALTER COLUMN id SET DEFAULT nextval('public.place_proposals_id_seq'::regclass);
ALTER TABLE ONLY public.plan_actions ALTER COLUMN id SET DEFAULT nextval('public.plan_actions_id_seq'::regclass);
ALTER TABLE ONLY public.plans ALTER COLUMN id SET DEFAULT nextval('public.plans_id_seq'::regclass);
ALTER TABLE ONLY public.procrastinate_events ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_events_id_seq'::regclass);
ALTER TABLE ONLY public.procrastinate_jobs ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_jobs_id_seq'::regclass);
ALTER TABLE ONLY public.procrastinate_periodic_defers ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_periodic_defers_id_seq'::regclass);
ALTER TABLE ONLY public.provider_identities ALTER COLUMN id SET DEFAULT nextval('public.provider_identities_id_seq'::regclass);
ALTER TABLE ONLY public.provider_sessions ALTER COLUMN id SET DEFAULT nextval('public.provider_sessions_id_seq'::regclass);
ALTER TABLE ONLY public.questions ALTER COLUMN id SET DEFAULT nextval('public.questions_id_seq'::regclass);
ALTER TABLE ONLY public.recovery_codes ALTER COLUMN id SET DEFAULT nextval('public.recovery_codes_id_seq'::regclass);
ALTER TABLE ONLY public.register_facts ALTER COLUMN id SET DEFAULT nextval('public.register_facts_id_seq'::regclass);
ALTER TABLE ONLY public.releases ALTER COLUMN id SET DEFAULT nextval('public.releases_id_seq'::regclass);
ALTER TABLE ONLY public.return_answer_lines ALTER COLUMN id SET DEFAULT nextval('public.return_answer_lines_id_seq'::regclass);
ALTER TABLE ONLY public.return_answers ALTER COLUMN id SET DEFAULT nextval('public.return_answers_id_seq'::regclass);
ALTER TABLE ONLY public.return_runs ALTER COLUMN id SET DEFAULT nextval('public.return_runs_id_seq'::regclass);
ALTER TABLE ONLY public.return_steps ALTER COLUMN id SET DEFAULT nextval('public.return_steps_id_seq'::regclass);
ALTER TABLE ONLY public.risk_decisions ALTER COLUMN id SET DEFAULT nextval('public.risk_decisions_id_seq'::regclass);
ALTER TABLE ONLY public.saved_filters ALTER COLUMN id SET DEFAULT nextval('public.saved_filters_id_seq'::regclass);
ALTER TABLE ONLY public.sealed_looks ALTER COLUMN id SET DEFAULT nextval('public.sealed_looks_id_seq'::regclass);
ALTER TABLE ONLY public.sendings ALTER COLUMN id SET DEFAULT nextval('public.sendings_id_seq'::regclass);
ALTER TABLE ONLY public.sign_in_failures ALTER COLUMN id SET DEFAULT nextval('public.sign_in_failures_id_seq'::regclass);
ALTER TABLE ONLY public.signing_keys ALTER COLUMN id SET DEFAULT nextval('public.signing_keys_id_seq'::regclass);
ALTER TABLE ONLY public.staged_rows ALTER COLUMN id SET DEFAULT nextval('public.staged_rows_id_seq'::regclass);
ALTER TABLE ONLY public.subject_copies ALTER COLUMN id SET DEFAULT nextval('public.subject_copies_id_seq'::regclass);
ALTER TABLE ONLY public.surveys ALTER COLUMN id SET DEFAULT nextval('public.surveys_id_seq'::regclass);
ALTER TABLE ONLY public.tasks ALTER COLUMN id SET DEFAULT nextval('public.tasks_id_seq'::regclass);
ALTER TABLE ONLY public.transfers ALTER COLUMN id SET DEFAULT nextval('public.transfers_id_seq'::regclass);
ALTER TABLE ONLY public.uploads ALTER COLUMN id SET DEFAULT nextval('public.uploads_id_seq'::regclass);
ALTER TABLE ONLY public.users ALTER COLUMN id SET DEFAULT nextval('public.users_id_seq'::regclass);
ALTER TABLE ONLY public.work_items ALTER COLUMN id SET DEFAULT nextval('public.work_items_id_seq'::regclass);
ALTER TABLE ONLY public.alembic_version ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);
ALTER TABLE ONLY public.audit ADD CONSTRAINT pk_audit PRIMARY KEY (id, at);
ALTER TABLE ONLY public.audit_rest ADD CONSTRAINT audit_rest_pkey PRIMARY KEY (id, at);
ALTER TABLE ONLY public.account_letters ADD CONSTRAINT pk_account_letters PRIMARY KEY (id);
ALTER TABLE ONLY public.account_links ADD CONSTRAINT pk_account_links PRIMARY KEY (digest);
ALTER TABLE ONLY public.account_reviews ADD CONSTRAINT pk_account_reviews PRIMARY KEY (authority, year);
ALTER TABLE ONLY public.agreements ADD CONSTRAINT pk_agreements PRIMARY KEY (id);
ALTER TABLE ONLY public.apart ADD CONSTRAINT pk_apart PRIMARY KEY (record, person);
ALTER TABLE ONLY public.audit_dropped ADD CONSTRAINT pk_audit_dropped PRIMARY KEY (id);
ALTER TABLE ONLY public.audit_sealing ADD CONSTRAINT pk_audit_sealing PRIMARY KEY (ledger);
ALTER TABLE ONLY public.audit_seals ADD CONSTRAINT pk_audit_seals PRIMARY KEY (id);
ALTER TABLE ONLY public.authenticator_apps ADD CONSTRAINT pk_authenticator_apps PRIMARY KEY (user_id);
ALTER TABLE ONLY public.batch_answers ADD CONSTRAINT pk_batch_answers PRIMARY KEY (id);
ALTER TABLE ONLY public.begun_sign_ins ADD CONSTRAINT pk_begun_sign_ins PRIMARY KEY (digest);
ALTER TABLE ONLY public.case_events ADD CONSTRAINT pk_case_events PRIMARY KEY (id);
ALTER TABLE ONLY public.case_people ADD CONSTRAINT pk_case_people PRIMARY KEY (case_id, person_id);
ALTER TABLE ONLY public.caseload ADD CONSTRAINT pk_caseload PRIMARY KEY (person_id);
ALTER TABLE ONLY public.cases ADD CONSTRAINT pk_cases PRIMARY KEY (id);
ALTER TABLE ONLY public.confirmed_rules ADD CONSTRAINT pk_confirmed_rules PRIMARY KEY (id);
ALTER TABLE ONLY public.contact_notes ADD CONSTRAINT pk_contact_notes PRIMARY KEY (id);
ALTER TABLE ONLY public.contacts ADD CONSTRAINT pk_contacts PRIMARY KEY (id);
ALTER TABLE ONLY public.copy_redactions ADD CONSTRAINT pk_copy_redactions PRIMARY KEY (id);
ALTER TABLE ONLY public.correction_notices ADD CONSTRAINT pk_correction_notices PRIMARY KEY (id);
ALTER TABLE ONLY public.corrections ADD CONSTRAINT pk_corrections PRIMARY KEY (id);
ALTER TABLE ONLY public.council_keys ADD CONSTRAINT pk_council_keys PRIMARY KEY (id);
ALTER TABLE ONLY public.covers ADD CONSTRAINT pk_covers PRIMARY KEY (id);
ALTER TABLE ONLY public.deleted_audit_months ADD CONSTRAINT pk_deleted_audit_months PRIMARY KEY (ledger, seal);
ALTER TABLE ONLY public.derivations ADD CONSTRAINT pk_derivations PRIMARY KEY (meaning);
ALTER TABLE ONLY public.disclosed_people ADD CONSTRAINT pk_disclosed_people PRIMARY KEY (disclosure_id, person_id);
ALTER TABLE ONLY public.disclosures ADD CONSTRAINT pk_disclosures PRIMARY KEY (id);
ALTER TABLE ONLY public.disposal_people ADD CONSTRAINT pk_disposal_people PRIMARY KEY (disposal_id, person_id);
ALTER TABLE ONLY public.disposals ADD CONSTRAINT pk_disposals PRIMARY KEY (id);
ALTER TABLE ONLY public.document_contents ADD CONSTRAINT pk_document_contents PRIMARY KEY (row_id);
ALTER TABLE ONLY public.document_files ADD CONSTRAINT pk_document_files PRIMARY KEY (row_id);
ALTER TABLE ONLY public.documents ADD CONSTRAINT pk_documents PRIMARY KEY (id);
ALTER TABLE ONLY public.entries ADD CONSTRAINT pk_entries PRIMARY KEY (id);
ALTER TABLE ONLY public.evidence ADD CONSTRAINT pk_evidence PRIMARY KEY (id);
ALTER TABLE ONLY public.expected_rows ADD CONSTRAINT pk_expected_rows PRIMARY KEY (authority, "left", as_of, person_id, institution);
ALTER TABLE ONLY public.facts ADD CONSTRAINT pk_facts PRIMARY KEY (id);
ALTER TABLE ONLY public.follow_ups ADD CONSTRAINT pk_follow_ups PRIMARY KEY (id);
ALTER TABLE ONLY public.gateway_suspensions ADD CONSTRAINT pk_gateway_suspensions PRIMARY KEY (id);
ALTER TABLE ONLY public.group_sessions ADD CONSTRAINT pk_group_sessions PRIMARY KEY (id);
ALTER TABLE ONLY public.hand_overs ADD CONSTRAINT pk_hand_overs PRIMARY KEY (id);
ALTER TABLE ONLY public.import_batches ADD CONSTRAINT pk_import_batches PRIMARY KEY (id);
ALTER TABLE ONLY public.improvement_plans ADD CONSTRAINT pk_improvement_plans PRIMARY KEY (id);
ALTER TABLE ONLY public.indicator_rows ADD CONSTRAINT pk_indicator_rows PRIMARY KEY (as_of, person_id);
ALTER TABLE ONLY public.information_requests ADD CONSTRAINT pk_information_requests PRIMARY KEY (id);
ALTER TABLE ONLY public.kept_forms ADD CONSTRAINT pk_kept_forms PRIMARY KEY (id);
ALTER TABLE ONLY public.leavers ADD CONSTRAINT pk_leavers PRIMARY KEY (authority, "left", stage, person_id);
ALTER TABLE ONLY public.leaving_years ADD CONSTRAINT pk_leaving_years PRIMARY KEY (authority, "left", stage);
ALTER TABLE ONLY public.ledger_days ADD CONSTRAINT pk_ledger_days PRIMARY KEY (authority, "left", as_of);
ALTER TABLE ONLY public.ledger_rows ADD CONSTRAINT pk_ledger_rows PRIMARY KEY (authority, "left", as_of, person_id);
ALTER TABLE ONLY public.legal_holds ADD CONSTRAINT pk_legal_holds PRIMARY KEY (id);
ALTER TABLE ONLY public.look_reasons ADD CONSTRAINT pk_look_reasons PRIMARY KEY (id);
ALTER TABLE ONLY public.look_reviews ADD CONSTRAINT pk_look_reviews PRIMARY KEY (id);
ALTER TABLE ONLY public.merges ADD CONSTRAINT pk_merges PRIMARY KEY (id);
ALTER TABLE ONLY public.new_senders ADD CONSTRAINT pk_new_senders PRIMARY KEY (authority, sender);
ALTER TABLE ONLY public.not_known_lists ADD CONSTRAINT pk_not_known_lists PRIMARY KEY (authority);
ALTER TABLE ONLY public.not_known_owed ADD CONSTRAINT pk_not_known_owed PRIMARY KEY (id);
ALTER TABLE ONLY public.not_known_rows ADD CONSTRAINT pk_not_known_rows PRIMARY KEY (authority, person_id);
ALTER TABLE ONLY public.notices ADD CONSTRAINT pk_notices PRIMARY KEY (id);
ALTER TABLE ONLY public.objections ADD CONSTRAINT pk_objections PRIMARY KEY (id);
ALTER TABLE ONLY public.out_of_area ADD CONSTRAINT pk_out_of_area PRIMARY KEY (row_id);
ALTER TABLE ONLY public.parallel_differences ADD CONSTRAINT pk_parallel_differences PRIMARY KEY (run_id, place);
ALTER TABLE ONLY public.parallel_runs ADD CONSTRAINT pk_parallel_runs PRIMARY KEY (id);
ALTER TABLE ONLY public.passkeys ADD CONSTRAINT pk_passkeys PRIMARY KEY (id);
ALTER TABLE ONLY public.people ADD CONSTRAINT pk_people PRIMARY KEY (id);
ALTER TABLE ONLY public.place_answers ADD CONSTRAINT pk_place_answers PRIMARY KEY (id);
ALTER TABLE ONLY public.place_proposals ADD CONSTRAINT pk_place_proposals PRIMARY KEY (id);
ALTER TABLE ONLY public.plan_actions ADD CONSTRAINT pk_plan_actions PRIMARY KEY (id);
ALTER TABLE ONLY public.plans ADD CONSTRAINT pk_plans PRIMARY KEY (id);
ALTER TABLE ONLY public.position_days ADD CONSTRAINT pk_position_days PRIMARY KEY (authority, as_of);
ALTER TABLE ONLY public.positions ADD CONSTRAINT pk_positions PRIMARY KEY (as_of, person_id);
ALTER TABLE ONLY public.possible_duplicates ADD CONSTRAINT pk_possible_duplicates PRIMARY KEY (person, other);
ALTER TABLE ONLY public.provider_identities ADD CONSTRAINT pk_provider_identities PRIMARY KEY (id);
ALTER TABLE ONLY public.provider_secrets_used ADD CONSTRAINT pk_provider_secrets_used PRIMARY KEY (digest);
ALTER TABLE ONLY public.provider_sessions ADD CONSTRAINT pk_provider_sessions PRIMARY KEY (id);
ALTER TABLE ONLY public.published_figures ADD CONSTRAINT pk_published_figures PRIMARY KEY (year, kind, area);
ALTER TABLE ONLY public.published_tables ADD CONSTRAINT pk_published_tables PRIMARY KEY (year, kind);
ALTER TABLE ONLY public.questions ADD CONSTRAINT pk_questions PRIMARY KEY (id);
ALTER TABLE ONLY public.recovery_codes ADD CONSTRAINT pk_recovery_codes PRIMARY KEY (id);
ALTER TABLE ONLY public.register_evidence ADD CONSTRAINT pk_register_evidence PRIMARY KEY (entry_id, fact_id);
ALTER TABLE ONLY public.register_facts ADD CONSTRAINT pk_register_facts PRIMARY KEY (id);
ALTER TABLE ONLY public.release_people ADD CONSTRAINT pk_release_people PRIMARY KEY (release_id, person_id);
ALTER TABLE ONLY public.releases ADD CONSTRAINT pk_releases PRIMARY KEY (id);
ALTER TABLE ONLY public.repeated_refusals ADD CONSTRAINT pk_repeated_refusals PRIMARY KEY (key);
ALTER TABLE ONLY public.return_answer_lines ADD CONSTRAINT pk_return_answer_lines PRIMARY KEY (id);
ALTER TABLE ONLY public.return_answers ADD CONSTRAINT pk_return_answers PRIMARY KEY (id);
ALTER TABLE ONLY public.return_details ADD CONSTRAINT pk_return_details PRIMARY KEY (as_of, person_id);
ALTER TABLE ONLY public.return_issues ADD CONSTRAINT pk_return_issues PRIMARY KEY (run_id, place);
ALTER TABLE ONLY public.return_records ADD CONSTRAINT pk_return_records PRIMARY KEY (run_id, person_id);
ALTER TABLE ONLY public.return_runs ADD CONSTRAINT pk_return_runs PRIMARY KEY (id);
ALTER TABLE ONLY public.return_steps ADD CONSTRAINT pk_return_steps PRIMARY KEY (id);
ALTER TABLE ONLY public.risk_decisions ADD CONSTRAINT pk_risk_decisions PRIMARY KEY (id);
ALTER TABLE ONLY public.round_people ADD CONSTRAINT pk_round_people PRIMARY KEY (user_id, list, begun_on, person_id);
ALTER TABLE ONLY public.saved_filters ADD CONSTRAINT pk_saved_filters PRIMARY KEY (id);
ALTER TABLE ONLY public.school_ledger_rows ADD CONSTRAINT pk_school_ledger_rows PRIMARY KEY (authority, "left", as_of, person_id);
ALTER TABLE ONLY public.sealed_looks ADD CONSTRAINT pk_sealed_looks PRIMARY KEY (id);
ALTER TABLE ONLY public.sealed_tallies ADD CONSTRAINT pk_sealed_tallies PRIMARY KEY (as_of, authority);
ALTER TABLE ONLY public.sender_column_versions ADD CONSTRAINT pk_sender_column_versions PRIMARY KEY (authority, feed, sender, version);
ALTER TABLE ONLY public.sender_columns ADD CONSTRAINT pk_sender_columns PRIMARY KEY (authority, feed, sender, heading);
ALTER TABLE ONLY public.sendings ADD CONSTRAINT pk_sendings PRIMARY KEY (id);
ALTER TABLE ONLY public.settings ADD CONSTRAINT pk_settings PRIMARY KEY (authority, name);
ALTER TABLE ONLY public.sign_in_failures ADD CONSTRAINT pk_sign_in_failures PRIMARY KEY (id);
ALTER TABLE ONLY public.signed_in ADD CONSTRAINT pk_signed_in PRIMARY KEY (digest);
ALTER TABLE ONLY public.signing_keys ADD CONSTRAINT pk_signing_keys PRIMARY KEY (id);
ALTER TABLE ONLY public.staged_rows ADD CONSTRAINT pk_staged_rows PRIMARY KEY (id);
ALTER TABLE ONLY public.subject_copies ADD CONSTRAINT pk_subject_copies PRIMARY KEY (id);
ALTER TABLE ONLY public.survey_people ADD CONSTRAINT pk_survey_people PRIMARY KEY (survey_id, person_id);
ALTER TABLE ONLY public.surveys ADD CONSTRAINT pk_surveys PRIMARY KEY (id);
ALTER TABLE ONLY public.tallies ADD CONSTRAINT pk_tallies PRIMARY KEY (authority, as_of, breakdown, "group", answers, counts);
ALTER TABLE ONLY public.tasks ADD CONSTRAINT pk_tasks PRIMARY KEY (id);
ALTER TABLE ONLY public.third_party_requests ADD CONSTRAINT pk_third_party_requests PRIMARY KEY (case_id);
ALTER TABLE ONLY public.transfers ADD CONSTRAINT pk_transfers PRIMARY KEY (id);
ALTER TABLE ONLY public.two_people ADD CONSTRAINT pk_two_people PRIMARY KEY (person, other);
ALTER TABLE ONLY public.uploads ADD CONSTRAINT pk_uploads PRIMARY KEY (id);
ALTER TABLE ONLY public.used_challenges ADD CONSTRAINT pk_used_challenges PRIMARY KEY (digest);
ALTER TABLE ONLY public.users ADD CONSTRAINT pk_users PRIMARY KEY (id);
ALTER TABLE ONLY public.ward_postcodes ADD CONSTRAINT pk_ward_postcodes PRIMARY KEY (authority, postcode);
ALTER TABLE ONLY public.ward_tables ADD CONSTRAINT pk_ward_tables PRIMARY KEY (authority);
ALTER TABLE ONLY public.work_items ADD CONSTRAINT pk_work_items PRIMARY KEY (id);
ALTER TABLE ONLY public.procrastinate_events ADD CONSTRAINT procrastinate_events_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.procrastinate_jobs ADD CONSTRAINT procrastinate_jobs_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.procrastinate_periodic_defers ADD CONSTRAINT procrastinate_periodic_defers_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.procrastinate_periodic_defers ADD CONSTRAINT procrastinate_periodic_defers_unique UNIQUE (task_name, periodic_id, defer_timestamp);
ALTER TABLE ONLY public.procrastinate_workers ADD CONSTRAINT procrastinate_workers_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.cases ADD CONSTRAINT uq_cases_authority_kind_number UNIQUE (authority, kind, number);
ALTER TABLE ONLY public.look_reasons ADD CONSTRAINT uq_look_reasons_authority_given_by_person_id_on_day UNIQUE (authority, given_by, person_id, on_day);
ALTER TABLE ONLY public.passkeys ADD CONSTRAINT uq_passkeys_credential UNIQUE (credential);
ALTER TABLE ONLY public.provider_identities ADD CONSTRAINT uq_provider_identities_issuer_subject UNIQUE (issuer, subject);
ALTER TABLE ONLY public.provider_identities ADD CONSTRAINT uq_provider_identities_user_id UNIQUE (user_id);
ALTER TABLE ONLY public.provider_sessions ADD CONSTRAINT uq_provider_sessions_session UNIQUE (session);
ALTER TABLE ONLY public.register_facts ADD CONSTRAINT uq_register_facts_digest UNIQUE (digest);
ALTER TABLE ONLY public.saved_filters ADD CONSTRAINT uq_saved_filters_user_id_page_name UNIQUE (user_id, page, name);
ALTER TABLE ONLY public.subject_copies ADD CONSTRAINT uq_subject_copies_case_id UNIQUE (case_id);
CREATE INDEX ix_audit_action ON ONLY public.audit USING btree (authority, action, at);
CREATE INDEX audit_rest_authority_action_at_idx ON public.audit_rest USING btree (authority, action, at);
CREATE INDEX ix_audit_at ON ONLY public.audit USING btree (authority, at, id);
CREATE INDEX audit_rest_authority_at_id_idx ON public.audit_rest USING btree (authority, at, id);
CREATE INDEX ix_audit_by ON ONLY public.audit USING btree (authority, by, at);
CREATE INDEX audit_rest_authority_by_at_idx ON public.audit_rest USING btree (authority, by, at);
CREATE INDEX ix_audit_subject ON ONLY public.audit USING btree (authority, subject, at);
CREATE INDEX audit_rest_authority_subject_at_idx ON public.audit_rest USING btree (authority, subject, at);
CREATE INDEX ix_audit_people ON ONLY public.audit USING gin (((detail -> 'people'::text)));
CREATE INDEX audit_rest_expr_idx ON public.audit_rest USING gin (((detail -> 'people'::text)));
CREATE INDEX idx_procrastinate_jobs_worker_not_null ON public.procrastinate_jobs USING btree (worker_id) WHERE ((worker_id IS NOT NULL) AND (status = 'doing'::public.procrastinate_job_status));
CREATE INDEX idx_procrastinate_workers_last_heartbeat ON public.procrastinate_workers USING btree (last_heartbeat);
CREATE INDEX ix_account_letters_user_id ON public.account_letters USING btree (user_id);
CREATE INDEX ix_account_links_user_id ON public.account_links USING btree (user_id);
CREATE INDEX ix_agreements_party ON public.agreements USING btree (authority, gateway, party);
CREATE UNIQUE INDEX ix_audit_seals_chain ON public.audit_seals USING btree (authority, month, number);
CREATE INDEX ix_audit_seals_month ON public.audit_seals USING btree (month, id);
CREATE INDEX ix_batch_answers_batch_id ON public.batch_answers USING btree (batch_id);
CREATE INDEX ix_begun_sign_ins_user_id ON public.begun_sign_ins USING btree (user_id);
CREATE INDEX ix_case_events_case_id ON public.case_events USING btree (case_id);
CREATE INDEX ix_case_people_person_id ON public.case_people USING btree (person_id);
CREATE INDEX ix_caseload_hand_over_id ON public.caseload USING btree (hand_over_id);
CREATE INDEX ix_caseload_user_id ON public.caseload USING btree (user_id);
CREATE INDEX ix_cases_closed ON public.cases USING btree (authority, closed_at);
CREATE INDEX ix_cases_holder_id ON public.cases USING btree (holder_id);
CREATE INDEX ix_contact_notes_contact_id ON public.contact_notes USING btree (contact_id);
CREATE INDEX ix_contacts_entry_id ON public.contacts USING btree (entry_id);
CREATE INDEX ix_contacts_person ON public.contacts USING btree (person_id, made_on);
CREATE INDEX ix_contacts_row_id ON public.contacts USING btree (row_id);
CREATE INDEX ix_contacts_session_id ON public.contacts USING btree (session_id);
CREATE INDEX ix_copy_redactions_copy_id ON public.copy_redactions USING btree (copy_id);
CREATE INDEX ix_correction_notices_case ON public.correction_notices USING btree (case_id);
CREATE INDEX ix_correction_notices_person_id ON public.correction_notices USING btree (person_id);
CREATE INDEX ix_corrections_institution ON public.corrections USING btree (authority, institution, id);
CREATE INDEX ix_corrections_person_id ON public.corrections USING btree (person_id);
CREATE INDEX ix_corrections_state ON public.corrections USING btree (authority, state, id);
CREATE INDEX ix_covers_colleague_id ON public.covers USING btree (colleague_id);
CREATE INDEX ix_covers_user_id ON public.covers USING btree (user_id);
CREATE INDEX ix_disclosed_people_person_id ON public.disclosed_people USING btree (person_id);
CREATE INDEX ix_disclosures_made ON public.disclosures USING btree (authority, made_at);
CREATE INDEX ix_disclosures_party ON public.disclosures USING btree (authority, party, made_at);
CREATE INDEX ix_disposals_authority ON public.disposals USING btree (authority, id);
CREATE INDEX ix_documents_person ON public.documents USING btree (person_id, made_on);
CREATE INDEX ix_documents_row_id ON public.documents USING btree (row_id);
CREATE INDEX ix_entries_batch_id ON public.entries USING btree (batch_id);
CREATE INDEX ix_entries_guarantee ON public.entries USING btree (authority) WHERE ((source)::text ~~ 'September Guarantee list of %'::text);
CREATE INDEX ix_evidence_entry_id ON public.evidence USING btree (entry_id);
CREATE INDEX ix_evidence_person_id ON public.evidence USING btree (person_id);
CREATE INDEX ix_expected_rows_institution ON public.expected_rows USING btree (authority, institution, "left", as_of);
CREATE INDEX ix_expected_rows_person ON public.expected_rows USING btree (person_id);
CREATE INDEX ix_facts_restrictions ON public.facts USING btree (authority) WHERE (((statement ->> 'about'::text) = 'restriction'::text) AND (((statement ->> 'restricted'::text) = 'Y'::text) OR (statement ? 'how'::text)));
CREATE INDEX ix_facts_sealed ON public.facts USING btree (person_id) WHERE (sealed IS NOT NULL);
CREATE INDEX ix_follow_ups_contact_id ON public.follow_ups USING btree (contact_id);
CREATE INDEX ix_follow_ups_person ON public.follow_ups USING btree (person_id, id);
CREATE INDEX ix_gateway_suspensions_gateway ON public.gateway_suspensions USING btree (authority, gateway);
CREATE INDEX ix_import_batches_bytes ON public.import_batches USING btree (authority, feed, sha256);
CREATE INDEX ix_indicator_rows_person ON public.indicator_rows USING btree (person_id);
CREATE INDEX ix_indicator_rows_seen_by ON public.indicator_rows USING btree (authority, as_of, seen_by);
CREATE INDEX ix_indicator_rows_year_group ON public.indicator_rows USING btree (authority, as_of, year_group);
CREATE INDEX ix_kept_forms_user_id ON public.kept_forms USING btree (user_id);
CREATE INDEX ix_leavers_institution ON public.leavers USING btree (authority, institution, stage, "left");
CREATE INDEX ix_leavers_person ON public.leavers USING btree (person_id);
CREATE INDEX ix_ledger_rows_marks ON public.ledger_rows USING btree (authority, "left", as_of, year_group, marks) INCLUDE (person_id);
CREATE INDEX ix_ledger_rows_person ON public.ledger_rows USING btree (person_id);
CREATE INDEX ix_legal_holds_person ON public.legal_holds USING btree (person_id);
CREATE INDEX ix_look_reasons_person_id ON public.look_reasons USING btree (person_id);
CREATE INDEX ix_look_reviews_day ON public.look_reviews USING btree (authority, on_day);
CREATE INDEX ix_look_reviews_person_id ON public.look_reviews USING btree (person_id);
CREATE INDEX ix_merges_survivor ON public.merges USING btree (survivor);
CREATE INDEX ix_not_known_owed_person_id ON public.not_known_owed USING btree (person_id);
CREATE INDEX ix_not_known_rows_person ON public.not_known_rows USING btree (person_id);
CREATE INDEX ix_notices_institution ON public.notices USING btree (authority, institution, id);
CREATE INDEX ix_notices_person_id ON public.notices USING btree (person_id);
CREATE INDEX ix_notices_state ON public.notices USING btree (authority, state, id);
CREATE INDEX ix_objections_case ON public.objections USING btree (case_id);
CREATE INDEX ix_objections_person ON public.objections USING btree (person_id);
CREATE INDEX ix_out_of_area_lead ON public.out_of_area USING btree (authority, lead);
CREATE INDEX ix_parallel_differences_person ON public.parallel_differences USING btree (person_id);
CREATE INDEX ix_parallel_runs_month ON public.parallel_runs USING btree (authority, period_end);
CREATE INDEX ix_passkeys_user_id ON public.passkeys USING btree (user_id);
CREATE INDEX ix_people_authority ON public.people USING btree (authority, id);
CREATE INDEX ix_people_confidential ON public.people USING btree (id) WHERE (details ? 'confidential_address'::text);
CREATE INDEX ix_people_home ON public.people USING btree (authority, postcode varchar_pattern_ops);
CREATE INDEX ix_people_keys ON public.people USING gin (array_to_tsvector(search));
CREATE INDEX ix_people_led ON public.people USING btree (authority, id) WHERE ((details ->> 'lead_authority'::text) <> (authority)::text);
CREATE INDEX ix_people_merged_into ON public.people USING btree (merged_into);
CREATE INDEX ix_people_names ON public.people USING btree (family, given, id);
CREATE INDEX ix_people_restricted ON public.people USING btree (authority) WHERE (details ? 'restrictions'::text);
CREATE INDEX ix_people_uln ON public.people USING btree (uln);
CREATE INDEX ix_people_unlisted ON public.people USING btree (id) WHERE (NOT (live AND (merged_into IS NULL) AND ((details ->> 'departure'::text) IS DISTINCT FROM 'D'::text)));
CREATE INDEX ix_people_upn ON public.people USING btree (upn);
CREATE INDEX ix_place_answers_entry_id ON public.place_answers USING btree (entry_id);
CREATE INDEX ix_place_answers_proposal_id ON public.place_answers USING btree (proposal_id);
CREATE INDEX ix_place_proposals_entry_id ON public.place_proposals USING btree (entry_id);
CREATE INDEX ix_place_proposals_person_id ON public.place_proposals USING btree (person_id);
CREATE INDEX ix_plan_actions_plan_id ON public.plan_actions USING btree (plan_id);
CREATE INDEX ix_plans_person_id ON public.plans USING btree (person_id);
CREATE INDEX ix_positions_authority ON public.positions USING btree (authority, as_of, answers, academic_age, institution);
CREATE INDEX ix_positions_counted_apart ON public.positions USING btree (authority, as_of) WHERE (counted IS NOT NULL);
CREATE INDEX ix_positions_person ON public.positions USING btree (person_id);
CREATE INDEX ix_positions_to_find ON public.positions USING btree (authority, as_of) WHERE (((status)::text = ANY ((ARRAY['G'::character varying, 'P'::character varying])::text[])) AND ((lapses < as_of) OR ((activity)::text = ANY ((ARRAY['290'::character varying, '540'::character varying, '610'::character varying, '615'::character varying, '616'::character varying, '619'::character varying, '620'::character varying, '630'::character varying, '640'::character varying, '650'::character varying, '660'::character varying, '670'::character varying, '680'::character varying, '710'::character varying, '810'::character varying, '820'::character varying, '830'::character varying, 'sealed'::character varying, 'sealed-education'::character varying, 'sealed-neet'::character varying, 'sealed-other'::character varying])::text[]))));
CREATE INDEX ix_possible_duplicates_authority ON public.possible_duplicates USING btree (authority, score);
CREATE INDEX ix_possible_duplicates_other ON public.possible_duplicates USING btree (other);
CREATE INDEX ix_provider_secrets_used_at ON public.provider_secrets_used USING btree (at);
CREATE INDEX ix_provider_sessions_identity_id ON public.provider_sessions USING btree (identity_id);
CREATE INDEX ix_questions_batch_id ON public.questions USING btree (batch_id);
CREATE INDEX ix_questions_person_id ON public.questions USING btree (person_id);
CREATE INDEX ix_recovery_codes_user_id ON public.recovery_codes USING btree (user_id);
CREATE INDEX ix_release_people_person_id ON public.release_people USING btree (person_id);
CREATE INDEX ix_repeated_refusals_since ON public.repeated_refusals USING btree (since);
CREATE INDEX ix_return_answer_lines_answer_id ON public.return_answer_lines USING btree (answer_id);
CREATE INDEX ix_return_answer_lines_person_id ON public.return_answer_lines USING btree (person_id);
CREATE INDEX ix_return_answers_run_id ON public.return_answers USING btree (run_id);
CREATE INDEX ix_return_details_person ON public.return_details USING btree (person_id);
CREATE INDEX ix_return_runs_period ON public.return_runs USING btree (authority, period_end);
CREATE INDEX ix_return_steps_run_id ON public.return_steps USING btree (run_id);
CREATE INDEX ix_risk_decisions_person_id ON public.risk_decisions USING btree (person_id);
CREATE INDEX ix_risk_decisions_plan_id ON public.risk_decisions USING btree (plan_id);
CREATE INDEX ix_round_people_person_id ON public.round_people USING btree (person_id);
CREATE INDEX ix_saved_filters_page ON public.saved_filters USING btree (page);
CREATE INDEX ix_school_ledger_rows_institution ON public.school_ledger_rows USING btree (authority, institution, "left", as_of);
CREATE INDEX ix_school_ledger_rows_person ON public.school_ledger_rows USING btree (person_id);
CREATE INDEX ix_sealed_looks_opened_at ON public.sealed_looks USING btree (authority, opened_at);
CREATE INDEX ix_sealed_looks_person_id ON public.sealed_looks USING btree (person_id);
CREATE INDEX ix_sendings_batch_id ON public.sendings USING btree (batch_id);
CREATE INDEX ix_sendings_institution ON public.sendings USING btree (authority, institution, id);
CREATE INDEX ix_sign_in_failures_email ON public.sign_in_failures USING btree (email);
CREATE INDEX ix_sign_in_failures_place ON public.sign_in_failures USING btree (place);
CREATE INDEX ix_signed_in_user_id ON public.signed_in USING btree (user_id);
CREATE INDEX ix_staged_rows_batch ON public.staged_rows USING btree (batch_id, id) INCLUDE (outcome);
CREATE INDEX ix_staged_rows_doubtful ON public.staged_rows USING btree (authority) WHERE ((outcome)::text = 'possible'::text);
CREATE INDEX ix_staged_rows_hidden ON public.staged_rows USING btree (person_id) WHERE (hidden IS NOT NULL);
CREATE INDEX ix_staged_rows_left_over ON public.staged_rows USING btree (authority) WHERE ((outcome)::text = ANY ((ARRAY['possible'::character varying, 'invalid'::character varying, 'out-of-area'::character varying])::text[]));
CREATE INDEX ix_staged_rows_person_id ON public.staged_rows USING btree (person_id);
CREATE INDEX ix_staged_rows_restricted ON public.staged_rows USING btree (authority) WHERE restricted;
CREATE INDEX ix_subject_copies_person_id ON public.subject_copies USING btree (person_id);
CREATE INDEX ix_survey_people_person_id ON public.survey_people USING btree (person_id);
CREATE INDEX ix_surveys_left ON public.surveys USING btree (authority, "left");
CREATE INDEX ix_tallies_as_of ON public.tallies USING btree (as_of);
CREATE INDEX ix_tasks_subject ON public.tasks USING btree (authority, subject, id);
CREATE INDEX ix_tasks_unfinished ON public.tasks USING btree (id) WHERE ((state)::text = ANY ((ARRAY['waiting'::character varying, 'running'::character varying])::text[]));
CREATE INDEX ix_transfers_batch ON public.transfers USING btree (batch_id);
CREATE INDEX ix_transfers_entry ON public.transfers USING btree (entry_id);
CREATE INDEX ix_transfers_person ON public.transfers USING btree (person_id);
CREATE INDEX ix_two_people_other ON public.two_people USING btree (other);
CREATE INDEX ix_uploads_sent_at ON public.uploads USING btree (sent_at);
CREATE INDEX ix_work_items_kind ON public.work_items USING btree (authority, kind, id);
CREATE INDEX ix_work_items_owner_id ON public.work_items USING btree (owner_id);
CREATE INDEX ix_work_items_person_id ON public.work_items USING btree (person_id);
CREATE INDEX procrastinate_events_job_id_fkey_v1 ON public.procrastinate_events USING btree (job_id);
CREATE INDEX procrastinate_jobs_id_lock_idx_v1 ON public.procrastinate_jobs USING btree (id, lock) WHERE (status = ANY (ARRAY['todo'::public.procrastinate_job_status, 'doing'::public.procrastinate_job_status]));
CREATE UNIQUE INDEX procrastinate_jobs_lock_idx_v1 ON public.procrastinate_jobs USING btree (lock) WHERE (status = 'doing'::public.procrastinate_job_status);
CREATE INDEX procrastinate_jobs_priority_idx_v1 ON public.procrastinate_jobs USING btree (priority DESC, id) WHERE (status = 'todo'::public.procrastinate_job_status);
CREATE INDEX procrastinate_jobs_queue_name_idx_v1 ON public.procrastinate_jobs USING btree (queue_name);
CREATE UNIQUE INDEX procrastinate_jobs_queueing_lock_idx_v1 ON public.procrastinate_jobs USING btree (queueing_lock) WHERE (status = 'todo'::public.procrastinate_job_status);
CREATE INDEX procrastinate_periodic_defers_job_id_fkey_v1 ON public.procrastinate_periodic_defers USING btree (job_id);
CREATE UNIQUE INDEX uq_agreements_reference ON public.agreements USING btree (authority, reference);
CREATE UNIQUE INDEX uq_confirmed_rules_terms ON public.confirmed_rules USING btree (authority, category, applies_to, terms);
CREATE UNIQUE INDEX uq_council_keys_live ON public.council_keys USING btree (authority, fingerprint) WHERE (ended_at IS NULL);
CREATE UNIQUE INDEX uq_disclosures_number ON public.disclosures USING btree (authority, year, number);
CREATE UNIQUE INDEX uq_facts_person_digest ON public.facts USING btree (person_id, digest);
CREATE UNIQUE INDEX uq_place_proposals_open ON public.place_proposals USING btree (person_id) WHERE (closed_at IS NULL);
CREATE UNIQUE INDEX uq_questions_person_field ON public.questions USING btree (person_id, kind, field) WHERE (batch_id IS NULL);
CREATE UNIQUE INDEX uq_signing_keys_live ON public.signing_keys USING btree (authority) WHERE (retired_at IS NULL);
CREATE UNIQUE INDEX uq_transfers_reference ON public.transfers USING btree (authority, direction, reference);
CREATE UNIQUE INDEX uq_users_email ON public.users USING btree (lower((email)::text));
ALTER INDEX public.ix_audit_action ATTACH PARTITION public.audit_rest_authority_action_at_idx;
ALTER INDEX public.ix_audit_at ATTACH PARTITION public.audit_rest_authority_at_id_idx;
ALTER INDEX public.ix_audit_by ATTACH PARTITION public.audit_rest_authority_by_at_idx;
ALTER INDEX public.ix_audit_subject ATTACH PARTITION public.audit_rest_authority_subject_at_idx;
ALTER INDEX public.ix_audit_people ATTACH PARTITION public.audit_rest_expr_idx;
ALTER INDEX public.pk_audit ATTACH PARTITION public.audit_rest_pkey;
CREATE TRIGGER audit_stays BEFORE DELETE OR UPDATE ON public.audit FOR EACH ROW EXECUTE FUNCTION public.audit_stays();
CREATE TRIGGER audit_stays BEFORE DELETE OR UPDATE ON public.audit_dropped FOR EACH ROW EXECUTE FUNCTION public.audit_stays();
CREATE TRIGGER audit_stays BEFORE DELETE OR UPDATE ON public.audit_seals FOR EACH ROW EXECUTE FUNCTION public.audit_stays();
CREATE TRIGGER audit_stays_whole BEFORE TRUNCATE ON public.audit FOR EACH STATEMENT EXECUTE FUNCTION public.audit_stays();
CREATE TRIGGER audit_stays_whole BEFORE TRUNCATE ON public.audit_dropped FOR EACH STATEMENT EXECUTE FUNCTION public.audit_stays();
CREATE TRIGGER audit_stays_whole BEFORE TRUNCATE ON public.audit_rest FOR EACH STATEMENT EXECUTE FUNCTION public.audit_stays();
CREATE TRIGGER audit_stays_whole BEFORE TRUNCATE ON public.audit_seals FOR EACH STATEMENT EXECUTE FUNCTION public.audit_stays();
CREATE TRIGGER not_known AFTER INSERT OR UPDATE ON public.contacts FOR EACH ROW WHEN (true) EXECUTE FUNCTION public.note_not_known();
CREATE TRIGGER not_known AFTER INSERT OR UPDATE ON public.follow_ups FOR EACH ROW WHEN (true) EXECUTE FUNCTION public.note_not_known();
CREATE TRIGGER not_known AFTER INSERT OR UPDATE ON public.work_items FOR EACH ROW WHEN ((((new.kind)::text = 'task'::text) AND (new.person_id IS NOT NULL))) EXECUTE FUNCTION public.note_not_known();
CREATE TRIGGER procrastinate_jobs_notify_queue_job_aborted_v1 AFTER UPDATE OF abort_requested ON public.procrastinate_jobs FOR EACH ROW WHEN (((old.abort_requested = false) AND (new.abort_requested = true) AND (new.status = 'doing'::public.procrastinate_job_status))) EXECUTE FUNCTION public.procrastinate_notify_queue_abort_job_v1();
CREATE TRIGGER procrastinate_jobs_notify_queue_job_inserted_v1 AFTER INSERT ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.status = 'todo'::public.procrastinate_job_status)) EXECUTE FUNCTION public.procrastinate_notify_queue_job_inserted_v1();
CREATE TRIGGER procrastinate_trigger_abort_requested_events_v1 AFTER UPDATE OF abort_requested ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.abort_requested = true)) EXECUTE FUNCTION public.procrastinate_trigger_abort_requested_events_procedure_v1();
CREATE TRIGGER procrastinate_trigger_delete_jobs_v1 BEFORE DELETE ON public.procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION public.procrastinate_unlink_periodic_defers_v1();
CREATE TRIGGER procrastinate_trigger_scheduled_events_v1 AFTER INSERT OR UPDATE ON public.procrastinate_jobs FOR EACH ROW WHEN (((new.scheduled_at IS NOT NULL) AND (new.status = 'todo'::public.procrastinate_job_status))) EXECUTE FUNCTION public.procrastinate_trigger_function_scheduled_events_v1();
CREATE TRIGGER procrastinate_trigger_status_events_insert_v1 AFTER INSERT ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.status = 'todo'::public.procrastinate_job_status)) EXECUTE FUNCTION public.procrastinate_trigger_function_status_events_insert_v1();
CREATE TRIGGER procrastinate_trigger_status_events_update_v1 AFTER UPDATE OF status ON public.procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION public.procrastinate_trigger_function_status_events_update_v1();
ALTER TABLE ONLY public.account_letters ADD CONSTRAINT fk_account_letters_user_id_users FOREIGN KEY (user_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.account_links ADD CONSTRAINT fk_account_links_user_id_users FOREIGN KEY (user_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.apart ADD CONSTRAINT fk_apart_person_people FOREIGN KEY (person) REFERENCES public.people(id);
ALTER TABLE ONLY public.authenticator_apps ADD CONSTRAINT fk_authenticator_apps_user_id_users FOREIGN KEY (user_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.batch_answers ADD CONSTRAINT fk_batch_answers_batch_id_import_batches FOREIGN KEY (batch_id) REFERENCES public.import_batches(id);
ALTER TABLE ONLY public.begun_sign_ins ADD CONSTRAINT fk_begun_sign_ins_user_id_users FOREIGN KEY (user_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.case_events ADD CONSTRAINT fk_case_events_case_id_cases FOREIGN KEY (case_id) REFERENCES public.cases(id);
ALTER TABLE ONLY public.case_people ADD CONSTRAINT fk_case_people_case_id_cases FOREIGN KEY (case_id) REFERENCES public.cases(id);
ALTER TABLE ONLY public.case_people ADD CONSTRAINT fk_case_people_person_id_people FOREIGN KEY (person_id) REFERENCES public.people(id);
ALTER TABLE ONLY public.caseload ADD CONSTRAINT fk_caseload_hand_over_id_hand_overs FOREIGN KEY (hand_over_id) REFERENCES public.hand_overs(id);
ALTER TABLE ONLY public.caseload ADD CONSTRAINT fk_caseload_person_id_people FOREIGN KEY (person_id) REFERENCES public.people(id);
ALTER TABLE ONLY public.caseload ADD CONSTRAINT fk_caseload_user_id_users FOREIGN KEY (user_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.cases ADD CONSTRAINT fk_cases_holder_id_users FOREIGN KEY (holder_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.contact_notes ADD CONSTRAINT fk_contact_notes_contact_id_contacts FOREIGN KEY (contact_id) REFERENCES public.contacts(id);
ALTER TABLE ONLY public.contacts ADD CONSTRAINT fk_contacts_entry_id_entries FOREIGN KEY (entry_id) REFERENCES public.entries(id);
ALTER TABLE ONLY public.contacts ADD CONSTRAINT fk_contacts_person_id_people FOREIGN KEY (person_id) REFERENCES public.people(id);
ALTER TABLE ONLY public.contacts ADD CONSTRAINT fk_contacts_session_id_group_sessions FOREIGN KEY (session_id) REFERENCES public.group_sessions(id);
ALTER TABLE ONLY public.copy_redactions ADD CONSTRAINT fk_copy_redactions_copy_id_subject_copies FOREIGN KEY (copy_id) REFERENCES public.subject_copies(id);
ALTER TABLE ONLY public.correction_notices ADD CONSTRAINT fk_correction_notices_case_id_cases FOREIGN KEY (case_id) REFERENCES public.cases(id);
ALTER TABLE ONLY public.correction_notices ADD CONSTRAINT fk_correction_notices_person_id_people FOREIGN KEY (person_id) REFERENCES public.people(id);
ALTER TABLE ONLY public.corrections ADD CONSTRAINT fk_corrections_confirmed_entry_id_entries FOREIGN KEY (confirmed_entry_id) REFERENCES public.entries(id);
ALTER TABLE ONLY public.corrections ADD CONSTRAINT fk_corrections_entry_id_entries FOREIGN KEY (entry_id) REFERENCES public.entries(id);
ALTER TABLE ONLY public.corrections ADD CONSTRAINT fk_corrections_person_id_people FOREIGN KEY (person_id) REFERENCES public.people(id);
ALTER TABLE ONLY public.council_keys ADD CONSTRAINT fk_council_keys_agreement_id_agreements FOREIGN KEY (agreement_id) REFERENCES public.agreements(id);
ALTER TABLE ONLY public.covers ADD CONSTRAINT fk_covers_colleague_id_users FOREIGN KEY (colleague_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.covers ADD CONSTRAINT fk_covers_user_id_users FOREIGN KEY (user_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.disclosed_people ADD CONSTRAINT fk_disclosed_people_disclosure_id_disclosures FOREIGN KEY (disclosure_id) REFERENCES public.disclosures(id);
ALTER TABLE ONLY public.disclosures ADD CONSTRAINT fk_disclosures_agreement_id_agreements FOREIGN KEY (agreement_id) REFERENCES public.agreements(id);
ALTER TABLE ONLY public.disclosures ADD CONSTRAINT fk_disclosures_case_id_cases FOREIGN KEY (case_id) REFERENCES public.cases(id);
ALTER TABLE ONLY public.disposal_people ADD CONSTRAINT fk_disposal_people_disposal_id_disposals FOREIGN KEY (disposal_id) REFERENCES public.disposals(id);
ALTER TABLE ONLY public.document_contents ADD CONSTRAINT fk_document_contents_row_id_document_files FOREIGN KEY (row_id) REFERENCES public.document_files(row_id);
ALTER TABLE ONLY public.document_files ADD CONSTRAINT fk_document_files_row_id_staged_rows FOREIGN KEY (row_id) REFERENCES public.staged_rows(id);
ALTER TABLE ONLY public.documents ADD CONSTRAINT fk_documents_person_id_people FOREIGN KEY (person_id) REFERENCES public.people(id);
ALTER TABLE ONLY public.documents ADD CONSTRAINT fk_documents_row_id_document_files FOREIGN KEY (row_id) REFERENCES public.document_files(row_id);
ALTER TABLE ONLY public.entries ADD CONSTRAINT fk_entries_batch_id_import_batches FOREIGN KEY (batch_id) REFERENCES public.import_batches(id);
ALTER TABLE ONLY public.evidence ADD CONSTRAINT fk_evidence_entry_id_entries FOREIGN KEY (entry_id) REFERENCES public.entries(id);
ALTER TABLE ONLY public.evidence ADD CONSTRAINT fk_evidence_person_id_people FOREIGN KEY (person_id) REFERENCES public.people(id);
ALTER TABLE ONLY public.facts ADD CONSTRAINT fk_facts_person_id_people FOREIGN KEY (person_id) REFERENCES public.people(id);
ALTER TABLE ONLY public.follow_ups ADD CONSTRAINT fk_follow_ups_contact_id_contacts FOREIGN KEY (contact_id) REFERENCES public.contacts(id);
ALTER TABLE ONLY public.follow_ups ADD CONSTRAINT fk_follow_ups_person_id_people FOREIGN KEY (person_id) REFERENCES public.people(id);
ALTER TABLE ONLY public.information_requests ADD CONSTRAINT fk_information_requests_batch_id_import_batches FOREIGN KEY (batch_id) REFERENCES public.import_batches(id);
ALTER TABLE ONLY public.kept_forms ADD CONSTRAINT fk_kept_forms_user_id_users FOREIGN KEY (user_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.legal_holds ADD CONSTRAINT fk_legal_holds_case_id_cases FOREIGN KEY (case_id) REFERENCES public.cases(id);
ALTER TABLE ONLY public.legal_holds ADD CONSTRAINT fk_legal_holds_person_id_people FOREIGN KEY (person_id) REFERENCES public.people(id);
ALTER TABLE ONLY public.look_reasons ADD CONSTRAINT fk_look_reasons_person_id_people FOREIGN KEY (person_id) REFERENCES public.people(id);
ALTER TABLE ONLY public.look_reviews ADD CONSTRAINT fk_look_reviews_person_id_people FOREIGN KEY (person_id) REFERENCES public.people(id);
ALTER TABLE ONLY public.merges ADD CONSTRAINT fk_merges_entry_id_entries FOREIGN KEY (entry_id) REFERENCES public.entries(id);
ALTER TABLE ONLY public.merges ADD CONSTRAINT fk_merges_survivor_people FOREIGN KEY (survivor) REFERENCES public.people(id);
ALTER TABLE ONLY public.notices ADD CONSTRAINT fk_notices_entry_id_entries FOREIGN KEY (entry_id) REFERENCES public.entries(id);
ALTER TABLE ONLY public.notices ADD CONSTRAINT fk_notices_person_id_people FOREIGN KEY (person_id) REFERENCES public.people(id);
ALTER TABLE ONLY public.objections ADD CONSTRAINT fk_objections_case_id_cases FOREIGN KEY (case_id) REFERENCES public.cases(id);
ALTER TABLE ONLY public.objections ADD CONSTRAINT fk_objections_person_id_people FOREIGN KEY (person_id) REFERENCES public.people(id);
ALTER TABLE ONLY public.out_of_area ADD CONSTRAINT fk_out_of_area_row_id_staged_rows FOREIGN KEY (row_id) REFERENCES public.staged_rows(id);
ALTER TABLE ONLY public.parallel_differences ADD CONSTRAINT fk_parallel_differences_run_id_parallel_runs FOREIGN KEY (run_id) REFERENCES public.parallel_runs(id);
ALTER TABLE ONLY public.passkeys ADD CONSTRAINT fk_passkeys_user_id_users FOREIGN KEY (user_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.people ADD CONSTRAINT fk_people_merged_into_people FOREIGN KEY (merged_into) REFERENCES public.people(id);
ALTER TABLE ONLY public.place_answers ADD CONSTRAINT fk_place_answers_entry_id_entries FOREIGN KEY (entry_id) REFERENCES public.entries(id);
ALTER TABLE ONLY public.place_answers ADD CONSTRAINT fk_place_answers_proposal_id_place_proposals FOREIGN KEY (proposal_id) REFERENCES public.place_proposals(id);
ALTER TABLE ONLY public.place_proposals ADD CONSTRAINT fk_place_proposals_entry_id_entries FOREIGN KEY (entry_id) REFERENCES public.entries(id);
ALTER TABLE ONLY public.place_proposals ADD CONSTRAINT fk_place_proposals_person_id_people FOREIGN KEY (person_id) REFERENCES public.people(id);
ALTER TABLE ONLY public.plan_actions ADD CONSTRAINT fk_plan_actions_plan_id_plans FOREIGN KEY (plan_id) REFERENCES public.plans(id);
ALTER TABLE ONLY public.plans ADD CONSTRAINT fk_plans_person_id_people FOREIGN KEY (person_id) REFERENCES public.people(id);
ALTER TABLE ONLY public.possible_duplicates ADD CONSTRAINT fk_possible_duplicates_other_people FOREIGN KEY (other) REFERENCES public.people(id);
ALTER TABLE ONLY public.possible_duplicates ADD CONSTRAINT fk_possible_duplicates_person_people FOREIGN KEY (person) REFERENCES public.people(id);
ALTER TABLE ONLY public.provider_identities ADD CONSTRAINT fk_provider_identities_user_id_users FOREIGN KEY (user_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.provider_sessions ADD CONSTRAINT fk_provider_sessions_identity_id_provider_identities FOREIGN KEY (identity_id) REFERENCES public.provider_identities(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.provider_sessions ADD CONSTRAINT fk_provider_sessions_session_signed_in FOREIGN KEY (session) REFERENCES public.signed_in(digest);
ALTER TABLE ONLY public.published_figures ADD CONSTRAINT fk_published_figures_year_published_tables FOREIGN KEY (year, kind) REFERENCES public.published_tables(year, kind);
ALTER TABLE ONLY public.questions ADD CONSTRAINT fk_questions_batch_id_import_batches FOREIGN KEY (batch_id) REFERENCES public.import_batches(id);
ALTER TABLE ONLY public.questions ADD CONSTRAINT fk_questions_person_id_people FOREIGN KEY (person_id) REFERENCES public.people(id);
ALTER TABLE ONLY public.recovery_codes ADD CONSTRAINT fk_recovery_codes_user_id_users FOREIGN KEY (user_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.register_evidence ADD CONSTRAINT fk_register_evidence_entry_id_entries FOREIGN KEY (entry_id) REFERENCES public.entries(id);
ALTER TABLE ONLY public.register_evidence ADD CONSTRAINT fk_register_evidence_fact_id_register_facts FOREIGN KEY (fact_id) REFERENCES public.register_facts(id);
ALTER TABLE ONLY public.release_people ADD CONSTRAINT fk_release_people_release_id_releases FOREIGN KEY (release_id) REFERENCES public.releases(id);
ALTER TABLE ONLY public.releases ADD CONSTRAINT fk_releases_disclosure_id_disclosures FOREIGN KEY (disclosure_id) REFERENCES public.disclosures(id);
ALTER TABLE ONLY public.return_answer_lines ADD CONSTRAINT fk_return_answer_lines_answer_id_return_answers FOREIGN KEY (answer_id) REFERENCES public.return_answers(id);
ALTER TABLE ONLY public.return_answers ADD CONSTRAINT fk_return_answers_run_id_return_runs FOREIGN KEY (run_id) REFERENCES public.return_runs(id);
ALTER TABLE ONLY public.return_issues ADD CONSTRAINT fk_return_issues_run_id_return_runs FOREIGN KEY (run_id) REFERENCES public.return_runs(id);
ALTER TABLE ONLY public.return_records ADD CONSTRAINT fk_return_records_run_id_return_runs FOREIGN KEY (run_id) REFERENCES public.return_runs(id);
ALTER TABLE ONLY public.return_steps ADD CONSTRAINT fk_return_steps_run_id_return_runs FOREIGN KEY (run_id) REFERENCES public.return_runs(id);
ALTER TABLE ONLY public.risk_decisions ADD CONSTRAINT fk_risk_decisions_person_id_people FOREIGN KEY (person_id) REFERENCES public.people(id);
ALTER TABLE ONLY public.risk_decisions ADD CONSTRAINT fk_risk_decisions_plan_id_plans FOREIGN KEY (plan_id) REFERENCES public.plans(id);
ALTER TABLE ONLY public.round_people ADD CONSTRAINT fk_round_people_person_id_people FOREIGN KEY (person_id) REFERENCES public.people(id);
ALTER TABLE ONLY public.round_people ADD CONSTRAINT fk_round_people_user_id_users FOREIGN KEY (user_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.saved_filters ADD CONSTRAINT fk_saved_filters_user_id_users FOREIGN KEY (user_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.sealed_looks ADD CONSTRAINT fk_sealed_looks_person_id_people FOREIGN KEY (person_id) REFERENCES public.people(id);
ALTER TABLE ONLY public.sendings ADD CONSTRAINT fk_sendings_batch_id_import_batches FOREIGN KEY (batch_id) REFERENCES public.import_batches(id);
ALTER TABLE ONLY public.sendings ADD CONSTRAINT fk_sendings_entry_id_entries FOREIGN KEY (entry_id) REFERENCES public.entries(id);
ALTER TABLE ONLY public.signed_in ADD CONSTRAINT fk_signed_in_user_id_users FOREIGN KEY (user_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.staged_rows ADD CONSTRAINT fk_staged_rows_batch_id_import_batches FOREIGN KEY (batch_id) REFERENCES public.import_batches(id);
ALTER TABLE ONLY public.subject_copies ADD CONSTRAINT fk_subject_copies_case_id_cases FOREIGN KEY (case_id) REFERENCES public.cases(id);
ALTER TABLE ONLY public.subject_copies ADD CONSTRAINT fk_subject_copies_disclosure_id_disclosures FOREIGN KEY (disclosure_id) REFERENCES public.disclosures(id);
ALTER TABLE ONLY public.subject_copies ADD CONSTRAINT fk_subject_copies_person_id_people FOREIGN KEY (person_id) REFERENCES public.people(id);
ALTER TABLE ONLY public.survey_people ADD CONSTRAINT fk_survey_people_survey_id_surveys FOREIGN KEY (survey_id) REFERENCES public.surveys(id);
ALTER TABLE ONLY public.third_party_requests ADD CONSTRAINT fk_third_party_requests_case_id_cases FOREIGN KEY (case_id) REFERENCES public.cases(id);
ALTER TABLE ONLY public.transfers ADD CONSTRAINT fk_transfers_batch_id_import_batches FOREIGN KEY (batch_id) REFERENCES public.import_batches(id);
ALTER TABLE ONLY public.transfers ADD CONSTRAINT fk_transfers_disclosure_id_disclosures FOREIGN KEY (disclosure_id) REFERENCES public.disclosures(id);
ALTER TABLE ONLY public.transfers ADD CONSTRAINT fk_transfers_entry_id_entries FOREIGN KEY (entry_id) REFERENCES public.entries(id);
ALTER TABLE ONLY public.transfers ADD CONSTRAINT fk_transfers_person_id_people FOREIGN KEY (person_id) REFERENCES public.people(id);
ALTER TABLE ONLY public.two_people ADD CONSTRAINT fk_two_people_other_people FOREIGN KEY (other) REFERENCES public.people(id);
ALTER TABLE ONLY public.two_people ADD CONSTRAINT fk_two_people_person_people FOREIGN KEY (person) REFERENCES public.people(id);
ALTER TABLE ONLY public.work_items ADD CONSTRAINT fk_work_items_owner_id_users FOREIGN KEY (owner_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.work_items ADD CONSTRAINT fk_work_items_person_id_people FOREIGN KEY (person_id) REFERENCES public.people(id);
ALTER TABLE ONLY public.procrastinate_events ADD CONSTRAINT procrastinate_events_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.procrastinate_jobs(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.procrastinate_jobs ADD CONSTRAINT procrastinate_jobs_worker_id_fkey FOREIGN KEY (worker_id) REFERENCES public.procrastinate_workers(id) ON DELETE SET NULL;
ALTER TABLE ONLY public.procrastinate_periodic_defers ADD CONSTRAINT procrastinate_periodic_defers_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.procrastinate_jobs(id);
