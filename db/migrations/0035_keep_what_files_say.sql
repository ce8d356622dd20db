-- What files say about themselves: as their readers wrote it, and as words of the catalogue that no person has said.

ALTER TABLE assets
    ADD COLUMN raw_metadata jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(raw_metadata) = 'object'),
    -- The present words are those of the last edit; a file is nobody.
    ADD COLUMN edited_by_file boolean NOT NULL DEFAULT false,
    ADD CONSTRAINT assets_file_is_nobody CHECK (NOT edited_by_file OR edited_by IS NULL);

ALTER TABLE asset_edits
    ADD COLUMN edited_by_file boolean NOT NULL DEFAULT false;

CREATE OR REPLACE FUNCTION keep_asset_edit() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
    INSERT INTO asset_edits (asset_id, edit_version, title, description, tags, editorial_metadata, edited_by, edited_at,
                             edited_by_file)
    VALUES (OLD.id, OLD.edit_version, OLD.title, OLD.description, OLD.tags, OLD.editorial_metadata, OLD.edited_by,
            coalesce(OLD.edited_at, OLD.created_at), OLD.edited_by_file);
    RETURN NULL;
END $$;

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'acervo_worker') THEN
        GRANT SELECT ON asset_edits, metadata_schemas TO acervo_worker;
    END IF;
END $$;
