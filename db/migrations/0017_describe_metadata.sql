-- What editorial metadata of each type of asset may hold. Every revision is kept; the last one is in force. NULL: anything goes.

CREATE TABLE metadata_schemas (
    asset_type text NOT NULL CHECK (asset_type IN ('video', 'audio', 'image')),
    revision   bigint NOT NULL CHECK (revision >= 0),
    fields     jsonb CHECK (jsonb_typeof(fields) = 'array'),
    changed_by uuid REFERENCES users (id),
    changed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (asset_type, revision)
);
INSERT INTO metadata_schemas (asset_type, revision) VALUES ('video', 0), ('audio', 0), ('image', 0);

-- To look through all assets of one type.
CREATE INDEX assets_type_id ON assets (type, id) WHERE trashed_at IS NULL;

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'acervo_api') THEN
        REVOKE UPDATE, DELETE ON metadata_schemas FROM acervo_api;
    END IF;
END $$;
