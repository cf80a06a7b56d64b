-- One school's statement of where one leaver is.
CREATE TABLE corrections (
    id bigserial,
    authority varchar(3) NOT NULL,
    institution varchar NOT NULL,
    person_id bigint NOT NULL,
    doing varchar NOT NULL,
    place jsonb,
    place_name varchar NOT NULL,
    since date,
    how varchar NOT NULL,
    note varchar NOT NULL,
    state varchar NOT NULL,
    answer varchar NOT NULL,
    entry_id bigint,
    confirmed_entry_id bigint,
    reported_by varchar NOT NULL,
    reported_at timestamptz NOT NULL,
    decided_by varchar,
    decided_at timestamptz,
    CONSTRAINT ck_corrections_decided
        CHECK ((decided_at IS NULL) = (decided_by IS NULL)),
    CONSTRAINT ck_corrections_state CHECK (state IN ('waiting', 'accepted', 'declined')),
    CONSTRAINT ck_corrections_waiting CHECK ((state = 'waiting') = (decided_at IS NULL)),
    CONSTRAINT pk_corrections PRIMARY KEY (id),
    CONSTRAINT fk_corrections_confirmed_entry_id_entries
        FOREIGN KEY (confirmed_entry_id) REFERENCES entries (id),
    CONSTRAINT fk_corrections_entry_id_entries
        FOREIGN KEY (entry_id) REFERENCES entries (id),
    CONSTRAINT fk_corrections_person_id_people
        FOREIGN KEY (person_id) REFERENCES people (id)
);
CREATE INDEX ix_corrections_institution ON corrections (authority, institution, id);
CREATE INDEX ix_corrections_person_id ON corrections (person_id);
CREATE INDEX ix_corrections_state ON corrections (authority, state, id);

-- One notice, as it was entered.
CREATE TABLE notices (
    id bigserial,
    authority varchar(3) NOT NULL,
    institution varchar NOT NULL,
    given varchar NOT NULL,
    family varchar NOT NULL,
    born date,
    upn varchar,
    uln varchar,
    postcode varchar,
    last_day date NOT NULL,
    next_step varchar NOT NULL,
    note varchar NOT NULL,
    state varchar NOT NULL,
    lives_in varchar(3),
    person_id bigint,
    entry_id bigint,
    answer varchar NOT NULL,
    reported_by varchar NOT NULL,
    reported_at timestamptz NOT NULL,
    decided_by varchar,
    decided_at timestamptz,
    CONSTRAINT ck_notices_decided CHECK ((decided_at IS NULL) = (decided_by IS NULL)),
    CONSTRAINT ck_notices_state
        CHECK (state IN ('recorded', 'open', 'lives elsewhere', 'settled',
            'taken back')),
    CONSTRAINT pk_notices PRIMARY KEY (id),
    CONSTRAINT fk_notices_entry_id_entries
        FOREIGN KEY (entry_id) REFERENCES entries (id),
    CONSTRAINT fk_notices_person_id_people
        FOREIGN KEY (person_id) REFERENCES people (id)
);
CREATE INDEX ix_notices_institution ON notices (authority, institution, id);
CREATE INDEX ix_notices_person_id ON notices (person_id);
CREATE INDEX ix_notices_state ON notices (authority, state, id);
