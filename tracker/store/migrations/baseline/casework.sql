-- Notes whose row in the list of the not known must be made again: contacts, next contacts
-- and tasks change it, and they are written in many places.
CREATE FUNCTION note_not_known() RETURNS trigger LANGUAGE plpgsql
AS $$ BEGIN INSERT INTO not_known_owed (authority, person_id) VALUES (NEW.authority, NEW.person_id); RETURN NULL; END $$;

-- A colleague's cover of an adviser's caseload, from one day to another.
CREATE TABLE covers (
    id bigserial,
    authority varchar(3) NOT NULL,
    user_id bigint NOT NULL,
    colleague_id bigint NOT NULL,
    first date NOT NULL,
    last date NOT NULL,
    note varchar NOT NULL,
    made_at timestamptz NOT NULL,
    made_by varchar NOT NULL,
    ended_at timestamptz,
    CONSTRAINT ck_covers_first CHECK (first <= last),
    CONSTRAINT ck_covers_not_by_themselves CHECK (colleague_id <> user_id),
    CONSTRAINT pk_covers PRIMARY KEY (id),
    CONSTRAINT fk_covers_colleague_id_users
        FOREIGN KEY (colleague_id) REFERENCES users (id),
    CONSTRAINT fk_covers_user_id_users FOREIGN KEY (user_id) REFERENCES users (id)
);
CREATE INDEX ix_covers_colleague_id ON covers (colleague_id);
CREATE INDEX ix_covers_user_id ON covers (user_id);

-- The file of one line of documents.
CREATE TABLE document_files (
    row_id bigint NOT NULL,
    authority varchar(3) NOT NULL,
    name varchar NOT NULL,
    media_type varchar NOT NULL,
    size integer NOT NULL,
    sha256 varchar(64) NOT NULL,
    kept_at timestamptz NOT NULL,
    CONSTRAINT pk_document_files PRIMARY KEY (row_id),
    CONSTRAINT fk_document_files_row_id_staged_rows
        FOREIGN KEY (row_id) REFERENCES staged_rows (id)
);

-- The bytes of a file, apart from all that is read to list or to copy it.
CREATE TABLE document_contents (
    row_id bigint NOT NULL,
    authority varchar(3) NOT NULL,
    content bytea NOT NULL,
    CONSTRAINT pk_document_contents PRIMARY KEY (row_id),
    CONSTRAINT fk_document_contents_row_id_document_files
        FOREIGN KEY (row_id) REFERENCES document_files (row_id)
);
ALTER TABLE document_contents ALTER COLUMN content SET STORAGE EXTERNAL;

-- A document about a young person, as long as the evidence of its line stands.
CREATE TABLE documents (
    id bigserial,
    authority varchar(3) NOT NULL,
    person_id bigint NOT NULL,
    row_id bigint NOT NULL,
    title varchar NOT NULL,
    kind varchar NOT NULL,
    made_on date,
    visibility varchar NOT NULL,
    written_at timestamptz NOT NULL,
    written_by varchar NOT NULL,
    CONSTRAINT ck_documents_visibility CHECK (visibility IN ('team', 'restricted')),
    CONSTRAINT pk_documents PRIMARY KEY (id),
    CONSTRAINT fk_documents_person_id_people
        FOREIGN KEY (person_id) REFERENCES people (id),
    CONSTRAINT fk_documents_row_id_document_files
        FOREIGN KEY (row_id) REFERENCES document_files (row_id)
);
CREATE INDEX ix_documents_person ON documents (person_id, made_on);
CREATE INDEX ix_documents_row_id ON documents (row_id);

-- A session at one place on one day with several young people.
CREATE TABLE group_sessions (
    id bigserial,
    authority varchar(3) NOT NULL,
    held_on date NOT NULL,
    place varchar NOT NULL,
    topic varchar NOT NULL,
    written_at timestamptz NOT NULL,
    written_by varchar NOT NULL,
    withdrawn_at timestamptz,
    CONSTRAINT pk_group_sessions PRIMARY KEY (id)
);

