-- A decision about one young person, with the plan or the reason.
CREATE TABLE risk_decisions (
    id bigserial,
    authority varchar(3) NOT NULL,
    person_id bigint NOT NULL,
    decision varchar NOT NULL,
    plan_id bigint,
    reason varchar NOT NULL,
    decided_at timestamptz NOT NULL,
    decided_by varchar NOT NULL,
    CONSTRAINT ck_risk_decisions_decision
        CHECK (decision IN ('support agreed', 'no support needed')),
    CONSTRAINT ck_risk_decisions_grounds
        CHECK ((decision = 'support agreed') = (plan_id IS NOT NULL) AND (decision =
            'no support needed') = (reason <> '')),
    CONSTRAINT pk_risk_decisions PRIMARY KEY (id),
    CONSTRAINT fk_risk_decisions_person_id_people
        FOREIGN KEY (person_id) REFERENCES people (id),
    CONSTRAINT fk_risk_decisions_plan_id_plans
        FOREIGN KEY (plan_id) REFERENCES plans (id)
);
CREATE INDEX ix_risk_decisions_person_id ON risk_decisions (person_id);
CREATE INDEX ix_risk_decisions_plan_id ON risk_decisions (plan_id);
