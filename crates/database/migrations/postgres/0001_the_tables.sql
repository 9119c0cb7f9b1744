-- As in the file of one machine. Moments are UTC milliseconds, secrets SHA-256. Names of ours sort by their
-- bytes: an index over text must not depend on which C library the machine has.
--
-- The rows, the mutations and the log of commits name no centre by a foreign key: each would be looked up one
-- by one, and they are written in a transaction that has just changed the centre's own row.

CREATE TABLE server (
    single BOOLEAN PRIMARY KEY DEFAULT TRUE CHECK (single),
    secret BYTEA NOT NULL
);

-- Every commit changes a centre's row: half of its page stays free for that. Tombstones at or before the clock
-- `pruned` may be missing.
CREATE TABLE centre (
    id        UUID PRIMARY KEY,
    name      TEXT NOT NULL,
    country   TEXT NOT NULL,
    language  TEXT NOT NULL,
    clock     BIGINT NOT NULL,
    commit_id BIGINT NOT NULL,
    backed_up BIGINT NOT NULL DEFAULT 0,
    pruned    BIGINT NOT NULL DEFAULT 0
) WITH (fillfactor = 50);

-- Which commit made each clock, so that a cursor of any age can be told from another history's.
CREATE TABLE commit_log (
    centre    UUID NOT NULL,
    clock     BIGINT NOT NULL,
    commit_id BIGINT NOT NULL,
    PRIMARY KEY (centre, clock)
);

-- Where a centre's clock stood at some moments, about one for each day.
CREATE TABLE clock_mark (
    centre UUID NOT NULL REFERENCES centre (id),
    at     BIGINT NOT NULL,
    clock  BIGINT NOT NULL,
    PRIMARY KEY (centre, at)
);

CREATE TABLE row_ (
    centre UUID NOT NULL,
    id     UUID NOT NULL,
    scope  UUID NOT NULL,
    kind   TEXT COLLATE "C" NOT NULL,
    seq    BIGINT NOT NULL,
    gone   BOOLEAN NOT NULL,
    body   TEXT NOT NULL,
    PRIMARY KEY (centre, id)
);
CREATE INDEX row_changed ON row_ (centre, scope, seq, id);
CREATE INDEX row_of_scope ON row_ (centre, scope, id, kind);
-- Only removed rows are in it, so that it costs nothing where none is.
CREATE INDEX row_gone ON row_ (centre, seq) WHERE gone;

CREATE TABLE row_history (
    place  BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    centre UUID NOT NULL,
    id     UUID NOT NULL,
    seq    BIGINT NOT NULL,
    body   TEXT NOT NULL
);
CREATE INDEX row_history_of ON row_history (centre, id, place);

-- One row for each version that a member held.
CREATE TABLE grant_ (
    centre     UUID NOT NULL REFERENCES centre (id),
    member     UUID NOT NULL,
    scope      UUID NOT NULL,
    version    BIGINT NOT NULL,
    granted_at BIGINT NOT NULL,
    ended_at   BIGINT,
    PRIMARY KEY (centre, member, scope, version)
);

CREATE TABLE member_ (
    centre UUID NOT NULL REFERENCES centre (id),
    id     UUID NOT NULL,
    role   TEXT NOT NULL,
    PRIMARY KEY (centre, id)
);

CREATE TABLE device (
    id          UUID PRIMARY KEY,
    centre      UUID NOT NULL REFERENCES centre (id),
    member      UUID NOT NULL,
    token_hash  BYTEA NOT NULL UNIQUE,
    enrolled_at BIGINT NOT NULL,
    last_seen   BIGINT NOT NULL,
    revoked_at  BIGINT
);

CREATE TABLE enrolment_code (
    hash       BYTEA PRIMARY KEY,
    centre     UUID NOT NULL REFERENCES centre (id),
    member     UUID NOT NULL,
    expires_at BIGINT NOT NULL,
    used_by    UUID,
    used_at    BIGINT
);

-- Changes with every push, as a centre's row does.
CREATE TABLE lane (
    device      UUID NOT NULL,
    epoch       UUID NOT NULL,
    lane        TEXT COLLATE "C" NOT NULL,
    last_seq    BIGINT NOT NULL,
    last_digest BYTEA NOT NULL,
    PRIMARY KEY (device, epoch, lane)
) WITH (fillfactor = 70);

-- Every mutation ever received, to the letter, unless the scope that it was written for was erased; a copy is
-- known by its digest. A repeat is a mutation whose id had been decided before, in another place.
CREATE TABLE mutation (
    device      UUID NOT NULL,
    epoch       UUID NOT NULL,
    lane        TEXT COLLATE "C" NOT NULL,
    seq         BIGINT NOT NULL,
    centre      UUID NOT NULL,
    id          UUID NOT NULL,
    verdict     TEXT NOT NULL,
    reason      TEXT,
    clock       BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    scope       UUID,
    digest      BYTEA NOT NULL,
    text        TEXT,
    repeat      BOOLEAN NOT NULL,
    PRIMARY KEY (device, epoch, lane, seq)
);
CREATE UNIQUE INDEX mutation_first ON mutation (centre, id) WHERE NOT repeat;
-- Few, and so it costs nothing where all goes well.
CREATE INDEX mutation_for_review ON mutation (centre, clock)
    WHERE NOT repeat AND verdict IN ('quarantined', 'conflict');

-- Scopes that are never written to again.
CREATE TABLE erased (
    centre UUID NOT NULL REFERENCES centre (id),
    scope  UUID NOT NULL,
    at     BIGINT NOT NULL,
    PRIMARY KEY (centre, scope)
);

-- What a coordinator decided about a mutation that waited for review. Only ever added to.
CREATE TABLE settled (
    centre UUID NOT NULL REFERENCES centre (id),
    id     UUID NOT NULL,
    how    TEXT NOT NULL,
    by     UUID NOT NULL,
    at     BIGINT NOT NULL,
    clock  BIGINT NOT NULL,
    PRIMARY KEY (centre, id)
);
