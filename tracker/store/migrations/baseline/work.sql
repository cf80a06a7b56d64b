-- A filter of lists that a user saved, with its name.
CREATE TABLE saved_filters (
    id bigserial,
    authority varchar(3) NOT NULL,
    user_id bigint NOT NULL,
    page varchar(200) NOT NULL,
    name varchar(60) NOT NULL,
    filters varchar(400) NOT NULL,
    shared boolean NOT NULL,
    saved_at timestamptz NOT NULL,
    CONSTRAINT pk_saved_filters PRIMARY KEY (id),
    CONSTRAINT uq_saved_filters_user_id_page_name UNIQUE (user_id, page, name),
    CONSTRAINT fk_saved_filters_user_id_users
        FOREIGN KEY (user_id) REFERENCES users (id)
);
CREATE INDEX ix_saved_filters_page ON saved_filters (page);

-- One piece of long work.
CREATE TABLE tasks (
    id bigserial,
    authority varchar(3) NOT NULL,
    kind varchar NOT NULL,
    subject varchar NOT NULL,
    arguments jsonb NOT NULL,
    state varchar NOT NULL,
    says varchar NOT NULL,
    done integer,
    out_of integer,
    problem varchar NOT NULL,
    result jsonb NOT NULL,
    requested_by varchar NOT NULL,
    requested_at timestamptz NOT NULL,
    began_at timestamptz,
    ended_at timestamptz,
    dismissed_by varchar,
    dismissed_at timestamptz,
    CONSTRAINT ck_tasks_dismissed
        CHECK ((dismissed_at IS NULL) = (dismissed_by IS NULL)),
    CONSTRAINT ck_tasks_ended
        CHECK ((state IN ('done', 'failed')) = (ended_at IS NOT NULL)),
    CONSTRAINT ck_tasks_state CHECK (state IN ('waiting', 'running', 'done', 'failed')),
    CONSTRAINT pk_tasks PRIMARY KEY (id)
);
CREATE INDEX ix_tasks_subject ON tasks (authority, subject, id);
CREATE INDEX ix_tasks_unfinished ON tasks (id) WHERE state IN ('waiting', 'running');

-- An item of a kind without a table of its own.
CREATE TABLE work_items (
    id bigserial,
    authority varchar(3) NOT NULL,
    kind varchar NOT NULL,
    person_id bigint,
    institution varchar,
    why varchar NOT NULL,
    role varchar NOT NULL,
    owner_id bigint,
    due date,
    opened_by varchar NOT NULL,
    opened_at timestamptz NOT NULL,
    done_by varchar,
    done_at timestamptz,
    lines bigint[] DEFAULT '{}' NOT NULL,
    CONSTRAINT ck_work_items_done CHECK ((done_at IS NULL) = (done_by IS NULL)),
    CONSTRAINT pk_work_items PRIMARY KEY (id),
    CONSTRAINT fk_work_items_owner_id_users FOREIGN KEY (owner_id) REFERENCES users (id),
    CONSTRAINT fk_work_items_person_id_people
        FOREIGN KEY (person_id) REFERENCES people (id)
);
CREATE INDEX ix_work_items_kind ON work_items (authority, kind, id);
CREATE INDEX ix_work_items_owner_id ON work_items (owner_id);
CREATE INDEX ix_work_items_person_id ON work_items (person_id);
CREATE TRIGGER not_known AFTER INSERT OR UPDATE ON work_items
    FOR EACH ROW WHEN (NEW.kind = 'task' AND NEW.person_id IS NOT NULL)
    EXECUTE FUNCTION note_not_known();
