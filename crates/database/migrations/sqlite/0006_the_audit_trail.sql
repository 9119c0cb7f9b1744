-- Who read, took out or changed what at the centre. Only ever added to: whoever has the program cannot take a
-- line back (whoever has the file can; keep backups elsewhere).
CREATE TABLE audit (
    centre  BLOB NOT NULL REFERENCES centre (id),
    id      BLOB NOT NULL,
    at      INTEGER NOT NULL,
    by      BLOB NOT NULL,
    account TEXT,
    deed    TEXT NOT NULL,
    about   BLOB,
    PRIMARY KEY (centre, id)
) WITHOUT ROWID;
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
    BEGIN SELECT RAISE(ABORT, 'the audit trail is only added to'); END;
CREATE TRIGGER audit_is_not_removed BEFORE DELETE ON audit
    BEGIN SELECT RAISE(ABORT, 'the audit trail is only added to'); END;
