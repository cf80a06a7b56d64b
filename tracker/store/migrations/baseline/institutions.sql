-- One statement of the register, stored once however often it is published.
CREATE TABLE register_facts (
    id bigserial,
    urn varchar NOT NULL,
    digest bytea NOT NULL,
    statement jsonb NOT NULL,
    CONSTRAINT pk_register_facts PRIMARY KEY (id),
    CONSTRAINT uq_register_facts_digest UNIQUE (digest)
);

-- The publication of one statement of the register, as at a day.
CREATE TABLE register_evidence (
    entry_id bigint NOT NULL,
    fact_id bigint NOT NULL,
    as_at date NOT NULL,
    CONSTRAINT pk_register_evidence PRIMARY KEY (entry_id, fact_id),
    CONSTRAINT fk_register_evidence_entry_id_entries
        FOREIGN KEY (entry_id) REFERENCES entries (id),
    CONSTRAINT fk_register_evidence_fact_id_register_facts
        FOREIGN KEY (fact_id) REFERENCES register_facts (id)
);
