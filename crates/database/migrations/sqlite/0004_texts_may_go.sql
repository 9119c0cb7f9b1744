-- Every mutation has its digest now, and not every one its text.
CREATE TABLE mutation_new (
    device      BLOB NOT NULL,
    epoch       BLOB NOT NULL,
    lane        TEXT NOT NULL,
    seq         INTEGER NOT NULL,
    centre      BLOB NOT NULL REFERENCES centre (id) DEFERRABLE INITIALLY DEFERRED,
    id          BLOB NOT NULL,
    verdict     TEXT NOT NULL,
    reason      TEXT,
    clock       INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    scope       BLOB,
    digest      BLOB NOT NULL,
    text        TEXT,
    repeat      INTEGER NOT NULL,
    UNIQUE (device, epoch, lane, seq)
);
INSERT INTO mutation_new SELECT device, epoch, lane, seq, centre, id, verdict, reason, clock,
    received_at, scope, digest, text, repeat FROM mutation ORDER BY rowid;
DROP TABLE mutation;
ALTER TABLE mutation_new RENAME TO mutation;
CREATE UNIQUE INDEX mutation_first ON mutation (centre, id) WHERE repeat = 0;
-- Few, and so it costs nothing where all goes well.
CREATE INDEX mutation_for_review ON mutation (centre, clock)
    WHERE repeat = 0 AND verdict IN ('quarantined', 'conflict');
