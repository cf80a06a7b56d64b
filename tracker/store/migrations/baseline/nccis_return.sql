-- One comparison: the people of both, and the differences by their cause.
CREATE TABLE parallel_runs (
    id bigserial,
    authority varchar(3) NOT NULL,
    period_end date NOT NULL,
    file varchar NOT NULL,
    sha256 varchar(64) NOT NULL,
    theirs integer NOT NULL,
    ours integer NOT NULL,
    in_both integer NOT NULL,
    equal integer NOT NULL,
    left_out integer NOT NULL,
    causes jsonb NOT NULL,
    people jsonb NOT NULL,
    compared_at timestamptz NOT NULL,
    compared_by varchar NOT NULL,
    CONSTRAINT pk_parallel_runs PRIMARY KEY (id)
);
CREATE INDEX ix_parallel_runs_month ON parallel_runs (authority, period_end);

-- One difference of the newest comparison of a month.
CREATE TABLE parallel_differences (
    run_id bigint NOT NULL,
    place integer NOT NULL,
    authority varchar(3) NOT NULL,
    person_id bigint,
    line integer,
    their_id varchar NOT NULL,
    field varchar NOT NULL,
    cause varchar NOT NULL,
    why varchar NOT NULL,
    ours varchar,
    theirs varchar,
    CONSTRAINT ck_parallel_differences_cause
        CHECK (cause IN ('unexplained', 'not-in-theirs', 'not-in-ours', 'theirs-lapsed',
            'ours-lapsed', 'ours-newer', 'theirs-newer', 'rule', 'other-words',
            'another-source', 'not-moved-in', 'dated-again')),
    CONSTRAINT pk_parallel_differences PRIMARY KEY (run_id, place),
    CONSTRAINT fk_parallel_differences_run_id_parallel_runs
        FOREIGN KEY (run_id) REFERENCES parallel_runs (id)
);
CREATE INDEX ix_parallel_differences_person ON parallel_differences (person_id);

-- One preparation of a month's return.
CREATE TABLE return_runs (
    id bigserial,
    authority varchar(3) NOT NULL,
    period_end date NOT NULL,
    ruleset varchar NOT NULL,
    records integer NOT NULL,
    sha256 varchar(64) NOT NULL,
    header jsonb NOT NULL,
    issues jsonb NOT NULL,
    prepared_at timestamptz NOT NULL,
    prepared_by varchar NOT NULL,
    frozen_at timestamptz,
    frozen_by varchar,
    file bytea,
    reason varchar,
    sealed_issues bytea,
    sealed_activities bytea,
    CONSTRAINT ck_return_runs_frozen CHECK ((frozen_at IS NULL) = (frozen_by IS NULL)),
    CONSTRAINT pk_return_runs PRIMARY KEY (id)
);
CREATE INDEX ix_return_runs_period ON return_runs (authority, period_end);

-- A list that DfE sent back.
CREATE TABLE return_answers (
    id bigserial,
    authority varchar(3) NOT NULL,
    run_id bigint NOT NULL,
    file varchar NOT NULL,
    sha256 varchar(64) NOT NULL,
    lines integer NOT NULL,
    notes jsonb NOT NULL,
    waiting varchar,
    loaded_at timestamptz NOT NULL,
    loaded_by varchar NOT NULL,
    withdrawn_at timestamptz,
    withdrawn_by varchar,
    CONSTRAINT ck_return_answers_withdrawn
        CHECK ((withdrawn_at IS NULL) = (withdrawn_by IS NULL)),
    CONSTRAINT pk_return_answers PRIMARY KEY (id),
    CONSTRAINT fk_return_answers_run_id_return_runs
        FOREIGN KEY (run_id) REFERENCES return_runs (id)
);
CREATE INDEX ix_return_answers_run_id ON return_answers (run_id);

-- One line of a list that DfE sent back.
CREATE TABLE return_answer_lines (
    id bigserial,
    authority varchar(3) NOT NULL,
    answer_id bigint NOT NULL,
    line integer NOT NULL,
    person_id bigint,
    code varchar NOT NULL,
    priority integer,
    field varchar NOT NULL,
    message varchar NOT NULL,
    other_authority varchar NOT NULL,
    other_id varchar NOT NULL,
    kind varchar NOT NULL,
    why varchar NOT NULL,
    settled_at timestamptz,
    settled_by varchar,
    reason varchar,
    CONSTRAINT ck_return_answer_lines_kind
        CHECK (kind IN ('predicted', 'missed', 'unknown')),
    CONSTRAINT ck_return_answer_lines_settled
        CHECK ((settled_at IS NULL) = (settled_by IS NULL)),
    CONSTRAINT pk_return_answer_lines PRIMARY KEY (id),
    CONSTRAINT fk_return_answer_lines_answer_id_return_answers
        FOREIGN KEY (answer_id) REFERENCES return_answers (id)
);
CREATE INDEX ix_return_answer_lines_answer_id ON return_answer_lines (answer_id);
CREATE INDEX ix_return_answer_lines_person_id ON return_answer_lines (person_id);

