-- The review of one September: opened once, and closed once.
CREATE TABLE account_reviews (
    authority varchar(3) NOT NULL,
    year integer NOT NULL,
    opened_on date NOT NULL,
    reminders integer NOT NULL,
    closed_at timestamptz,
    CONSTRAINT pk_account_reviews PRIMARY KEY (authority, year)
);

-- A secret that may be used once, or a session that ended, as a digest.
CREATE TABLE provider_secrets_used (
    digest varchar(64) NOT NULL,
    at timestamptz NOT NULL,
    CONSTRAINT pk_provider_secrets_used PRIMARY KEY (digest)
);
CREATE INDEX ix_provider_secrets_used_at ON provider_secrets_used (at);

-- How often a refusal was repeated since a moment; `listed` of them are in the audit.
CREATE TABLE repeated_refusals (
    key varchar(64) NOT NULL,
    since timestamptz NOT NULL,
    times integer NOT NULL,
    listed integer NOT NULL,
    line jsonb NOT NULL,
    CONSTRAINT pk_repeated_refusals PRIMARY KEY (key)
);
CREATE INDEX ix_repeated_refusals_since ON repeated_refusals (since);

-- One setting that the authority chose.
CREATE TABLE settings (
    authority varchar(3) NOT NULL,
    name varchar NOT NULL,
    value jsonb NOT NULL,
    CONSTRAINT pk_settings PRIMARY KEY (authority, name)
);

-- A failed sign-in, kept for an hour.
CREATE TABLE sign_in_failures (
    id bigserial,
    email varchar NOT NULL,
    place varchar NOT NULL,
    at timestamptz NOT NULL,
    kind varchar NOT NULL,
    CONSTRAINT ck_sign_in_failures_kind CHECK (kind IN ('password', 'code', 'link')),
    CONSTRAINT pk_sign_in_failures PRIMARY KEY (id)
);
CREATE INDEX ix_sign_in_failures_email ON sign_in_failures (email);
CREATE INDEX ix_sign_in_failures_place ON sign_in_failures (place);

-- A challenge that was answered, as a digest: no answer is accepted twice.
CREATE TABLE used_challenges (
    digest varchar(64) NOT NULL,
    at timestamptz NOT NULL,
    CONSTRAINT pk_used_challenges PRIMARY KEY (digest)
);

-- A user's account.
CREATE TABLE users (
    id bigserial,
    authority varchar(3) NOT NULL,
    email varchar NOT NULL,
    name varchar NOT NULL,
    role varchar NOT NULL,
    institution varchar,
    password varchar,
    invited_at timestamptz NOT NULL,
    closed_at timestamptz,
    kept_at timestamptz,
    password_set_at timestamptz,
    password_set_by varchar,
    provider varchar,
    caseload_limit integer,
    other_people bigint[] DEFAULT '{}' NOT NULL,
    CONSTRAINT ck_users_caseload_limit CHECK (caseload_limit >= 0),
    CONSTRAINT ck_users_institution
        CHECK ((institution IS NOT NULL) = (role IN ('school-user', 'college-user'))),
    CONSTRAINT ck_users_role
        CHECK (role IN ('adviser', 'team-leader', 'data-manager', 'manager',
            'school-user', 'college-user', 'auditor', 'administrator',
            'information-officer', 'asset-owner', 'guardian')),
    CONSTRAINT pk_users PRIMARY KEY (id)
);
CREATE UNIQUE INDEX uq_users_email ON users (lower(email));

-- A letter about accounts that waits to be sent.
CREATE TABLE account_letters (
    id bigserial,
    user_id bigint NOT NULL,
    letter varchar NOT NULL,
    made_at timestamptz NOT NULL,
    CONSTRAINT pk_account_letters PRIMARY KEY (id),
    CONSTRAINT fk_account_letters_user_id_users
        FOREIGN KEY (user_id) REFERENCES users (id)
);
CREATE INDEX ix_account_letters_user_id ON account_letters (user_id);

-- A one-time link for setting a password.
CREATE TABLE account_links (
    digest varchar(64) NOT NULL,
    user_id bigint NOT NULL,
    until timestamptz NOT NULL,
    used_at timestamptz,
    made_by varchar,
    resets_factors boolean NOT NULL,
    CONSTRAINT pk_account_links PRIMARY KEY (digest),
    CONSTRAINT fk_account_links_user_id_users
        FOREIGN KEY (user_id) REFERENCES users (id)
);
CREATE INDEX ix_account_links_user_id ON account_links (user_id);

-- A user's authenticator app.
CREATE TABLE authenticator_apps (
    user_id bigint NOT NULL,
    secret bytea NOT NULL,
    started_at timestamptz NOT NULL,
    confirmed_at timestamptz,
    used_at timestamptz,
    last_step bigint,
    CONSTRAINT pk_authenticator_apps PRIMARY KEY (user_id),
    CONSTRAINT fk_authenticator_apps_user_id_users
        FOREIGN KEY (user_id) REFERENCES users (id)
);

