-- What a phone gave so that it can deliver while it is locked: its public key for signing, and the hash of the
-- credential that opens nothing but that; and the number of the centre's newest key that it was told of. (The private keys that phones seal to are in a file, never here.)
CREATE TABLE device_keys (
    device       UUID PRIMARY KEY REFERENCES device (id),
    signing      BYTEA NOT NULL,
    deliver_hash BYTEA NOT NULL UNIQUE,
    since        BIGINT NOT NULL,
    told         BIGINT NOT NULL
);
