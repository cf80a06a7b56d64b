-- One or more files that were received together.
CREATE TABLE import_batches (
    id bigserial,
    authority varchar(3) NOT NULL,
    feed varchar NOT NULL,
    files jsonb NOT NULL,
    sha256 varchar(64) NOT NULL,
    layout varchar NOT NULL,
    sender jsonb,
    as_at date NOT NULL,
    complete boolean NOT NULL,
    status varchar NOT NULL,
    rows integer NOT NULL,
    notes jsonb NOT NULL,
    received_at timestamptz NOT NULL,
    received_by varchar NOT NULL,
    matched_against varchar,
    CONSTRAINT ck_import_batches_status
        CHECK (status IN ('received', 'matched', 'applied', 'withdrawn')),
    CONSTRAINT pk_import_batches PRIMARY KEY (id)
);
CREATE INDEX ix_import_batches_bytes ON import_batches (authority, feed, sha256);

-- One answered question of a batch, in the words that the user saw.
CREATE TABLE batch_answers (
    id bigserial,
    batch_id bigint NOT NULL,
    kind varchar NOT NULL,
    question varchar NOT NULL,
    answer jsonb NOT NULL,
    answered_by varchar NOT NULL,
    answered_at timestamptz NOT NULL,
    CONSTRAINT pk_batch_answers PRIMARY KEY (id),
    CONSTRAINT fk_batch_answers_batch_id_import_batches
        FOREIGN KEY (batch_id) REFERENCES import_batches (id)
);
CREATE INDEX ix_batch_answers_batch_id ON batch_answers (batch_id);

-- A sender outside the register, with its name and the user who gave it.
CREATE TABLE new_senders (
    authority varchar(3) NOT NULL,
    sender varchar NOT NULL,
    name varchar NOT NULL,
    made_by varchar NOT NULL,
    made_at timestamptz NOT NULL,
    CONSTRAINT pk_new_senders PRIMARY KEY (authority, sender)
);

-- The whole mapping of a sender as it was after one change; the first is 1.
CREATE TABLE sender_column_versions (
    authority varchar(3) NOT NULL,
    feed varchar NOT NULL,
    sender varchar NOT NULL,
    version integer NOT NULL,
    means jsonb NOT NULL,
    recorded_by varchar NOT NULL,
    recorded_at timestamptz NOT NULL,
    CONSTRAINT pk_sender_column_versions PRIMARY KEY (authority, feed, sender, version)
);

-- The meaning of one heading in a sender's lists, as a user once chose it.
CREATE TABLE sender_columns (
    authority varchar(3) NOT NULL,
    feed varchar NOT NULL,
    sender varchar NOT NULL,
    heading varchar NOT NULL,
    means varchar NOT NULL,
    recorded_by varchar NOT NULL,
    recorded_at timestamptz NOT NULL,
    CONSTRAINT pk_sender_columns PRIMARY KEY (authority, feed, sender, heading)
);

-- One sending by an institution.
-- The key fk_sendings_entry_id_entries is added in history.sql.
CREATE TABLE sendings (
    id bigserial,
    authority varchar(3) NOT NULL,
    institution varchar NOT NULL,
    kind varchar NOT NULL,
    state varchar NOT NULL,
    feed varchar,
    files jsonb NOT NULL,
    sha256 varchar(64),
    as_at date,
    complete boolean NOT NULL,
    counts jsonb NOT NULL,
    batch_id bigint,
    entry_id bigint,
    made_by varchar NOT NULL,
    made_at timestamptz NOT NULL,
    confirmed_by varchar,
    confirmed_at timestamptz,
    taken_back_by varchar,
    taken_back_at timestamptz,
    path varchar,
    CONSTRAINT ck_sendings_confirmed
        CHECK ((confirmed_at IS NULL) = (confirmed_by IS NULL)),
    CONSTRAINT ck_sendings_kind CHECK (kind IN ('list', 'unchanged')),
    CONSTRAINT ck_sendings_state CHECK (state IN ('kept', 'sent', 'taken back')),
    CONSTRAINT ck_sendings_taken_back
        CHECK ((taken_back_at IS NULL) = (taken_back_by IS NULL)),
    CONSTRAINT pk_sendings PRIMARY KEY (id),
    CONSTRAINT fk_sendings_batch_id_import_batches
        FOREIGN KEY (batch_id) REFERENCES import_batches (id)
);
CREATE INDEX ix_sendings_batch_id ON sendings (batch_id);
CREATE INDEX ix_sendings_institution ON sendings (authority, institution, id);

-- A line of a file as read, with its problems, its outcome and its person.
CREATE TABLE staged_rows (
    id bigserial,
    batch_id bigint NOT NULL,
    authority varchar(3) NOT NULL,
    file varchar NOT NULL,
    line integer NOT NULL,
    raw jsonb NOT NULL,
    restricted boolean NOT NULL,
    problems jsonb NOT NULL,
    outcome varchar,
    reasons jsonb NOT NULL,
    score double precision,
    candidates jsonb NOT NULL,
    person_id bigint,
    same_as bigint,
    decided_by varchar,
    expected_error double precision,
    sealed bytea,
    hidden bytea,
    CONSTRAINT pk_staged_rows PRIMARY KEY (id),
    CONSTRAINT fk_staged_rows_batch_id_import_batches
        FOREIGN KEY (batch_id) REFERENCES import_batches (id)
);
CREATE INDEX ix_staged_rows_batch ON staged_rows (batch_id, id) INCLUDE (outcome);
CREATE INDEX ix_staged_rows_doubtful ON staged_rows (authority)
    WHERE outcome = 'possible';
CREATE INDEX ix_staged_rows_hidden ON staged_rows (person_id) WHERE hidden IS NOT NULL;
CREATE INDEX ix_staged_rows_left_over ON staged_rows (authority)
    WHERE outcome IN ('possible', 'invalid', 'out-of-area');
CREATE INDEX ix_staged_rows_person_id ON staged_rows (person_id);
CREATE INDEX ix_staged_rows_restricted ON staged_rows (authority) WHERE restricted;

-- A line in the tray, with the authority that it belongs to.
CREATE TABLE out_of_area (
    row_id bigint NOT NULL,
    authority varchar(3) NOT NULL,
    lead varchar(3) NOT NULL,
    held_on date NOT NULL,
    due_on date NOT NULL,
    forwarded_at timestamptz,
    forwarded_by varchar,
    CONSTRAINT pk_out_of_area PRIMARY KEY (row_id),
    CONSTRAINT fk_out_of_area_row_id_staged_rows
        FOREIGN KEY (row_id) REFERENCES staged_rows (id)
);
CREATE INDEX ix_out_of_area_lead ON out_of_area (authority, lead);

-- Files uploaded together, in a folder of their own below `var/uploads`.
CREATE TABLE uploads (
    id bigserial,
    authority varchar(3) NOT NULL,
    files jsonb NOT NULL,
    feed varchar,
    institution varchar,
    as_at varchar,
    complete boolean NOT NULL,
    sent_by varchar NOT NULL,
    sent_at timestamptz NOT NULL,
    new_sender varchar,
    other_authorities boolean NOT NULL,
    questions jsonb NOT NULL,
    database varchar,
    CONSTRAINT pk_uploads PRIMARY KEY (id)
);
CREATE INDEX ix_uploads_sent_at ON uploads (sent_at);

ALTER TABLE questions ADD CONSTRAINT fk_questions_batch_id_import_batches
    FOREIGN KEY (batch_id) REFERENCES import_batches (id);