-- A sign-in between its two steps, in one browser, whose secret it is.
CREATE TABLE begun_sign_ins (
    digest varchar(64) NOT NULL,
    user_id bigint,
    hides boolean NOT NULL,
    began_at timestamptz NOT NULL,
    ended_at timestamptz,
    failures integer NOT NULL,
    code varchar(64),
    code_at timestamptz,
    codes integer NOT NULL,
    account varchar(64) NOT NULL,
    CONSTRAINT pk_begun_sign_ins PRIMARY KEY (digest),
    CONSTRAINT fk_begun_sign_ins_user_id_users
        FOREIGN KEY (user_id) REFERENCES users (id)
);
CREATE INDEX ix_begun_sign_ins_user_id ON begun_sign_ins (user_id);

-- A form that was being filled in when a session ended.
CREATE TABLE kept_forms (
    id bigserial,
    authority varchar(3) NOT NULL,
    user_id bigint NOT NULL,
    kept_at timestamptz NOT NULL,
    digest varchar(64) NOT NULL,
    contents bytea,
    offered_at timestamptz,
    ended_at timestamptz,
    CONSTRAINT pk_kept_forms PRIMARY KEY (id),
    CONSTRAINT fk_kept_forms_user_id_users FOREIGN KEY (user_id) REFERENCES users (id)
);
CREATE INDEX ix_kept_forms_user_id ON kept_forms (user_id);

-- A passkey of a user.
CREATE TABLE passkeys (
    id bigserial,
    user_id bigint NOT NULL,
    handle bytea NOT NULL,
    credential bytea NOT NULL,
    public_key bytea NOT NULL,
    uses bigint NOT NULL,
    name varchar NOT NULL,
    added_at timestamptz NOT NULL,
    used_at timestamptz,
    CONSTRAINT pk_passkeys PRIMARY KEY (id),
    CONSTRAINT uq_passkeys_credential UNIQUE (credential),
    CONSTRAINT fk_passkeys_user_id_users FOREIGN KEY (user_id) REFERENCES users (id)
);
CREATE INDEX ix_passkeys_user_id ON passkeys (user_id);

-- A user as the provider of single sign-on names them.
CREATE TABLE provider_identities (
    id bigserial,
    user_id bigint NOT NULL,
    provider varchar NOT NULL,
    issuer varchar NOT NULL,
    subject varchar NOT NULL,
    linked_at timestamptz NOT NULL,
    CONSTRAINT pk_provider_identities PRIMARY KEY (id),
    CONSTRAINT uq_provider_identities_issuer_subject UNIQUE (issuer, subject),
    CONSTRAINT uq_provider_identities_user_id UNIQUE (user_id),
    CONSTRAINT fk_provider_identities_user_id_users
        FOREIGN KEY (user_id) REFERENCES users (id)
);

-- A code for signing in that works once.
CREATE TABLE recovery_codes (
    id bigserial,
    user_id bigint NOT NULL,
    digest varchar(64) NOT NULL,
    made_at timestamptz NOT NULL,
    used_at timestamptz,
    CONSTRAINT pk_recovery_codes PRIMARY KEY (id),
    CONSTRAINT fk_recovery_codes_user_id_users
        FOREIGN KEY (user_id) REFERENCES users (id)
);
CREATE INDEX ix_recovery_codes_user_id ON recovery_codes (user_id);

-- A user's sign-in in one browser.
CREATE TABLE signed_in (
    digest varchar(64) NOT NULL,
    user_id bigint NOT NULL,
    began_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL,
    ended_at timestamptz,
    how varchar NOT NULL,
    proved_at timestamptz NOT NULL,
    device varchar NOT NULL,
    CONSTRAINT ck_signed_in_how
        CHECK (how IN ('password', 'passkey', 'password and app code',
            'password and emailed code', 'password and recovery code', 'single sign-on',
            'password in a demo')),
    CONSTRAINT pk_signed_in PRIMARY KEY (digest),
    CONSTRAINT fk_signed_in_user_id_users FOREIGN KEY (user_id) REFERENCES users (id)
);
CREATE INDEX ix_signed_in_user_id ON signed_in (user_id);

-- The session at the provider by which one of ours began.
CREATE TABLE provider_sessions (
    id bigserial,
    session varchar(64) NOT NULL,
    identity_id bigint NOT NULL,
    sid varchar NOT NULL,
    id_token bytea,
    CONSTRAINT pk_provider_sessions PRIMARY KEY (id),
    CONSTRAINT uq_provider_sessions_session UNIQUE (session),
    CONSTRAINT fk_provider_sessions_identity_id_provider_identities
        FOREIGN KEY (identity_id) REFERENCES provider_identities (id) ON DELETE CASCADE,
    CONSTRAINT fk_provider_sessions_session_signed_in
        FOREIGN KEY (session) REFERENCES signed_in (digest)
);
CREATE INDEX ix_provider_sessions_identity_id ON provider_sessions (identity_id);
