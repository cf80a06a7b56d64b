-- One agreement with one party, by one gateway.
CREATE TABLE agreements (
    id bigserial,
    authority varchar(3) NOT NULL,
    reference varchar NOT NULL,
    gateway varchar NOT NULL,
    party_kind varchar NOT NULL,
    party varchar NOT NULL,
    party_name varchar NOT NULL,
    fields text[] NOT NULL,
    conditions varchar NOT NULL,
    starts date NOT NULL,
    ends date,
    review_on date NOT NULL,
    proposed_by varchar NOT NULL,
    proposed_at timestamptz NOT NULL,
    signed_by varchar,
    signed_at timestamptz,
    declined_by varchar,
    declined_at timestamptz,
    ended_on date,
    reason varchar NOT NULL,
    CONSTRAINT ck_agreements_days CHECK (ends >= starts),
    CONSTRAINT ck_agreements_declined
        CHECK ((declined_at IS NULL) = (declined_by IS NULL)),
    CONSTRAINT ck_agreements_party_kind
        CHECK (party_kind IN ('institution', 'authority', 'service', 'department',
            'jobcentre', 'body', 'person')),
    CONSTRAINT ck_agreements_signed CHECK ((signed_at IS NULL) = (signed_by IS NULL)),
    CONSTRAINT ck_agreements_two_people CHECK (signed_by <> proposed_by),
    CONSTRAINT pk_agreements PRIMARY KEY (id)
);
CREATE INDEX ix_agreements_party ON agreements (authority, gateway, party);
CREATE UNIQUE INDEX uq_agreements_reference ON agreements (authority, reference);

-- A case of an information officer: a request, a breach, or a safeguarding share.
CREATE TABLE cases (
    id bigserial,
    authority varchar(3) NOT NULL,
    kind varchar NOT NULL,
    number integer NOT NULL,
    reference varchar NOT NULL,
    title varchar NOT NULL,
    requester varchar NOT NULL,
    requester_name varchar NOT NULL,
    ground varchar NOT NULL,
    affected varchar NOT NULL,
    recipient varchar NOT NULL,
    holder_id bigint,
    received_at timestamptz NOT NULL,
    next_step varchar NOT NULL,
    outcome varchar NOT NULL,
    due_on date,
    due_at timestamptz,
    paused_since date,
    clock_met_at timestamptz,
    review_on date,
    opened_by varchar NOT NULL,
    opened_at timestamptz NOT NULL,
    closed_by varchar,
    closed_at timestamptz,
    CONSTRAINT ck_cases_closed CHECK ((closed_at IS NULL) = (closed_by IS NULL)),
    CONSTRAINT ck_cases_due CHECK ((due_on IS NULL) = (due_at IS NULL)),
    CONSTRAINT ck_cases_ground
        CHECK (ground IN ('research', 'public task', 'all use but storage', '')),
    CONSTRAINT ck_cases_kind
        CHECK (kind IN ('subject-access', 'correction', 'objection',
            'restriction-of-processing', 'erasure', 'complaint', 'third-party-request',
            'breach', 'safeguarding-share')),
    CONSTRAINT ck_cases_recipient CHECK (recipient <> '' OR outcome <> 'shared'),
    CONSTRAINT ck_cases_requester
        CHECK (requester IN ('young person', 'parent', 'third party', 'council')),
    CONSTRAINT pk_cases PRIMARY KEY (id),
    CONSTRAINT uq_cases_authority_kind_number UNIQUE (authority, kind, number),
    CONSTRAINT fk_cases_holder_id_users FOREIGN KEY (holder_id) REFERENCES users (id)
);
CREATE INDEX ix_cases_closed ON cases (authority, closed_at);
CREATE INDEX ix_cases_holder_id ON cases (holder_id);

-- Something that happened in a case; never changed.
CREATE TABLE case_events (
    id bigserial,
    authority varchar(3) NOT NULL,
    case_id bigint NOT NULL,
    what varchar NOT NULL,
    at timestamptz NOT NULL,
    evidence varchar NOT NULL,
    outcome varchar NOT NULL,
    months integer NOT NULL,
    note varchar NOT NULL,
    made_by varchar NOT NULL,
    made_at timestamptz NOT NULL,
    CONSTRAINT pk_case_events PRIMARY KEY (id),
    CONSTRAINT fk_case_events_case_id_cases FOREIGN KEY (case_id) REFERENCES cases (id)
);
CREATE INDEX ix_case_events_case_id ON case_events (case_id);

