-- What a phone gave so that it can deliver while it is locked: its public key for signing, and the hash of the
-- credential that opens nothing but that; and the number of the centre's newest key that it was told of.
CREATE TABLE device_keys (
    device       BLOB PRIMARY KEY REFERENCES device (id),
    signing      BLOB NOT NULL,
    deliver_hash BLOB NOT NULL UNIQUE,
    since        INTEGER NOT NULL,
    told         INTEGER NOT NULL
) WITHOUT ROWID;

-- Of a backup alone: the private keys that phones seal to. A running server keeps them in a file, and this is
-- empty.
CREATE TABLE kept_key (
    private BLOB PRIMARY KEY,
    number  INTEGER NOT NULL,
    since   INTEGER NOT NULL
) WITHOUT ROWID;
