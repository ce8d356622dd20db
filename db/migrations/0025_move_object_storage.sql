-- All objects move to another store while the platform runs: what was copied and verified is a row, so a move can be killed at any time.

CREATE TABLE storage_moves (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    source      text NOT NULL,
    target      text NOT NULL,
    phase       text NOT NULL DEFAULT 'copying' CHECK (phase IN ('copying', 'draining', 'switched', 'finished', 'undone')),
    created_at  timestamptz NOT NULL DEFAULT now(),
    switched_at timestamptz,
    CONSTRAINT storage_moves_go_elsewhere CHECK (source <> target)
);
CREATE UNIQUE INDEX storage_moves_one_at_a_time ON storage_moves ((true)) WHERE phase IN ('copying', 'draining', 'switched');

CREATE FUNCTION check_storage_move_transition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.phase, NEW.phase) NOT IN (
        ('copying', 'draining'), ('draining', 'copying'), ('draining', 'switched'), ('switched', 'finished'),
        ('copying', 'undone'), ('draining', 'undone'), ('switched', 'undone')) THEN
        RAISE EXCEPTION 'a move that is % cannot become %', OLD.phase, NEW.phase
            USING ERRCODE = 'check_violation', CONSTRAINT = 'storage_moves_legal_transition';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER storage_moves_legal_transition BEFORE UPDATE OF phase ON storage_moves
    FOR EACH ROW WHEN (OLD.phase IS DISTINCT FROM NEW.phase) EXECUTE FUNCTION check_storage_move_transition();

-- sha256: of the bytes that were read from the source, and were read back from the target when verified_at is set.
CREATE TABLE storage_copies (
    move_id           bigint NOT NULL REFERENCES storage_moves (id),
    bucket            text NOT NULL,
    storage_key       text NOT NULL,
    file_size_bytes   bigint NOT NULL CHECK (file_size_bytes >= 0),
    source_version_id text,
    source_etag       text,
    -- Of an upload to the target that is under way.
    multipart_id      text,
    target_version_id text,
    target_etag       text,
    sha256            char(64) CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    verified_at       timestamptz,
    failure           text,
    PRIMARY KEY (move_id, bucket, storage_key),
    CONSTRAINT storage_copies_verified_is_known CHECK (verified_at IS NULL OR (sha256 IS NOT NULL AND target_etag IS NOT NULL))
);
CREATE INDEX storage_copies_pending ON storage_copies (move_id, bucket, storage_key) WHERE verified_at IS NULL;

-- While a move switches no upload is opened: its parts would go to the store that is left. Whoever closes this gate takes the lock alone,
-- and so waits for the uploads that are just being opened.
CREATE FUNCTION refuse_uploads_while_storage_switches() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(4105120033);
    IF EXISTS (SELECT FROM storage_moves WHERE phase IN ('draining', 'switched')) THEN
        RAISE EXCEPTION 'the object store is being changed'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'uploads_wait_for_storage';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER uploads_wait_for_storage BEFORE INSERT ON uploads
    FOR EACH ROW EXECUTE FUNCTION refuse_uploads_while_storage_switches();

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'acervo_api') THEN
        REVOKE INSERT, UPDATE, DELETE ON storage_moves, storage_copies FROM acervo_api;
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'acervo_keeper') THEN
        GRANT SELECT ON storage_moves TO acervo_keeper;
    END IF;
END $$;
