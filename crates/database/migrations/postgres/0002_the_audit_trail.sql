-- Who read, took out or changed what at the centre. Only ever added to: whoever has the program cannot take a
-- line back (the owner of the tables can; keep backups elsewhere).
CREATE TABLE audit (
    centre  UUID NOT NULL REFERENCES centre (id),
    id      UUID NOT NULL,
    at      BIGINT NOT NULL,
    by      UUID NOT NULL,
    account TEXT,
    deed    TEXT NOT NULL,
    about   UUID,
    PRIMARY KEY (centre, id)
);
CREATE FUNCTION audit_is_only_added_to() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the audit trail is only added to'; END $$;
CREATE TRIGGER audit_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
    EXECUTE FUNCTION audit_is_only_added_to();
