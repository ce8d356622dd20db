-- What ingest needs to keep: whether a rendition must be there before its asset is ready, how far it is, which objects belong to
-- it, and that somebody wants a workflow to end. Workers have a role of their own, that sees no person's secrets.

ALTER TABLE renditions
    ADD COLUMN mandatory boolean NOT NULL DEFAULT true,
    ADD COLUMN progress_percent smallint NOT NULL DEFAULT 0 CHECK (progress_percent BETWEEN 0 AND 100);

-- A rendition of many files (a playlist with its segments) has many objects; its own key is that of the first to ask for.
ALTER TABLE storage_objects ADD COLUMN rendition_id uuid REFERENCES renditions (id);
CREATE INDEX storage_objects_rendition_id ON storage_objects (rendition_id) WHERE rendition_id IS NOT NULL;

-- A start that Temporal refuses is tried again later and later, and holds up no other.
ALTER TABLE workflow_starts
    ADD COLUMN next_try_at timestamptz NOT NULL DEFAULT now(),
    ADD COLUMN cancel_requested_at timestamptz,
    ADD COLUMN cancelled_at timestamptz;
CREATE INDEX workflow_starts_to_cancel ON workflow_starts (cancel_requested_at)
    WHERE cancel_requested_at IS NOT NULL AND cancelled_at IS NULL;

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'acervo_worker') THEN
        GRANT USAGE ON SCHEMA public TO acervo_worker;
        GRANT SELECT ON uploads, workflow_starts TO acervo_worker;
        GRANT SELECT, UPDATE ON assets TO acervo_worker;
        GRANT SELECT, INSERT, UPDATE ON renditions, storage_objects, search_dirty TO acervo_worker;
        GRANT INSERT ON audit_log, events TO acervo_worker;
        GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO acervo_worker;
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'acervo_keeper') THEN
        GRANT SELECT, UPDATE ON workflow_starts TO acervo_keeper;
        GRANT SELECT ON renditions TO acervo_keeper;
    END IF;
END $$;
