-- The ledger of object storage (row before byte) and the uploads that fill it.

CREATE TABLE storage_objects (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    bucket          text NOT NULL,
    storage_key     text NOT NULL CHECK (char_length(storage_key) BETWEEN 1 AND 1024),
    kind            text NOT NULL CHECK (kind IN ('master', 'rendition', 'delivery', 'ondemand', 'backup')),
    state           text NOT NULL DEFAULT 'planned' CHECK (state IN ('planned', 'stored', 'deleted')),
    version_id      text,
    file_size_bytes bigint CHECK (file_size_bytes >= 0),
    etag            text,
    sha256          char(64) CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    asset_id        uuid REFERENCES assets (id),
    created_at      timestamptz NOT NULL DEFAULT now(),
    stored_at       timestamptz,
    deleted_at      timestamptz,
    -- A key is immutable: it is used once, by one row.
    CONSTRAINT storage_objects_key UNIQUE (bucket, storage_key),
    CONSTRAINT storage_objects_stored_is_whole
        CHECK (state <> 'stored' OR (file_size_bytes IS NOT NULL AND stored_at IS NOT NULL))
);
CREATE INDEX storage_objects_asset_id ON storage_objects (asset_id);
CREATE INDEX storage_objects_unfinished ON storage_objects (created_at) WHERE state = 'planned';

CREATE TABLE uploads (
    id              uuid PRIMARY KEY,
    asset_id        uuid NOT NULL REFERENCES assets (id),
    bucket          text NOT NULL,
    storage_key     text NOT NULL,
    -- The store's id of the multipart upload; null until the store has answered.
    multipart_id    text,
    mime_type       text NOT NULL,
    file_size_bytes bigint NOT NULL CHECK (file_size_bytes > 0),
    part_size       bigint NOT NULL CHECK (part_size > 0),
    declared_sha256 char(64) CHECK (declared_sha256 ~ '^[0-9a-f]{64}$'),
    status          text NOT NULL DEFAULT 'open'
                    CHECK (status IN ('open', 'completing', 'completed', 'aborted', 'expired')),
    -- While `completing`: the caller who talks to the store has until then.
    claimed_until   timestamptz,
    etag            text,
    version_id      text,
    created_by      uuid NOT NULL REFERENCES users (id),
    created_at      timestamptz NOT NULL DEFAULT now(),
    expires_at      timestamptz NOT NULL DEFAULT now() + interval '7 days',
    completed_at    timestamptz,
    FOREIGN KEY (bucket, storage_key) REFERENCES storage_objects (bucket, storage_key),
    CONSTRAINT uploads_fit_ten_thousand_parts CHECK ((file_size_bytes + part_size - 1) / part_size <= 10000)
);
CREATE INDEX uploads_asset_id ON uploads (asset_id, created_at DESC);
CREATE INDEX uploads_unfinished ON uploads (created_at) WHERE status IN ('open', 'completing');

CREATE FUNCTION check_upload_transition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.status, NEW.status) NOT IN (
        ('open', 'completing'), ('open', 'aborted'), ('open', 'expired'),
        ('completing', 'open'), ('completing', 'completed'), ('completing', 'aborted'), ('completing', 'expired')) THEN
        RAISE EXCEPTION 'an upload that is % cannot become %', OLD.status, NEW.status
            USING ERRCODE = 'check_violation', CONSTRAINT = 'uploads_legal_transition';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER uploads_legal_transition BEFORE UPDATE OF status ON uploads
    FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION check_upload_transition();