-- A record that a case is about.
CREATE TABLE case_people (
    case_id bigint NOT NULL,
    person_id bigint NOT NULL,
    authority varchar(3) NOT NULL,
    CONSTRAINT pk_case_people PRIMARY KEY (case_id, person_id),
    CONSTRAINT fk_case_people_case_id_cases FOREIGN KEY (case_id) REFERENCES cases (id),
    CONSTRAINT fk_case_people_person_id_people
        FOREIGN KEY (person_id) REFERENCES people (id)
);
CREATE INDEX ix_case_people_person_id ON case_people (person_id);

-- A rule of the retention schedule that the asset owner has confirmed.
CREATE TABLE confirmed_rules (
    id bigserial,
    authority varchar(3) NOT NULL,
    category varchar NOT NULL,
    applies_to varchar NOT NULL,
    terms varchar NOT NULL,
    confirmed_by varchar NOT NULL,
    confirmed_at timestamptz NOT NULL,
    CONSTRAINT pk_confirmed_rules PRIMARY KEY (id)
);
CREATE UNIQUE INDEX uq_confirmed_rules_terms ON confirmed_rules (authority, category,
    applies_to, terms);

-- A notice to one recipient that details of a young person were corrected.
CREATE TABLE correction_notices (
    id bigserial,
    authority varchar(3) NOT NULL,
    case_id bigint NOT NULL,
    person_id bigint NOT NULL,
    party_kind varchar NOT NULL,
    party varchar NOT NULL,
    party_name varchar NOT NULL,
    fields text[] NOT NULL,
    lines jsonb NOT NULL,
    given text[] NOT NULL,
    how varchar NOT NULL,
    made_by varchar NOT NULL,
    made_at timestamptz NOT NULL,
    dispatched_by varchar,
    dispatched_at timestamptz,
    CONSTRAINT ck_correction_notices_dispatched
        CHECK ((dispatched_at IS NULL) = (dispatched_by IS NULL)),
    CONSTRAINT ck_correction_notices_party_kind
        CHECK (party_kind IN ('institution', 'authority', 'service', 'department',
            'jobcentre', 'body', 'person')),
    CONSTRAINT pk_correction_notices PRIMARY KEY (id),
    CONSTRAINT fk_correction_notices_case_id_cases
        FOREIGN KEY (case_id) REFERENCES cases (id),
    CONSTRAINT fk_correction_notices_person_id_people
        FOREIGN KEY (person_id) REFERENCES people (id)
);
CREATE INDEX ix_correction_notices_case ON correction_notices (case_id);
CREATE INDEX ix_correction_notices_person_id ON correction_notices (person_id);

-- A key of the authority `party`, entered under an agreement with it.
CREATE TABLE council_keys (
    id bigserial,
    authority varchar(3) NOT NULL,
    party varchar(3) NOT NULL,
    fingerprint varchar(64) NOT NULL,
    public bytea NOT NULL,
    agreement_id bigint NOT NULL,
    entered_at timestamptz NOT NULL,
    entered_by varchar NOT NULL,
    ended_at timestamptz,
    ended_by varchar,
    CONSTRAINT ck_council_keys_ended CHECK ((ended_at IS NULL) = (ended_by IS NULL)),
    CONSTRAINT pk_council_keys PRIMARY KEY (id),
    CONSTRAINT fk_council_keys_agreement_id_agreements
        FOREIGN KEY (agreement_id) REFERENCES agreements (id)
);
CREATE UNIQUE INDEX uq_council_keys_live ON council_keys (authority, fingerprint)
    WHERE ended_at IS NULL;

