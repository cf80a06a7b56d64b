-- Functions that do for the application what its role may not do itself. Each runs with
-- the rights of the tables' owner, so it does one narrow thing. The table functions.csv
-- lists the roles that may call it.

-- Counts the values of some columns, for the planner of queries.
CREATE OR REPLACE FUNCTION count_values("table" regclass, columns text[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    EXECUTE format(
        'ANALYZE %s (%s)', "table",
        (SELECT string_agg(quote_ident(name), ', ') FROM unnest(columns) AS name)
    );
END $$;

-- The codes of all authorities that have data here, for work that begins by itself each
-- night and for commands about the whole installation.
CREATE OR REPLACE FUNCTION authorities_held() RETURNS SETOF text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
    -- One look into an index for each authority, however many rows there are.
    (WITH RECURSIVE each(code) AS (
        SELECT min(authority) FROM people
        UNION ALL SELECT (SELECT min(authority) FROM people WHERE authority > code)
        FROM each WHERE code IS NOT NULL
    ) SELECT code FROM each WHERE code IS NOT NULL)
    UNION (WITH RECURSIVE each(code) AS (
        SELECT min(authority) FROM audit
        UNION ALL SELECT (SELECT min(authority) FROM audit WHERE authority > code)
        FROM each WHERE code IS NOT NULL
    ) SELECT code FROM each WHERE code IS NOT NULL)
    UNION SELECT authority FROM users UNION SELECT authority FROM import_batches
    UNION SELECT authority FROM settings
    UNION SELECT authority FROM uploads UNION SELECT authority FROM sendings
    UNION SELECT authority FROM tasks WHERE ended_at IS NULL
$$;

-- The people of the authorities that are shown, by all of their search keys, by any of
-- them, by the beginnings of some and by others, or by a condition. With the owner's rights, because
-- PostgreSQL uses no index of keys under row-level security; so the condition repeats
-- row_rules._AUTHORITY. Change them together. The index is of array_to_tsvector(search).
CREATE OR REPLACE FUNCTION people_with(keys text[]) RETURNS SETOF bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
    ROWS 10
AS $$
    SELECT id FROM people WHERE array_to_tsvector(search) @@ (
        SELECT string_agg(quote_literal(key), ' & ')::tsquery FROM unnest(keys) AS key
    ) AND authority = ANY (
        string_to_array(current_setting('tracker.authorities', true), ','))
$$;
CREATE OR REPLACE FUNCTION people_with_any(keys text[]) RETURNS SETOF bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
    ROWS 100
AS $$
    SELECT id FROM people WHERE array_to_tsvector(search) @@ (
        SELECT string_agg(quote_literal(key), ' | ')::tsquery FROM unnest(keys) AS key
    ) AND authority = ANY (
        string_to_array(current_setting('tracker.authorities', true), ','))
$$;
CREATE OR REPLACE FUNCTION people_beginning(beginnings text[], keys text[])
    RETURNS SETOF bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
    ROWS 100
AS $$
    SELECT id FROM people WHERE array_to_tsvector(search) @@ (
        SELECT string_agg(part, ' & ')::tsquery FROM (
            SELECT quote_literal(beginning) || ':*' FROM unnest(beginnings) AS beginning
            UNION ALL SELECT quote_literal(key) FROM unnest(keys) AS key
        ) AS parts(part)
    ) AND authority = ANY (
        string_to_array(current_setting('tracker.authorities', true), ','))
$$;
CREATE OR REPLACE FUNCTION people_matching(meant tsquery) RETURNS SETOF bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
    ROWS 100
AS $$
    SELECT id FROM people WHERE array_to_tsvector(search) @@ meant
    AND authority = ANY (
        string_to_array(current_setting('tracker.authorities', true), ','))
$$;

-- Whether any of these tables holds a row, of any authority: a demo begins only in
-- a database that holds nothing.
CREATE OR REPLACE FUNCTION any_row(tables text[]) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    each text;
    found boolean;
BEGIN
    FOREACH each IN ARRAY tables LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', each) INTO found;
        IF found THEN RETURN true; END IF;
    END LOOP;
    RETURN false;
END $$;

-- Whether files, users, published tables or frozen months are there that neither a demo
-- nor its users made.
CREATE OR REPLACE FUNCTION held_by_others(demo text, users_of_demo text)
    RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT EXISTS (SELECT FROM import_batches
            WHERE received_by <> demo AND received_by NOT LIKE users_of_demo)
        OR EXISTS (SELECT FROM users WHERE email NOT LIKE users_of_demo)
        OR EXISTS (SELECT FROM published_tables
            WHERE loaded_by <> demo AND loaded_by NOT LIKE users_of_demo)
        OR EXISTS (SELECT FROM ward_tables
            WHERE loaded_by <> demo AND loaded_by NOT LIKE users_of_demo)
        OR EXISTS (SELECT FROM return_runs
            WHERE frozen_by <> demo AND frozen_by NOT LIKE users_of_demo)
        OR EXISTS (SELECT FROM surveys
            WHERE frozen_by <> demo AND frozen_by NOT LIKE users_of_demo)
$$;

-- The lines of the audit with these actions that are about any of these people, of the
-- authorities that are shown: by their subject, or by the list of numbers in them. With
-- the owner's rights, because PostgreSQL uses no index of lists under row-level security;
-- so the condition repeats row_rules._AUTHORITY. Change both together.
CREATE OR REPLACE FUNCTION looks_at(
    people bigint[], actions text[], first timestamptz, until timestamptz
) RETURNS TABLE (id bigint, at timestamptz, "by" text, action text, detail jsonb)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
    ROWS 100
AS $$
    SELECT DISTINCT ON (found.at, found.id)
        found.id, found.at, found."by"::text, found.action::text, found.detail
    FROM unnest(people) AS person CROSS JOIN LATERAL (
        SELECT * FROM audit
        WHERE audit.detail->'people' @> jsonb_build_array(person)
        UNION ALL
        SELECT * FROM audit
        WHERE audit.subject = 'person ' || person AND audit.authority = ANY (
            string_to_array(current_setting('tracker.authorities', true), ','))
    ) AS found
    WHERE found.action = ANY (actions) AND found.authority = ANY (
        string_to_array(current_setting('tracker.authorities', true), ','))
    AND (first IS NULL OR found.at >= first) AND (until IS NULL OR found.at < until)
$$;

-- Deletes closed cases past their period, with what happened in them. What happened in
-- a case stays while the case does, so the application may not delete events; this
-- deletes whole cases, and no open one. Everything else of them is deleted before.
CREATE OR REPLACE FUNCTION cases_dispose(numbers bigint[]) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    gone bigint[];
BEGIN
    SELECT array_agg(id) INTO gone FROM cases
        WHERE id = ANY (numbers) AND closed_at IS NOT NULL AND authority = ANY (
            string_to_array(current_setting('tracker.authorities', true), ','));
    DELETE FROM case_events WHERE case_id = ANY (gone);
    DELETE FROM third_party_requests WHERE case_id = ANY (gone);
    DELETE FROM cases WHERE id = ANY (gone);
    RETURN COALESCE(cardinality(gone), 0);
END $$;
