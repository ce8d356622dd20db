-- What people say about an asset, edit by edit, and the orders in which assets are listed.

ALTER TABLE assets
    ADD COLUMN edited_by uuid REFERENCES users (id),
    ADD COLUMN edited_at timestamptz;

-- Edits that were followed by another one; the last edit is the row of the asset itself.
CREATE TABLE asset_edits (
    asset_id           uuid NOT NULL REFERENCES assets (id) ON DELETE CASCADE,
    edit_version       bigint NOT NULL,
    title              varchar(500) NOT NULL,
    description        text NOT NULL,
    tags               text[] NOT NULL,
    editorial_metadata jsonb NOT NULL,
    edited_by          uuid REFERENCES users (id),
    edited_at          timestamptz NOT NULL,
    PRIMARY KEY (asset_id, edit_version)
);

-- Whoever edits and by whatever statement, what was there before is kept.
CREATE FUNCTION keep_asset_edit() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
    INSERT INTO asset_edits (asset_id, edit_version, title, description, tags, editorial_metadata, edited_by, edited_at)
    VALUES (OLD.id, OLD.edit_version, OLD.title, OLD.description, OLD.tags, OLD.editorial_metadata, OLD.edited_by,
            coalesce(OLD.edited_at, OLD.created_at));
    RETURN NULL;
END $$;
CREATE TRIGGER assets_keep_edit AFTER UPDATE ON assets
    FOR EACH ROW WHEN (OLD.edit_version <> NEW.edit_version) EXECUTE FUNCTION keep_asset_edit();

-- Listings by last change and by title. A title counts with its first 100 letters: an index entry has a limit.
CREATE INDEX assets_updated_at ON assets (updated_at DESC, id DESC);
CREATE INDEX assets_title ON assets (left(lower(title), 100), id);
CREATE INDEX assets_tags ON assets USING gin (tags);

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'acervo_api') THEN
        REVOKE INSERT, UPDATE, DELETE ON asset_edits FROM acervo_api;
    END IF;
END $$;