-- One disclosure to one recipient.
CREATE TABLE disclosures (
    id bigserial,
    authority varchar(3) NOT NULL,
    state varchar NOT NULL,
    year smallint,
    number integer,
    gateway varchar NOT NULL,
    agreement_id bigint,
    party_kind varchar NOT NULL,
    party varchar NOT NULL,
    party_name varchar NOT NULL,
    what varchar NOT NULL,
    purpose varchar NOT NULL,
    fields text[] NOT NULL,
    people integer NOT NULL,
    known_at timestamptz,
    expires_on date,
    requested_by varchar,
    requested_at timestamptz,
    decided_by varchar,
    decided_at timestamptz,
    reason varchar NOT NULL,
    made_by varchar,
    made_at timestamptz,
    case_id bigint,
    CONSTRAINT ck_disclosures_decided
        CHECK ((decided_at IS NULL) = (decided_by IS NULL)),
    CONSTRAINT ck_disclosures_made CHECK ((state = 'made') = (made_at IS NOT NULL)),
    CONSTRAINT ck_disclosures_numbered CHECK ((made_at IS NULL) = (number IS NULL)),
    CONSTRAINT ck_disclosures_party_kind
        CHECK (party_kind IN ('institution', 'authority', 'service', 'department',
            'jobcentre', 'body', 'person')),
    CONSTRAINT ck_disclosures_requested
        CHECK ((requested_at IS NULL) = (requested_by IS NULL)),
    CONSTRAINT ck_disclosures_state
        CHECK (state IN ('requested', 'approved', 'declined', 'made')),
    CONSTRAINT ck_disclosures_two_people CHECK (decided_by <> requested_by),
    CONSTRAINT pk_disclosures PRIMARY KEY (id),
    CONSTRAINT fk_disclosures_agreement_id_agreements
        FOREIGN KEY (agreement_id) REFERENCES agreements (id),
    CONSTRAINT fk_disclosures_case_id_cases FOREIGN KEY (case_id) REFERENCES cases (id)
);
CREATE INDEX ix_disclosures_made ON disclosures (authority, made_at);
CREATE INDEX ix_disclosures_party ON disclosures (authority, party, made_at);
CREATE UNIQUE INDEX uq_disclosures_number ON disclosures (authority, year, number);

-- A record that a disclosure holds, by its number when it was made.
CREATE TABLE disclosed_people (
    disclosure_id bigint NOT NULL,
    person_id bigint NOT NULL,
    CONSTRAINT pk_disclosed_people PRIMARY KEY (disclosure_id, person_id),
    CONSTRAINT fk_disclosed_people_disclosure_id_disclosures
        FOREIGN KEY (disclosure_id) REFERENCES disclosures (id)
);
CREATE INDEX ix_disclosed_people_person_id ON disclosed_people (person_id);

-- A disposal of everything that is past its date on a day.
CREATE TABLE disposals (
    id bigserial,
    authority varchar(3) NOT NULL,
    on_day date NOT NULL,
    people integer NOT NULL,
    counts jsonb NOT NULL,
    lines jsonb NOT NULL,
    proposed_by varchar NOT NULL,
    proposed_at timestamptz NOT NULL,
    approved_by varchar,
    approved_at timestamptz,
    declined_by varchar,
    declined_at timestamptz,
    reason varchar NOT NULL,
    begun_by varchar,
    begun_at timestamptz,
    finished_at timestamptz,
    people_done integer NOT NULL,
    left_out integer NOT NULL,
    done jsonb NOT NULL,
    lines_done jsonb NOT NULL,
    CONSTRAINT ck_disposals_approved
        CHECK ((approved_at IS NULL) = (approved_by IS NULL)),
    CONSTRAINT ck_disposals_declined
        CHECK ((declined_at IS NULL) = (declined_by IS NULL)),
    CONSTRAINT ck_disposals_one_end CHECK (approved_at IS NULL OR declined_at IS NULL),
    CONSTRAINT ck_disposals_two_people CHECK (approved_by <> proposed_by),
    CONSTRAINT pk_disposals PRIMARY KEY (id)
);
CREATE INDEX ix_disposals_authority ON disposals (authority, id);

-- A person of a disposal who has not been disposed of yet.
CREATE TABLE disposal_people (
    disposal_id bigint NOT NULL,
    person_id bigint NOT NULL,
    CONSTRAINT pk_disposal_people PRIMARY KEY (disposal_id, person_id),
    CONSTRAINT fk_disposal_people_disposal_id_disposals
        FOREIGN KEY (disposal_id) REFERENCES disposals (id)
);

-- One suspension of a gateway for sharing.
CREATE TABLE gateway_suspensions (
    id bigserial,
    authority varchar(3) NOT NULL,
    gateway varchar NOT NULL,
    starts date NOT NULL,
    reason varchar NOT NULL,
    suspended_by varchar NOT NULL,
    suspended_at timestamptz NOT NULL,
    lifted_by varchar,
    lifted_at timestamptz,
    CONSTRAINT ck_gateway_suspensions_lifted
        CHECK ((lifted_at IS NULL) = (lifted_by IS NULL)),
    CONSTRAINT ck_gateway_suspensions_reason CHECK (reason <> ''),
    CONSTRAINT pk_gateway_suspensions PRIMARY KEY (id)
);
CREATE INDEX ix_gateway_suspensions_gateway ON gateway_suspensions (authority, gateway);

