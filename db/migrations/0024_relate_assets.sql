-- What assets are to each other: "the source is derived from the target".
CREATE TABLE asset_relations (
    id         uuid PRIMARY KEY,
    source_id  uuid NOT NULL REFERENCES assets (id),
    type       text NOT NULL CHECK (type IN ('derived_from', 'part_of', 'references', 'replaces', 'translation_of')),
    target_id  uuid NOT NULL REFERENCES assets (id),
    created_by uuid NOT NULL REFERENCES users (id),
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT asset_relations_key UNIQUE (source_id, target_id, type),
    CONSTRAINT asset_relations_of_two CHECK (source_id <> target_id)
);
CREATE INDEX asset_relations_target_id ON asset_relations (target_id);

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'acervo_api') THEN
        REVOKE UPDATE ON asset_relations FROM acervo_api;
    END IF;
    -- The purge forgets them.
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'acervo_keeper') THEN
        GRANT SELECT, DELETE ON asset_relations TO acervo_keeper;
    END IF;
END $$;