-- A rule that a record of a run breaks.
CREATE TABLE return_issues (
    run_id bigint NOT NULL,
    place integer NOT NULL,
    person_id bigint NOT NULL,
    rule varchar NOT NULL,
    priority integer,
    field varchar NOT NULL,
    message varchar NOT NULL,
    CONSTRAINT pk_return_issues PRIMARY KEY (run_id, place),
    CONSTRAINT fk_return_issues_run_id_return_runs
        FOREIGN KEY (run_id) REFERENCES return_runs (id)
);

-- One record of a run, in the words of the return.
CREATE TABLE return_records (
    run_id bigint NOT NULL,
    person_id bigint NOT NULL,
    record jsonb NOT NULL,
    "group" varchar NOT NULL,
    year_11_school varchar,
    institution varchar,
    CONSTRAINT pk_return_records PRIMARY KEY (run_id, person_id),
    CONSTRAINT fk_return_records_run_id_return_runs
        FOREIGN KEY (run_id) REFERENCES return_runs (id)
);

-- One step, with the user who took it.
CREATE TABLE return_steps (
    id bigserial,
    authority varchar(3) NOT NULL,
    run_id bigint NOT NULL,
    step varchar NOT NULL,
    at timestamptz NOT NULL,
    by varchar NOT NULL,
    name varchar NOT NULL,
    on_day date,
    note varchar NOT NULL,
    CONSTRAINT ck_return_steps_sent CHECK ((on_day IS NOT NULL) = (step = 'sent')),
    CONSTRAINT ck_return_steps_step
        CHECK (step IN ('signed off', 'sign-off withdrawn', 'downloaded', 'sent',
            'answered')),
    CONSTRAINT pk_return_steps PRIMARY KEY (id),
    CONSTRAINT fk_return_steps_run_id_return_runs
        FOREIGN KEY (run_id) REFERENCES return_runs (id)
);
CREATE INDEX ix_return_steps_run_id ON return_steps (run_id);

-- One preparation of the survey of a summer.
CREATE TABLE surveys (
    id bigserial,
    authority varchar(3) NOT NULL,
    "left" smallint NOT NULL,
    known_at timestamptz NOT NULL,
    people integer NOT NULL,
    sha256 varchar(64) NOT NULL,
    prepared_at timestamptz NOT NULL,
    prepared_by varchar NOT NULL,
    frozen_at timestamptz,
    frozen_by varchar,
    sent_on date,
    sent_at timestamptz,
    sent_by varchar,
    file bytea NOT NULL,
    sealed_activities bytea NOT NULL,
    CONSTRAINT ck_surveys_frozen CHECK ((frozen_at IS NULL) = (frozen_by IS NULL)),
    CONSTRAINT ck_surveys_sent CHECK ((sent_at IS NULL) = (sent_by IS NULL)),
    CONSTRAINT pk_surveys PRIMARY KEY (id)
);
ALTER TABLE surveys ALTER COLUMN file SET STORAGE EXTERNAL;
ALTER TABLE surveys ALTER COLUMN sealed_activities SET STORAGE EXTERNAL;
CREATE INDEX ix_surveys_left ON surveys (authority, "left");

-- A young person on a survey, as readers see them.
CREATE TABLE survey_people (
    survey_id bigint NOT NULL,
    person_id bigint NOT NULL,
    reason varchar NOT NULL,
    school varchar,
    outcome varchar NOT NULL,
    activity varchar NOT NULL,
    place varchar,
    starts date NOT NULL,
    verified date,
    CONSTRAINT pk_survey_people PRIMARY KEY (survey_id, person_id),
    CONSTRAINT fk_survey_people_survey_id_surveys
        FOREIGN KEY (survey_id) REFERENCES surveys (id)
);
CREATE INDEX ix_survey_people_person_id ON survey_people (person_id);