-- One request to one institution.
CREATE TABLE information_requests (
    id bigserial,
    authority varchar(3) NOT NULL,
    section varchar NOT NULL,
    party varchar NOT NULL,
    party_name varchar NOT NULL,
    people varchar NOT NULL,
    fields text[] NOT NULL,
    purpose varchar NOT NULL,
    sent_on date NOT NULL,
    due_on date NOT NULL,
    made_by varchar NOT NULL,
    made_at timestamptz NOT NULL,
    answer varchar,
    answered_on date,
    batch_id bigint,
    note varchar NOT NULL,
    answered_by varchar,
    answered_at timestamptz,
    CONSTRAINT ck_information_requests_answer
        CHECK (answer IN ('given', 'given in part', 'refused')),
    CONSTRAINT ck_information_requests_answered
        CHECK ((answered_at IS NULL) = (answered_by IS NULL)),
    CONSTRAINT ck_information_requests_days CHECK (answered_on >= sent_on),
    CONSTRAINT ck_information_requests_section CHECK (section IN ('14', '72')),
    CONSTRAINT pk_information_requests PRIMARY KEY (id),
    CONSTRAINT fk_information_requests_batch_id_import_batches
        FOREIGN KEY (batch_id) REFERENCES import_batches (id)
);

-- A hold on one record, for every record of its person, until it is released.
CREATE TABLE legal_holds (
    id bigserial,
    authority varchar(3) NOT NULL,
    person_id bigint NOT NULL,
    case_id bigint,
    reason varchar NOT NULL,
    placed_by varchar NOT NULL,
    placed_at timestamptz NOT NULL,
    released_by varchar,
    released_at timestamptz,
    released_because varchar NOT NULL,
    CONSTRAINT ck_legal_holds_released
        CHECK ((released_at IS NULL) = (released_by IS NULL)),
    CONSTRAINT pk_legal_holds PRIMARY KEY (id),
    CONSTRAINT fk_legal_holds_case_id_cases FOREIGN KEY (case_id) REFERENCES cases (id),
    CONSTRAINT fk_legal_holds_person_id_people
        FOREIGN KEY (person_id) REFERENCES people (id)
);
CREATE INDEX ix_legal_holds_person ON legal_holds (person_id);

-- The reason for opening a record; `words` has it where `reason` has no name for it.
CREATE TABLE look_reasons (
    id bigserial,
    authority varchar(3) NOT NULL,
    given_by varchar NOT NULL,
    person_id bigint NOT NULL,
    on_day date NOT NULL,
    reason varchar NOT NULL,
    words bytea,
    given_at timestamptz NOT NULL,
    CONSTRAINT pk_look_reasons PRIMARY KEY (id),
    CONSTRAINT uq_look_reasons_authority_given_by_person_id_on_day
        UNIQUE (authority, given_by, person_id, on_day),
    CONSTRAINT fk_look_reasons_person_id_people
        FOREIGN KEY (person_id) REFERENCES people (id)
);
CREATE INDEX ix_look_reasons_person_id ON look_reasons (person_id);

-- One review of an entry of the list, by its kind, user, day and person.
CREATE TABLE look_reviews (
    id bigserial,
    authority varchar(3) NOT NULL,
    kind varchar NOT NULL,
    looked_by varchar NOT NULL,
    on_day date NOT NULL,
    person_id bigint,
    finding varchar NOT NULL,
    note bytea,
    reviewed_by varchar NOT NULL,
    reviewed_at timestamptz NOT NULL,
    CONSTRAINT pk_look_reviews PRIMARY KEY (id),
    CONSTRAINT fk_look_reviews_person_id_people
        FOREIGN KEY (person_id) REFERENCES people (id)
);
CREATE INDEX ix_look_reviews_day ON look_reviews (authority, on_day);
CREATE INDEX ix_look_reviews_person_id ON look_reviews (person_id);

-- An objection of one young person, with the case that it came in by.
CREATE TABLE objections (
    id bigserial,
    authority varchar(3) NOT NULL,
    person_id bigint NOT NULL,
    case_id bigint NOT NULL,
    against varchar NOT NULL,
    begins date NOT NULL,
    ended date,
    made_by varchar NOT NULL,
    made_at timestamptz NOT NULL,
    CONSTRAINT ck_objections_against
        CHECK (against IN ('research', 'public task', 'all use but storage')),
    CONSTRAINT pk_objections PRIMARY KEY (id),
    CONSTRAINT fk_objections_case_id_cases FOREIGN KEY (case_id) REFERENCES cases (id),
    CONSTRAINT fk_objections_person_id_people
        FOREIGN KEY (person_id) REFERENCES people (id)
);
CREATE INDEX ix_objections_case ON objections (case_id);
CREATE INDEX ix_objections_person ON objections (person_id);