-- One contact with one young person, tied to the record that it was recorded for.
CREATE TABLE contacts (
    id bigserial,
    authority varchar(3) NOT NULL,
    person_id bigint NOT NULL,
    entry_id bigint NOT NULL,
    session_id bigint,
    made_on date NOT NULL,
    outcome varchar NOT NULL,
    channel varchar NOT NULL,
    spoke_with varchar NOT NULL,
    note varchar NOT NULL,
    visibility varchar NOT NULL,
    number varchar,
    written_at timestamptz NOT NULL,
    written_by varchar NOT NULL,
    withdrawn_at timestamptz,
    purpose varchar,
    row_id bigint,
    CONSTRAINT ck_contacts_channel
        CHECK (channel IN ('phone', 'text', 'email', 'visit', 'meeting', 'letter',
            'social message', 'video call', 'group session', 'status update', 'note')),
    CONSTRAINT ck_contacts_outcome
        CHECK (outcome IN ('spoke to the young person', 'spoke to a parent or carer',
            'spoke to their school, college, provider or employer', 'left a voicemail',
            'wrong number', 'no answer', 'refused', 'a note only', 'did not attend',
            'cancelled')),
    CONSTRAINT ck_contacts_purpose
        CHECK (purpose IN ('find out what they are doing', 'help into learning or work',
            'help to stay there', 'plan or referral', 'something else')),
    CONSTRAINT ck_contacts_visibility CHECK (visibility IN ('team', 'restricted')),
    CONSTRAINT pk_contacts PRIMARY KEY (id),
    CONSTRAINT fk_contacts_entry_id_entries
        FOREIGN KEY (entry_id) REFERENCES entries (id),
    CONSTRAINT fk_contacts_person_id_people
        FOREIGN KEY (person_id) REFERENCES people (id),
    CONSTRAINT fk_contacts_session_id_group_sessions
        FOREIGN KEY (session_id) REFERENCES group_sessions (id)
);
CREATE INDEX ix_contacts_entry_id ON contacts (entry_id);
CREATE INDEX ix_contacts_person ON contacts (person_id, made_on);
CREATE INDEX ix_contacts_row_id ON contacts (row_id);
CREATE INDEX ix_contacts_session_id ON contacts (session_id);
CREATE TRIGGER not_known AFTER INSERT OR UPDATE ON contacts
    FOR EACH ROW WHEN (true)
    EXECUTE FUNCTION note_not_known();

-- A later note: it `corrects` the contact, or adds to its note.
CREATE TABLE contact_notes (
    id bigserial,
    contact_id bigint NOT NULL,
    corrects boolean NOT NULL,
    note varchar NOT NULL,
    written_at timestamptz NOT NULL,
    written_by varchar NOT NULL,
    made_on date,
    outcome varchar,
    channel varchar,
    spoke_with varchar,
    purpose varchar,
    visibility varchar,
    number varchar,
    CONSTRAINT ck_contact_notes_channel
        CHECK (channel IN ('phone', 'text', 'email', 'visit', 'meeting', 'letter',
            'social message', 'video call', 'group session', 'status update', 'note')),
    CONSTRAINT ck_contact_notes_outcome
        CHECK (outcome IN ('spoke to the young person', 'spoke to a parent or carer',
            'spoke to their school, college, provider or employer', 'left a voicemail',
            'wrong number', 'no answer', 'refused', 'a note only', 'did not attend',
            'cancelled')),
    CONSTRAINT ck_contact_notes_purpose
        CHECK (purpose IN ('', 'find out what they are doing',
            'help into learning or work', 'help to stay there', 'plan or referral',
            'something else')),
    CONSTRAINT ck_contact_notes_visibility CHECK (visibility IN ('team', 'restricted')),
    CONSTRAINT pk_contact_notes PRIMARY KEY (id),
    CONSTRAINT fk_contact_notes_contact_id_contacts
        FOREIGN KEY (contact_id) REFERENCES contacts (id)
);
CREATE INDEX ix_contact_notes_contact_id ON contact_notes (contact_id);

-- The day of the next contact; without `due` no contact is planned.
CREATE TABLE follow_ups (
    id bigserial,
    authority varchar(3) NOT NULL,
    person_id bigint NOT NULL,
    contact_id bigint,
    due date,
    what varchar NOT NULL,
    set_at timestamptz NOT NULL,
    set_by varchar NOT NULL,
    withdrawn_at timestamptz,
    CONSTRAINT pk_follow_ups PRIMARY KEY (id),
    CONSTRAINT fk_follow_ups_contact_id_contacts
        FOREIGN KEY (contact_id) REFERENCES contacts (id),
    CONSTRAINT fk_follow_ups_person_id_people
        FOREIGN KEY (person_id) REFERENCES people (id)
);
CREATE INDEX ix_follow_ups_contact_id ON follow_ups (contact_id);
CREATE INDEX ix_follow_ups_person ON follow_ups (person_id, id);
CREATE TRIGGER not_known AFTER INSERT OR UPDATE ON follow_ups
    FOR EACH ROW WHEN (true)
    EXECUTE FUNCTION note_not_known();

