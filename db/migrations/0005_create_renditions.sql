-- What is made from masters. Rows exist before their bytes; the active revision of a profile is a pointer.

CREATE TABLE renditions (
    id              uuid PRIMARY KEY,
    asset_id        uuid NOT NULL REFERENCES assets (id),
    master_sha256   char(64) NOT NULL CHECK (master_sha256 ~ '^[0-9a-f]{64}$'),
    profile_name    text NOT NULL CHECK (profile_name ~ '^[a-z0-9_]{1,64}$'),
    profile_version integer NOT NULL CHECK (profile_version > 0),
    revision        integer NOT NULL DEFAULT 1 CHECK (revision > 0),
    status          text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'processing', 'ready', 'failed', 'expired')),
    active          boolean NOT NULL DEFAULT false,
    storage_bucket  text,
    storage_key     text,
    mime_type       text,
    file_size_bytes bigint CHECK (file_size_bytes > 0),
    width           integer CHECK (width > 0),
    height          integer CHECK (height > 0),
    duration_ms     bigint CHECK (duration_ms >= 0),
    bitrate_kbps    integer CHECK (bitrate_kbps >= 0),
    failure_reason  text,
    expires_at      timestamptz,
    created_at      timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT renditions_made_once UNIQUE (asset_id, master_sha256, profile_name, profile_version, revision),
    CONSTRAINT renditions_ready_is_whole
        CHECK (status <> 'ready' OR (storage_bucket IS NOT NULL AND storage_key IS NOT NULL AND mime_type IS NOT NULL
                                     AND file_size_bytes IS NOT NULL)),
    CONSTRAINT renditions_active_is_ready CHECK (NOT active OR status IN ('ready', 'expired'))
);
CREATE UNIQUE INDEX renditions_active ON renditions (asset_id, profile_name) WHERE active;
CREATE INDEX renditions_expires_at ON renditions (expires_at) WHERE status = 'ready';

CREATE FUNCTION check_rendition_transition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.status, NEW.status) NOT IN (
        ('pending', 'processing'), ('pending', 'failed'),
        ('processing', 'ready'), ('processing', 'failed'), ('processing', 'pending'),
        ('failed', 'pending'), ('ready', 'expired')) THEN
        RAISE EXCEPTION 'a rendition that is % cannot become %', OLD.status, NEW.status
            USING ERRCODE = 'check_violation', CONSTRAINT = 'renditions_legal_transition';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER renditions_legal_transition BEFORE UPDATE OF status ON renditions
    FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION check_rendition_transition();