-- A table or an extract of one day for a recipient outside.
CREATE TABLE releases (
    id bigserial,
    authority varchar(3) NOT NULL,
    as_of date NOT NULL,
    measure varchar NOT NULL,
    breakdowns jsonb NOT NULL,
    leaving_year smallint,
    in_rows boolean NOT NULL,
    kind varchar NOT NULL,
    recipient varchar NOT NULL,
    purpose varchar NOT NULL,
    agreement varchar NOT NULL,
    mark varchar NOT NULL,
    lines jsonb NOT NULL,
    reasons jsonb NOT NULL,
    places jsonb NOT NULL,
    left_out integer NOT NULL,
    prepared_at timestamptz NOT NULL,
    prepared_by varchar NOT NULL,
    approved_at timestamptz,
    approved_by varchar,
    declined_at timestamptz,
    declined_by varchar,
    disclosure_id bigint,
    CONSTRAINT ck_releases_approved
        CHECK ((approved_at IS NULL) = (approved_by IS NULL)),
    CONSTRAINT ck_releases_declined
        CHECK ((declined_at IS NULL) = (declined_by IS NULL)),
    CONSTRAINT ck_releases_kind
        CHECK (kind IN ('health', 'research', 'members', 'freedom of information',
            'open data')),
    CONSTRAINT ck_releases_one_end CHECK (approved_at IS NULL OR declined_at IS NULL),
    CONSTRAINT ck_releases_two_people CHECK (approved_by <> prepared_by),
    CONSTRAINT pk_releases PRIMARY KEY (id),
    CONSTRAINT fk_releases_disclosure_id_disclosures
        FOREIGN KEY (disclosure_id) REFERENCES disclosures (id)
);

-- The place of one young person in a release, to compare later ones with it.
CREATE TABLE release_people (
    release_id bigint NOT NULL,
    person_id bigint NOT NULL,
    place smallint NOT NULL,
    CONSTRAINT pk_release_people PRIMARY KEY (release_id, person_id),
    CONSTRAINT fk_release_people_release_id_releases
        FOREIGN KEY (release_id) REFERENCES releases (id)
);
CREATE INDEX ix_release_people_person_id ON release_people (person_id);

-- One opening of something sealed; `words` is the reason where `reason` has no name for it.
CREATE TABLE sealed_looks (
    id bigserial,
    authority varchar(3) NOT NULL,
    person_id bigint NOT NULL,
    opened_by varchar NOT NULL,
    opened_at timestamptz NOT NULL,
    session varchar NOT NULL,
    broke_glass boolean NOT NULL,
    reason varchar NOT NULL,
    words bytea,
    CONSTRAINT pk_sealed_looks PRIMARY KEY (id),
    CONSTRAINT fk_sealed_looks_person_id_people
        FOREIGN KEY (person_id) REFERENCES people (id)
);
CREATE INDEX ix_sealed_looks_opened_at ON sealed_looks (authority, opened_at);
CREATE INDEX ix_sealed_looks_person_id ON sealed_looks (person_id);

-- A key with which the authority signs its files.
CREATE TABLE signing_keys (
    id bigserial,
    authority varchar(3) NOT NULL,
    fingerprint varchar(64) NOT NULL,
    public bytea NOT NULL,
    secret bytea,
    made_at timestamptz NOT NULL,
    made_by varchar NOT NULL,
    retired_at timestamptz,
    retired_by varchar,
    CONSTRAINT ck_signing_keys_retired
        CHECK ((retired_at IS NULL) = (retired_by IS NULL)),
    CONSTRAINT ck_signing_keys_secret CHECK (secret IS NULL OR retired_at IS NULL),
    CONSTRAINT pk_signing_keys PRIMARY KEY (id)
);
CREATE UNIQUE INDEX uq_signing_keys_live ON signing_keys (authority)
    WHERE retired_at IS NULL;

