-- The catalogue. PostgreSQL is the truth; the search index and every cache are made from it.

CREATE TABLE assets (
    id                   uuid PRIMARY KEY,
    external_id          varchar(100),
    type                 text NOT NULL CHECK (type IN ('video', 'audio', 'image')),
    status               text NOT NULL CHECK (status IN ('uploading', 'processing', 'ready', 'failed', 'archived')),
    title                varchar(500) NOT NULL,
    description          text NOT NULL DEFAULT '' CHECK (char_length(description) <= 100000),
    original_filename    varchar(500) NOT NULL,
    mime_type            text NOT NULL CHECK (char_length(mime_type) <= 200),
    file_size_bytes      bigint NOT NULL CHECK (file_size_bytes > 0),
    content_hash         char(64) CHECK (content_hash ~ '^[0-9a-f]{64}$'),
    master_storage_key   text NOT NULL CHECK (char_length(master_storage_key) <= 1024),
    technical_metadata   jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(technical_metadata) = 'object'),
    editorial_metadata   jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(editorial_metadata) = 'object'),
    tags                 text[] NOT NULL DEFAULT '{}',
    home_collection_id   uuid REFERENCES collections (id),
    priority             text NOT NULL DEFAULT 'normal' CHECK (priority IN ('normal', 'urgent')),
    restricted           boolean NOT NULL DEFAULT false,
    scan                 text NOT NULL DEFAULT 'pending' CHECK (scan IN ('pending', 'clean', 'infected', 'skipped(limit)')),
    enrichment_status    text NOT NULL DEFAULT 'none'
                         CHECK (enrichment_status IN ('none', 'pending', 'running', 'done', 'reduced', 'failed')),
    failure_reason       text,
    waiting_for          text,
    waiting_since        timestamptz,
    parked               boolean NOT NULL DEFAULT false,
    trashed_at           timestamptz,
    trashed_by           uuid REFERENCES users (id),
    legal_hold           boolean NOT NULL DEFAULT false,
    -- edit_version is the ETag and changes with what a person edits; version orders index writes and grows with every
    -- visible change, so that background work never costs an editor a 412.
    edit_version         bigint NOT NULL DEFAULT 1,
    version              bigint NOT NULL DEFAULT 1,
    created_by           uuid NOT NULL REFERENCES users (id),
    created_at           timestamptz NOT NULL DEFAULT now(),
    updated_at           timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT assets_failed_has_a_reason CHECK (status <> 'failed' OR failure_reason IS NOT NULL),
    CONSTRAINT assets_waiting_is_whole CHECK ((waiting_for IS NULL) = (waiting_since IS NULL))
);
CREATE UNIQUE INDEX assets_external_id_key ON assets (external_id);
CREATE INDEX assets_created_at ON assets (created_at DESC, id DESC);
CREATE INDEX assets_status ON assets (status, created_at DESC, id DESC);
CREATE INDEX assets_type ON assets (type, created_at DESC, id DESC);
CREATE INDEX assets_content_hash ON assets (content_hash);
CREATE INDEX assets_home_collection_id ON assets (home_collection_id);

-- Work for the indexer (rule 4 of ARCHITECTURE.md): one row per asset that differs from the index.
CREATE TABLE search_dirty (
    asset_id      uuid PRIMARY KEY,
    version       bigint NOT NULL,
    since         timestamptz NOT NULL DEFAULT now(),
    claimed_until timestamptz
);
CREATE INDEX search_dirty_since ON search_dirty (since);

CREATE FUNCTION check_asset_transition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.status, NEW.status) NOT IN (
        ('uploading', 'processing'), ('uploading', 'failed'),
        ('processing', 'ready'), ('processing', 'failed'),
        ('failed', 'processing'),
        ('ready', 'processing'), ('ready', 'archived'), ('archived', 'ready')) THEN
        RAISE EXCEPTION 'an asset that is % cannot become %', OLD.status, NEW.status
            USING ERRCODE = 'check_violation', CONSTRAINT = 'assets_legal_transition';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER assets_legal_transition BEFORE UPDATE OF status ON assets
    FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION check_asset_transition();

-- Every change counts, whoever makes it and by whatever statement.
CREATE FUNCTION count_asset_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.version := OLD.version + 1;
    NEW.updated_at := now();
    IF (NEW.title, NEW.description, NEW.tags, NEW.editorial_metadata, NEW.external_id)
       IS DISTINCT FROM (OLD.title, OLD.description, OLD.tags, OLD.editorial_metadata, OLD.external_id) THEN
        NEW.edit_version := OLD.edit_version + 1;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER assets_count_change BEFORE UPDATE ON assets FOR EACH ROW EXECUTE FUNCTION count_asset_change();

CREATE FUNCTION mark_asset_dirty() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO search_dirty (asset_id, version) VALUES (NEW.id, NEW.version)
    ON CONFLICT (asset_id) DO UPDATE SET version = EXCLUDED.version, claimed_until = NULL;
    RETURN NULL;
END $$;
CREATE TRIGGER assets_mark_dirty AFTER INSERT OR UPDATE ON assets FOR EACH ROW EXECUTE FUNCTION mark_asset_dirty();
