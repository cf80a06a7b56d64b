-- The digest of the code that made what is stored.
CREATE TABLE derivations (
    meaning varchar NOT NULL,
    CONSTRAINT pk_derivations PRIMARY KEY (meaning)
);

-- An act of recording evidence: a batch applied, or a form saved by a user.
CREATE TABLE entries (
    id bigserial,
    authority varchar(3) NOT NULL,
    batch_id bigint,
    source varchar NOT NULL,
    made_by varchar NOT NULL,
    recorded_at timestamptz NOT NULL,
    withdrawn_at timestamptz,
    withdrawn_by varchar,
    passed_on_by varchar(3),
    passed_line integer,
    passed_as_typed boolean,
    CONSTRAINT ck_entries_passed_on
        CHECK ((passed_on_by IS NULL) = (passed_line IS NULL) AND (passed_on_by IS NULL)
            = (passed_as_typed IS NULL)),
    CONSTRAINT ck_entries_withdrawn
        CHECK ((withdrawn_at IS NULL) = (withdrawn_by IS NULL)),
    CONSTRAINT pk_entries PRIMARY KEY (id),
    CONSTRAINT fk_entries_batch_id_import_batches
        FOREIGN KEY (batch_id) REFERENCES import_batches (id)
);
CREATE INDEX ix_entries_batch_id ON entries (batch_id);
CREATE INDEX ix_entries_guarantee ON entries (authority)
    WHERE source LIKE 'September Guarantee list of %';

-- A source's evidence for these facts of this record, as at a day.
CREATE TABLE evidence (
    id bigserial,
    authority varchar(3) NOT NULL,
    person_id bigint NOT NULL,
    entry_id bigint NOT NULL,
    row_id bigint,
    tier smallint NOT NULL,
    as_at date NOT NULL,
    facts bigint[] NOT NULL,
    CONSTRAINT pk_evidence PRIMARY KEY (id),
    CONSTRAINT fk_evidence_entry_id_entries
        FOREIGN KEY (entry_id) REFERENCES entries (id),
    CONSTRAINT fk_evidence_person_id_people
        FOREIGN KEY (person_id) REFERENCES people (id)
);
CREATE INDEX ix_evidence_entry_id ON evidence (entry_id);
CREATE INDEX ix_evidence_person_id ON evidence (person_id);

-- A young person who is expected at an institution (key), as it may see them.
CREATE TABLE expected_rows (
    authority varchar(3) NOT NULL,
    "left" smallint NOT NULL,
    as_of date NOT NULL,
    person_id bigint NOT NULL,
    institution varchar NOT NULL,
    given varchar NOT NULL,
    family varchar NOT NULL,
    born date NOT NULL,
    year_group smallint NOT NULL,
    how varchar NOT NULL,
    since date NOT NULL,
    course varchar,
    came_on date,
    left_on date,
    proposal bigint,
    answer varchar,
    answered_on date,
    CONSTRAINT ck_expected_rows_how
        CHECK (how IN ('turned down', 'planned', 'applied', 'proposed', 'allocated',
            'offered', 'accepted')),
    CONSTRAINT pk_expected_rows
        PRIMARY KEY (authority, "left", as_of, person_id, institution)
);
CREATE INDEX ix_expected_rows_institution ON expected_rows (authority, institution,
    "left", as_of);
CREATE INDEX ix_expected_rows_person ON expected_rows (person_id);

-- One statement about one record, stored once however many sources make it.
CREATE TABLE facts (
    id bigserial,
    authority varchar(3) NOT NULL,
    person_id bigint NOT NULL,
    digest bytea NOT NULL,
    statement jsonb NOT NULL,
    sealed bytea,
    CONSTRAINT pk_facts PRIMARY KEY (id),
    CONSTRAINT fk_facts_person_id_people FOREIGN KEY (person_id) REFERENCES people (id)
);
CREATE INDEX ix_facts_restrictions ON facts (authority)
    WHERE statement->>'about' = 'restriction' AND (statement->>'restricted' = 'Y' OR
        statement ? 'how');
CREATE INDEX ix_facts_sealed ON facts (person_id) WHERE sealed IS NOT NULL;
CREATE UNIQUE INDEX uq_facts_person_digest ON facts (person_id, digest);