-- The copy that was gathered in a case of subject access, about one record.
CREATE TABLE subject_copies (
    id bigserial,
    authority varchar(3) NOT NULL,
    case_id bigint NOT NULL,
    person_id bigint NOT NULL,
    contents bytea NOT NULL,
    prepared_by varchar NOT NULL,
    prepared_at timestamptz NOT NULL,
    disclosure_id bigint,
    CONSTRAINT pk_subject_copies PRIMARY KEY (id),
    CONSTRAINT uq_subject_copies_case_id UNIQUE (case_id),
    CONSTRAINT fk_subject_copies_case_id_cases
        FOREIGN KEY (case_id) REFERENCES cases (id),
    CONSTRAINT fk_subject_copies_disclosure_id_disclosures
        FOREIGN KEY (disclosure_id) REFERENCES disclosures (id),
    CONSTRAINT fk_subject_copies_person_id_people
        FOREIGN KEY (person_id) REFERENCES people (id)
);
CREATE INDEX ix_subject_copies_person_id ON subject_copies (person_id);

-- Words that an officer leaves out of a copy, with the code of the reason.
CREATE TABLE copy_redactions (
    id bigserial,
    authority varchar(3) NOT NULL,
    copy_id bigint NOT NULL,
    place varchar NOT NULL,
    words bytea NOT NULL,
    code varchar NOT NULL,
    made_by varchar NOT NULL,
    made_at timestamptz NOT NULL,
    CONSTRAINT pk_copy_redactions PRIMARY KEY (id),
    CONSTRAINT fk_copy_redactions_copy_id_subject_copies
        FOREIGN KEY (copy_id) REFERENCES subject_copies (id)
);
CREATE INDEX ix_copy_redactions_copy_id ON copy_redactions (copy_id);

-- What a third party requests, and on what terms it was approved (Law D-16).
CREATE TABLE third_party_requests (
    case_id bigint NOT NULL,
    authority varchar(3) NOT NULL,
    organisation varchar NOT NULL,
    purpose varchar NOT NULL,
    data varchar NOT NULL,
    sensitivity varchar NOT NULL,
    security varchar NOT NULL,
    retention varchar NOT NULL,
    conditions varchar NOT NULL,
    expires_on date,
    destroy_by date,
    fields text[] NOT NULL,
    CONSTRAINT pk_third_party_requests PRIMARY KEY (case_id),
    CONSTRAINT fk_third_party_requests_case_id_cases
        FOREIGN KEY (case_id) REFERENCES cases (id)
);

-- One file about one young person, or with notices, made for `party` or come from it.
CREATE TABLE transfers (
    id bigserial,
    authority varchar(3) NOT NULL,
    direction varchar NOT NULL,
    reference varchar(36) NOT NULL,
    party varchar(3) NOT NULL,
    person_id bigint,
    ypid varchar,
    sha256 varchar(64) NOT NULL,
    moved_on date,
    written_at timestamptz NOT NULL,
    made_at timestamptz NOT NULL,
    made_by varchar NOT NULL,
    disclosure_id bigint,
    batch_id bigint,
    answer varchar,
    reason varchar NOT NULL,
    answered_at timestamptz,
    answered_by varchar,
    entry_id bigint,
    withdrawn_at timestamptz,
    withdrawn_by varchar,
    holding varchar NOT NULL,
    CONSTRAINT ck_transfers_answer
        CHECK (answer IN ('received', 'accepted', 'declined')),
    CONSTRAINT ck_transfers_answered
        CHECK ((answered_at IS NULL) = (answered_by IS NULL)),
    CONSTRAINT ck_transfers_direction CHECK (direction IN ('out', 'in')),
    CONSTRAINT ck_transfers_holding CHECK (holding IN ('history', 'notices')),
    CONSTRAINT ck_transfers_withdrawn
        CHECK ((withdrawn_at IS NULL) = (withdrawn_by IS NULL)),
    CONSTRAINT pk_transfers PRIMARY KEY (id),
    CONSTRAINT fk_transfers_batch_id_import_batches
        FOREIGN KEY (batch_id) REFERENCES import_batches (id),
    CONSTRAINT fk_transfers_disclosure_id_disclosures
        FOREIGN KEY (disclosure_id) REFERENCES disclosures (id),
    CONSTRAINT fk_transfers_entry_id_entries
        FOREIGN KEY (entry_id) REFERENCES entries (id),
    CONSTRAINT fk_transfers_person_id_people
        FOREIGN KEY (person_id) REFERENCES people (id)
);
CREATE INDEX ix_transfers_batch ON transfers (batch_id);
CREATE INDEX ix_transfers_entry ON transfers (entry_id);
CREATE INDEX ix_transfers_person ON transfers (person_id);
CREATE UNIQUE INDEX uq_transfers_reference ON transfers (authority, direction,
    reference);
