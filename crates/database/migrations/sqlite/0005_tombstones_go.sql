-- Where a centre's clock stood at some moments, about one for each day: so that what was removed long ago
-- is known without a moment beside every commit.
CREATE TABLE clock_mark (
    centre BLOB NOT NULL REFERENCES centre (id),
    at     INTEGER NOT NULL,
    clock  INTEGER NOT NULL,
    PRIMARY KEY (centre, at)
) WITHOUT ROWID;

-- Tombstones at or before this clock may be missing.
ALTER TABLE centre ADD COLUMN pruned INTEGER NOT NULL DEFAULT 0;

-- Only removed rows are in it, so that it costs nothing where none is.
CREATE INDEX row_gone ON row_ (centre, seq) WHERE gone = 1;