-- A pupil on a day: the indicators that hold, and those that no source states.
CREATE TABLE indicator_rows (
    as_of date NOT NULL,
    person_id bigint NOT NULL,
    authority varchar(3) NOT NULL,
    year_group smallint NOT NULL,
    holds text[] NOT NULL,
    not_known text[] NOT NULL,
    institution varchar,
    seen_by varchar,
    form_group varchar,
    CONSTRAINT pk_indicator_rows PRIMARY KEY (as_of, person_id)
);
CREATE INDEX ix_indicator_rows_person ON indicator_rows (person_id);
CREATE INDEX ix_indicator_rows_seen_by ON indicator_rows (authority, as_of, seen_by);
CREATE INDEX ix_indicator_rows_year_group ON indicator_rows (authority, as_of,
    year_group);

-- One leaver of one leaving year (`domain.leavers.leaver.Leaver`).
CREATE TABLE leavers (
    authority varchar(3) NOT NULL,
    "left" smallint NOT NULL,
    stage varchar NOT NULL,
    person_id bigint NOT NULL,
    institution varchar NOT NULL,
    upn varchar,
    given varchar NOT NULL,
    family varchar NOT NULL,
    form_group varchar,
    listed boolean NOT NULL,
    category varchar,
    provider varchar,
    since date,
    confirmed_on date,
    source varchar,
    in_autumn varchar NOT NULL,
    still_there varchar NOT NULL,
    sustained varchar NOT NULL,
    need varchar NOT NULL,
    free_meals varchar NOT NULL,
    sex varchar NOT NULL,
    autumn_provider varchar,
    autumn_since date,
    autumn_confirmed_on date,
    autumn_source varchar,
    in_march varchar,
    march_provider varchar,
    march_since date,
    march_confirmed_on date,
    march_source varchar,
    lasted_in varchar,
    CONSTRAINT pk_leavers PRIMARY KEY (authority, "left", stage, person_id)
);
CREATE INDEX ix_leavers_institution ON leavers (authority, institution, stage, "left");
CREATE INDEX ix_leavers_person ON leavers (person_id);

-- A leaving year, as at a day; `complete` means that no leaver is missing.
CREATE TABLE leaving_years (
    authority varchar(3) NOT NULL,
    "left" smallint NOT NULL,
    stage varchar NOT NULL,
    as_of date NOT NULL,
    complete boolean NOT NULL,
    mark uuid DEFAULT gen_random_uuid() NOT NULL,
    CONSTRAINT pk_leaving_years PRIMARY KEY (authority, "left", stage)
);

-- A leaving year as at a day.
CREATE TABLE ledger_days (
    authority varchar(3) NOT NULL,
    "left" smallint NOT NULL,
    as_of date NOT NULL,
    owed bigint[],
    CONSTRAINT pk_ledger_days PRIMARY KEY (authority, "left", as_of)
);

-- A young person of a leaving year, with their steps as at a day.
CREATE TABLE ledger_rows (
    authority varchar(3) NOT NULL,
    "left" smallint NOT NULL,
    as_of date NOT NULL,
    person_id bigint NOT NULL,
    year_group smallint NOT NULL,
    counted_on date NOT NULL,
    institution varchar,
    form_group varchar,
    marks varchar NOT NULL,
    steps jsonb NOT NULL,
    gap varchar,
    owner varchar,
    groups jsonb NOT NULL,
    why_listed varchar,
    guarantee varchar,
    CONSTRAINT ck_ledger_rows_gap CHECK ((gap IS NULL) = (owner IS NULL)),
    CONSTRAINT ck_ledger_rows_guarantee
        CHECK ((why_listed IS NULL) = (guarantee IS NULL)),
    CONSTRAINT pk_ledger_rows PRIMARY KEY (authority, "left", as_of, person_id)
);
CREATE INDEX ix_ledger_rows_marks ON ledger_rows (authority, "left", as_of, year_group,
    marks) INCLUDE (person_id);
CREATE INDEX ix_ledger_rows_person ON ledger_rows (person_id);

-- A day with stored positions.
CREATE TABLE position_days (
    authority varchar(3) NOT NULL,
    as_of date NOT NULL,
    complete boolean NOT NULL,
    CONSTRAINT pk_position_days PRIMARY KEY (authority, as_of)
);

