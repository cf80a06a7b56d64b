-- A record of a young person.
CREATE TABLE people (
    id bigserial,
    authority varchar(3) NOT NULL,
    merged_into bigint,
    merged_on date,
    live boolean NOT NULL,
    since date,
    given varchar NOT NULL,
    family varchar NOT NULL,
    middle varchar NOT NULL,
    other_names jsonb NOT NULL,
    born date,
    sex varchar,
    postcode varchar,
    upn varchar,
    former_upns text[] NOT NULL,
    uln varchar,
    ypids text[] NOT NULL,
    details jsonb NOT NULL,
    search text[] NOT NULL,
    sealed_names bytea,
    CONSTRAINT ck_people_merged CHECK ((merged_into IS NULL) = (merged_on IS NULL)),
    CONSTRAINT ck_people_not_merged_into_itself CHECK (merged_into <> id),
    CONSTRAINT pk_people PRIMARY KEY (id),
    CONSTRAINT fk_people_merged_into_people
        FOREIGN KEY (merged_into) REFERENCES people (id)
);
CREATE INDEX ix_people_authority ON people (authority, id);
CREATE INDEX ix_people_confidential ON people (id)
    WHERE details ? 'confidential_address';
CREATE INDEX ix_people_home ON people (authority, postcode varchar_pattern_ops);
CREATE INDEX ix_people_keys ON people USING gin (array_to_tsvector(search));
CREATE INDEX ix_people_led ON people (authority, id)
    WHERE (details ->> 'lead_authority') <> authority;
CREATE INDEX ix_people_merged_into ON people (merged_into);
CREATE INDEX ix_people_names ON people (family, given, id);
CREATE INDEX ix_people_restricted ON people (authority) WHERE details ? 'restrictions';
CREATE INDEX ix_people_uln ON people (uln);
CREATE INDEX ix_people_unlisted ON people (id)
    WHERE NOT (live AND merged_into IS NULL AND details->>'departure' IS DISTINCT FROM
        'D');
CREATE INDEX ix_people_upn ON people (upn);

-- A row and a person decided to be different, whatever they have in common.
CREATE TABLE apart (
    record varchar NOT NULL,
    person bigint NOT NULL,
    decided_by varchar NOT NULL,
    CONSTRAINT pk_apart PRIMARY KEY (record, person),
    CONSTRAINT fk_apart_person_people FOREIGN KEY (person) REFERENCES people (id)
);

-- Records found to be one person.
-- The key fk_merges_entry_id_entries is added in history.sql.
CREATE TABLE merges (
    id bigserial,
    authority varchar(3) NOT NULL,
    survivor bigint NOT NULL,
    moved jsonb NOT NULL,
    merged_on date NOT NULL,
    merged_by varchar NOT NULL,
    parted_by varchar,
    because varchar DEFAULT '' NOT NULL,
    entry_id bigint,
    CONSTRAINT pk_merges PRIMARY KEY (id),
    CONSTRAINT fk_merges_survivor_people FOREIGN KEY (survivor) REFERENCES people (id)
);
CREATE INDEX ix_merges_survivor ON merges (survivor);

-- Two people who may be one person, by the last search for such pairs.
CREATE TABLE possible_duplicates (
    person bigint NOT NULL,
    other bigint NOT NULL,
    authority varchar(3) NOT NULL,
    score double precision NOT NULL,
    reasons jsonb NOT NULL,
    found_on date NOT NULL,
    CONSTRAINT ck_possible_duplicates_order CHECK (person < other),
    CONSTRAINT pk_possible_duplicates PRIMARY KEY (person, other),
    CONSTRAINT fk_possible_duplicates_other_people
        FOREIGN KEY (other) REFERENCES people (id),
    CONSTRAINT fk_possible_duplicates_person_people
        FOREIGN KEY (person) REFERENCES people (id)
);
CREATE INDEX ix_possible_duplicates_authority ON possible_duplicates (authority, score);
CREATE INDEX ix_possible_duplicates_other ON possible_duplicates (other);

-- A question about one young person.
-- The key fk_questions_batch_id_import_batches is added in intake.sql.
CREATE TABLE questions (
    id bigserial,
    authority varchar(3) NOT NULL,
    person_id bigint NOT NULL,
    batch_id bigint,
    kind varchar NOT NULL,
    as_at date NOT NULL,
    field varchar DEFAULT '' NOT NULL,
    details jsonb DEFAULT '{}' NOT NULL,
    CONSTRAINT pk_questions PRIMARY KEY (id),
    CONSTRAINT fk_questions_person_id_people
        FOREIGN KEY (person_id) REFERENCES people (id)
);
CREATE INDEX ix_questions_batch_id ON questions (batch_id);
CREATE INDEX ix_questions_person_id ON questions (person_id);
CREATE UNIQUE INDEX uq_questions_person_field ON questions (person_id, kind, field)
    WHERE batch_id IS NULL;

-- An officer's decision that two records are different people.
CREATE TABLE two_people (
    person bigint NOT NULL,
    other bigint NOT NULL,
    authority varchar(3) NOT NULL,
    decided_by varchar NOT NULL,
    decided_at timestamptz NOT NULL,
    CONSTRAINT ck_two_people_order CHECK (person < other),
    CONSTRAINT pk_two_people PRIMARY KEY (person, other),
    CONSTRAINT fk_two_people_other_people FOREIGN KEY (other) REFERENCES people (id),
    CONSTRAINT fk_two_people_person_people FOREIGN KEY (person) REFERENCES people (id)
);
CREATE INDEX ix_two_people_other ON two_people (other);