-- Young people moved into another adviser's caseload at once; it can be undone.
CREATE TABLE hand_overs (
    id bigserial,
    authority varchar(3) NOT NULL,
    note varchar NOT NULL,
    moved jsonb NOT NULL,
    made_at timestamptz NOT NULL,
    made_by varchar NOT NULL,
    undone_by varchar,
    undone_at timestamptz,
    undone jsonb,
    CONSTRAINT pk_hand_overs PRIMARY KEY (id)
);

-- A record in an adviser's caseload, and the hand-over that put it there.
CREATE TABLE caseload (
    person_id bigint NOT NULL,
    authority varchar(3) NOT NULL,
    user_id bigint NOT NULL,
    since date NOT NULL,
    hand_over_id bigint NOT NULL,
    CONSTRAINT pk_caseload PRIMARY KEY (person_id),
    CONSTRAINT fk_caseload_hand_over_id_hand_overs
        FOREIGN KEY (hand_over_id) REFERENCES hand_overs (id),
    CONSTRAINT fk_caseload_person_id_people
        FOREIGN KEY (person_id) REFERENCES people (id),
    CONSTRAINT fk_caseload_user_id_users FOREIGN KEY (user_id) REFERENCES users (id)
);
CREATE INDEX ix_caseload_hand_over_id ON caseload (hand_over_id);
CREATE INDEX ix_caseload_user_id ON caseload (user_id);

-- The stored list of an authority, with the days that it was made for.
CREATE TABLE not_known_lists (
    authority varchar(3) NOT NULL,
    as_of date NOT NULL,
    made_for date NOT NULL,
    state varchar NOT NULL,
    CONSTRAINT pk_not_known_lists PRIMARY KEY (authority)
);

-- A record whose row must be made again; without `person_id`, every row.
CREATE TABLE not_known_owed (
    id bigserial,
    authority varchar(3) NOT NULL,
    person_id bigint,
    CONSTRAINT pk_not_known_owed PRIMARY KEY (id)
);
CREATE INDEX ix_not_known_owed_person_id ON not_known_owed (person_id);

-- A young person who is not known, as shown to a reader who may read every contact.
CREATE TABLE not_known_rows (
    authority varchar(3) NOT NULL,
    person_id bigint NOT NULL,
    since date NOT NULL,
    chance double precision NOT NULL,
    source varchar NOT NULL,
    can_be_tried boolean NOT NULL,
    has_restricted_contact boolean NOT NULL,
    relative bigint,
    has_phone boolean NOT NULL,
    last_contact date,
    due date,
    school varchar,
    area varchar,
    CONSTRAINT pk_not_known_rows PRIMARY KEY (authority, person_id)
);
CREATE INDEX ix_not_known_rows_person ON not_known_rows (person_id);

-- A place proposed for one young person, tied to the record it was made for.
CREATE TABLE place_proposals (
    id bigserial,
    authority varchar(3) NOT NULL,
    person_id bigint NOT NULL,
    "left" smallint NOT NULL,
    year_group smallint NOT NULL,
    institution varchar NOT NULL,
    institution_name varchar NOT NULL,
    course varchar NOT NULL,
    why varchar NOT NULL,
    proposed_on date NOT NULL,
    due date NOT NULL,
    proposed_at timestamptz NOT NULL,
    proposed_by varchar NOT NULL,
    entry_id bigint NOT NULL,
    closed_at timestamptz,
    closed_by varchar,
    taken_back_at timestamptz,
    taken_back_by varchar,
    CONSTRAINT ck_place_proposals_closed
        CHECK ((closed_at IS NULL) = (closed_by IS NULL)),
    CONSTRAINT ck_place_proposals_taken_back
        CHECK ((taken_back_at IS NULL) = (taken_back_by IS NULL)),
    CONSTRAINT pk_place_proposals PRIMARY KEY (id),
    CONSTRAINT fk_place_proposals_entry_id_entries
        FOREIGN KEY (entry_id) REFERENCES entries (id),
    CONSTRAINT fk_place_proposals_person_id_people
        FOREIGN KEY (person_id) REFERENCES people (id)
);
CREATE INDEX ix_place_proposals_entry_id ON place_proposals (entry_id);
CREATE INDEX ix_place_proposals_person_id ON place_proposals (person_id);
CREATE UNIQUE INDEX uq_place_proposals_open ON place_proposals (person_id)
    WHERE closed_at IS NULL;

