-- Ids are the sixteen bytes of a UUID, moments UTC milliseconds, secrets SHA-256.

CREATE TABLE server (
    only   INTEGER PRIMARY KEY CHECK (only = 1),
    secret BLOB NOT NULL
);

CREATE TABLE centre (
    id        BLOB PRIMARY KEY,
    name      TEXT NOT NULL,
    country   TEXT NOT NULL,
    language  TEXT NOT NULL,
    clock     INTEGER NOT NULL,
    commit_id INTEGER NOT NULL,
    backed_up INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;

-- Which commit made each clock, so that a cursor of any age can be told from another history's.
CREATE TABLE commit_log (
    centre    BLOB NOT NULL REFERENCES centre (id),
    clock     INTEGER NOT NULL,
    commit_id INTEGER NOT NULL,
    PRIMARY KEY (centre, clock)
) WITHOUT ROWID;

CREATE TABLE row_ (
    centre BLOB NOT NULL REFERENCES centre (id),
    id     BLOB NOT NULL,
    scope  BLOB NOT NULL,
    kind   TEXT NOT NULL,
    seq    INTEGER NOT NULL,
    gone   INTEGER NOT NULL,
    body   TEXT NOT NULL,
    UNIQUE (centre, id)
);
CREATE INDEX row_changed ON row_ (centre, scope, seq, id);
CREATE INDEX row_of_scope ON row_ (centre, scope, id);
CREATE INDEX row_of_kind ON row_ (centre, scope, kind, id);

CREATE TABLE row_history (
    centre BLOB NOT NULL REFERENCES centre (id),
    id     BLOB NOT NULL,
    seq    INTEGER NOT NULL,
    body   TEXT NOT NULL
);
CREATE INDEX row_history_of ON row_history (centre, id);

-- One row for each version that a member held.
CREATE TABLE grant_ (
    centre     BLOB NOT NULL REFERENCES centre (id),
    member     BLOB NOT NULL,
    scope      BLOB NOT NULL,
    version    INTEGER NOT NULL,
    granted_at INTEGER NOT NULL,
    ended_at   INTEGER,
    PRIMARY KEY (centre, member, scope, version)
) WITHOUT ROWID;

CREATE TABLE member_ (
    centre BLOB NOT NULL REFERENCES centre (id),
    id     BLOB NOT NULL,
    role   TEXT NOT NULL,
    PRIMARY KEY (centre, id)
) WITHOUT ROWID;

CREATE TABLE device (
    id          BLOB PRIMARY KEY,
    centre      BLOB NOT NULL REFERENCES centre (id),
    member      BLOB NOT NULL,
    token_hash  BLOB NOT NULL UNIQUE,
    enrolled_at INTEGER NOT NULL,
    last_seen   INTEGER NOT NULL,
    revoked_at  INTEGER
) WITHOUT ROWID;

CREATE TABLE enrolment_code (
    hash       BLOB PRIMARY KEY,
    centre     BLOB NOT NULL REFERENCES centre (id),
    member     BLOB NOT NULL,
    expires_at INTEGER NOT NULL,
    used_by    BLOB,
    used_at    INTEGER
) WITHOUT ROWID;

CREATE TABLE lane (
    device      BLOB NOT NULL,
    epoch       BLOB NOT NULL,
    lane        TEXT NOT NULL,
    last_seq    INTEGER NOT NULL,
    last_digest BLOB NOT NULL,
    PRIMARY KEY (device, epoch, lane)
) WITHOUT ROWID;

-- Every mutation ever received, to the letter. A repeat is a mutation whose id had been decided
-- before, in another place.
CREATE TABLE mutation (
    device      BLOB NOT NULL,
    epoch       BLOB NOT NULL,
    lane        TEXT NOT NULL,
    seq         INTEGER NOT NULL,
    centre      BLOB NOT NULL REFERENCES centre (id),
    id          BLOB NOT NULL,
    verdict     TEXT NOT NULL,
    reason      TEXT,
    clock       INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    text        TEXT NOT NULL,
    repeat      INTEGER NOT NULL,
    UNIQUE (device, epoch, lane, seq)
);
CREATE UNIQUE INDEX mutation_first ON mutation (centre, id) WHERE repeat = 0;