-- A member as stored: a person's position on a date, with groups and answers.
CREATE TABLE positions (
    as_of date NOT NULL,
    person_id bigint NOT NULL,
    authority varchar(3) NOT NULL,
    academic_age smallint NOT NULL,
    year_group smallint NOT NULL,
    status varchar,
    activity varchar NOT NULL,
    starts date NOT NULL,
    ascertained date NOT NULL,
    institution varchar,
    institution_name varchar,
    verified date,
    tier smallint,
    review date,
    expected_end date,
    lapses date,
    neet_since date,
    questioned boolean NOT NULL,
    sex varchar,
    ethnicity varchar,
    send boolean NOT NULL,
    sen_support boolean NOT NULL,
    free_meals boolean NOT NULL,
    characteristics text[] NOT NULL,
    area varchar,
    guarantee varchar,
    year_11_school varchar,
    answers bigint NOT NULL,
    counted bytea,
    CONSTRAINT ck_positions_ascertained CHECK (starts <= ascertained),
    CONSTRAINT ck_positions_verified CHECK (verified IS NULL OR verified <= as_of),
    CONSTRAINT pk_positions PRIMARY KEY (as_of, person_id)
);
ALTER TABLE positions ALTER COLUMN counted SET STORAGE EXTERNAL;
CREATE INDEX ix_positions_authority ON positions (authority, as_of, answers,
    academic_age, institution);
CREATE INDEX ix_positions_counted_apart ON positions (authority, as_of)
    WHERE counted IS NOT NULL;
CREATE INDEX ix_positions_person ON positions (person_id);
CREATE INDEX ix_positions_to_find ON positions (authority, as_of)
    WHERE status IN ('G', 'P') AND (lapses < as_of OR activity IN ('290', '540', '610',
        '615', '616', '619', '620', '630', '640', '650', '660', '670', '680', '710',
        '810', '820', '830', 'sealed', 'sealed-education', 'sealed-neet',
        'sealed-other'));

-- A person's details in the return at a month's end, beside the position.
CREATE TABLE return_details (
    as_of date NOT NULL,
    person_id bigint NOT NULL,
    authority varchar(3) NOT NULL,
    details jsonb NOT NULL,
    CONSTRAINT pk_return_details PRIMARY KEY (as_of, person_id)
);
CREATE INDEX ix_return_details_person ON return_details (person_id);

-- A pupil of a leaving year, with the steps as their own school may see them.
CREATE TABLE school_ledger_rows (
    authority varchar(3) NOT NULL,
    "left" smallint NOT NULL,
    as_of date NOT NULL,
    person_id bigint NOT NULL,
    institution varchar NOT NULL,
    year_group smallint NOT NULL,
    upn varchar,
    given varchar NOT NULL,
    family varchar NOT NULL,
    form_group varchar,
    marks varchar NOT NULL,
    steps jsonb NOT NULL,
    gap varchar,
    owner varchar,
    CONSTRAINT ck_school_ledger_rows_gap CHECK ((gap IS NULL) = (owner IS NULL)),
    CONSTRAINT pk_school_ledger_rows PRIMARY KEY (authority, "left", as_of, person_id)
);
CREATE INDEX ix_school_ledger_rows_institution ON school_ledger_rows (authority,
    institution, "left", as_of);
CREATE INDEX ix_school_ledger_rows_person ON school_ledger_rows (person_id);

-- The people of a day with something sealed, as measures count them, encrypted.
CREATE TABLE sealed_tallies (
    as_of date NOT NULL,
    authority varchar(3) NOT NULL,
    counted bytea NOT NULL,
    CONSTRAINT pk_sealed_tallies PRIMARY KEY (as_of, authority)
);
ALTER TABLE sealed_tallies ALTER COLUMN counted SET STORAGE EXTERNAL;

-- The number of people in one group with the same answers (`measures.ALL`).
CREATE TABLE tallies (
    authority varchar(3) NOT NULL,
    as_of date NOT NULL,
    breakdown varchar NOT NULL,
    "group" varchar NOT NULL,
    answers bigint NOT NULL,
    people integer NOT NULL,
    counts varchar NOT NULL,
    CONSTRAINT pk_tallies
        PRIMARY KEY (authority, as_of, breakdown, "group", answers, counts)
);
CREATE INDEX ix_tallies_as_of ON tallies (as_of);

ALTER TABLE merges ADD CONSTRAINT fk_merges_entry_id_entries
    FOREIGN KEY (entry_id) REFERENCES entries (id);

ALTER TABLE sendings ADD CONSTRAINT fk_sendings_entry_id_entries
    FOREIGN KEY (entry_id) REFERENCES entries (id);
