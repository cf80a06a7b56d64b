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