-- An answer of the provider or of the young person; the newest of each counts.
CREATE TABLE place_answers (
    id bigserial,
    proposal_id bigint NOT NULL,
    party varchar NOT NULL,
    answer varchar NOT NULL,
    answered_on date NOT NULL,
    starts_on date,
    why varchar NOT NULL,
    recorded_at timestamptz NOT NULL,
    recorded_by varchar NOT NULL,
    entry_id bigint,
    withdrawn_at timestamptz,
    withdrawn_by varchar,
    CONSTRAINT ck_place_answers_answer
        CHECK (answer IN ('accepted', 'agreed', 'declined')),
    CONSTRAINT ck_place_answers_party CHECK (party IN ('provider', 'young person')),
    CONSTRAINT ck_place_answers_starts CHECK (starts_on IS NULL OR answer = 'accepted'),
    CONSTRAINT ck_place_answers_withdrawn
        CHECK ((withdrawn_at IS NULL) = (withdrawn_by IS NULL)),
    CONSTRAINT pk_place_answers PRIMARY KEY (id),
    CONSTRAINT fk_place_answers_entry_id_entries
        FOREIGN KEY (entry_id) REFERENCES entries (id),
    CONSTRAINT fk_place_answers_proposal_id_place_proposals
        FOREIGN KEY (proposal_id) REFERENCES place_proposals (id)
);
CREATE INDEX ix_place_answers_entry_id ON place_answers (entry_id);
CREATE INDEX ix_place_answers_proposal_id ON place_answers (proposal_id);

-- What was agreed with one young person, tied to the record it was made for.
CREATE TABLE plans (
    id bigserial,
    authority varchar(3) NOT NULL,
    person_id bigint NOT NULL,
    wants varchar NOT NULL,
    agreed_on date NOT NULL,
    signed_on date,
    review_on date NOT NULL,
    written_at timestamptz NOT NULL,
    written_by varchar NOT NULL,
    ending varchar,
    ended_at timestamptz,
    ended_by varchar,
    CONSTRAINT ck_plans_ended CHECK ((ended_at IS NULL) = (ended_by IS NULL)),
    CONSTRAINT ck_plans_ending
        CHECK (ending IN ('carried out', 'no longer wanted by the young person',
            'no longer needed', 'recorded by mistake', 'replaced by a newer plan')),
    CONSTRAINT pk_plans PRIMARY KEY (id),
    CONSTRAINT fk_plans_person_id_people FOREIGN KEY (person_id) REFERENCES people (id)
);
CREATE INDEX ix_plans_person_id ON plans (person_id);

-- What one party does by a day; of a provider it is a referral, with consent.
CREATE TABLE plan_actions (
    id bigserial,
    plan_id bigint NOT NULL,
    place integer NOT NULL,
    actor varchar NOT NULL,
    what varchar NOT NULL,
    due date NOT NULL,
    provider varchar NOT NULL,
    consent_on date,
    outcome varchar,
    done_at timestamptz,
    done_by varchar,
    CONSTRAINT ck_plan_actions_actor
        CHECK (actor IN ('young person', 'adviser', 'provider')),
    CONSTRAINT ck_plan_actions_consent
        CHECK ((actor = 'provider') = (consent_on IS NOT NULL)),
    CONSTRAINT ck_plan_actions_done CHECK ((done_at IS NULL) = (done_by IS NULL)),
    CONSTRAINT ck_plan_actions_outcome
        CHECK (outcome IN ('done', 'no longer needed', 'accepted by the provider',
            'declined by the provider', 'the young person did not go', 'started')),
    CONSTRAINT pk_plan_actions PRIMARY KEY (id),
    CONSTRAINT fk_plan_actions_plan_id_plans FOREIGN KEY (plan_id) REFERENCES plans (id)
);
CREATE INDEX ix_plan_actions_plan_id ON plan_actions (plan_id);

-- One young person of a round, at their place in it.
CREATE TABLE round_people (
    user_id bigint NOT NULL,
    list varchar NOT NULL,
    begun_on date NOT NULL,
    person_id bigint NOT NULL,
    authority varchar(3) NOT NULL,
    place integer NOT NULL,
    done_at timestamptz,
    reached boolean NOT NULL,
    CONSTRAINT pk_round_people PRIMARY KEY (user_id, list, begun_on, person_id),
    CONSTRAINT fk_round_people_person_id_people
        FOREIGN KEY (person_id) REFERENCES people (id),
    CONSTRAINT fk_round_people_user_id_users FOREIGN KEY (user_id) REFERENCES users (id)
);
CREATE INDEX ix_round_people_person_id ON round_people (person_id);
