-- A mutation is known again by its digest, so that its text may be erased with the scope that it was
-- written for. (Digests and scopes of what is there are filled in by the program, from the texts.)
ALTER TABLE mutation ADD COLUMN scope BLOB;
ALTER TABLE mutation ADD COLUMN digest BLOB;

-- Scopes that are never written to again.
CREATE TABLE erased (
    centre BLOB NOT NULL REFERENCES centre (id),
    scope  BLOB NOT NULL,
    at     INTEGER NOT NULL,
    PRIMARY KEY (centre, scope)
) WITHOUT ROWID;

-- What a coordinator decided about a mutation that waited for review. Only ever added to.
CREATE TABLE settled (
    centre BLOB NOT NULL REFERENCES centre (id),
    id     BLOB NOT NULL,
    how    TEXT NOT NULL,
    by     BLOB NOT NULL,
    at     INTEGER NOT NULL,
    clock  INTEGER NOT NULL,
    PRIMARY KEY (centre, id)
) WITHOUT ROWID;
