-- One version of a plan, as it was saved.
CREATE TABLE improvement_plans (
    id bigserial,
    authority varchar(3) NOT NULL,
    plan jsonb NOT NULL,
    saved_at timestamptz NOT NULL,
    saved_by varchar NOT NULL,
    CONSTRAINT pk_improvement_plans PRIMARY KEY (id)
);

-- One year of a kind of table, as last loaded.
CREATE TABLE published_tables (
    year smallint NOT NULL,
    file varchar NOT NULL,
    digest varchar NOT NULL,
    rows integer NOT NULL,
    loaded_at timestamptz NOT NULL,
    loaded_by varchar NOT NULL,
    kind varchar NOT NULL,
    CONSTRAINT pk_published_tables PRIMARY KEY (year, kind)
);

-- The figures of one area in a year's table.
CREATE TABLE published_figures (
    year smallint NOT NULL,
    area varchar NOT NULL,
    level varchar NOT NULL,
    name varchar NOT NULL,
    region varchar,
    figures jsonb NOT NULL,
    kind varchar NOT NULL,
    CONSTRAINT pk_published_figures PRIMARY KEY (year, kind, area),
    CONSTRAINT fk_published_figures_year_published_tables
        FOREIGN KEY (year, kind) REFERENCES published_tables (year, kind)
);

-- A postcode of an authority's area, and the name of its ward.
CREATE TABLE ward_postcodes (
    authority varchar(3) NOT NULL,
    postcode varchar NOT NULL,
    ward varchar NOT NULL,
    CONSTRAINT pk_ward_postcodes PRIMARY KEY (authority, postcode)
);

-- The table that an authority loaded last.
CREATE TABLE ward_tables (
    authority varchar(3) NOT NULL,
    year smallint,
    files varchar NOT NULL,
    wards integer NOT NULL,
    postcodes integer NOT NULL,
    loaded_at timestamptz NOT NULL,
    loaded_by varchar NOT NULL,
    CONSTRAINT pk_ward_tables PRIMARY KEY (authority)
);
