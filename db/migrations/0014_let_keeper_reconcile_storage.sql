-- The reconciler walks a bucket and the ledger side by side in the order of keys as S3 has it: by bytes, whatever the
-- database's own order of words is.
CREATE INDEX storage_objects_walk ON storage_objects (bucket, storage_key COLLATE "C");
-- From what lies in the store to the upload it belongs to.
CREATE INDEX uploads_storage_key ON uploads (bucket, storage_key);

DO $$
BEGIN
    -- What it writes: the ends of uploads, and what those bring about.
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'acervo_keeper') THEN
        GRANT SELECT, UPDATE ON uploads, storage_objects, assets TO acervo_keeper;
        GRANT SELECT, INSERT, UPDATE ON search_dirty TO acervo_keeper;
        GRANT INSERT ON audit_log, events, workflow_starts TO acervo_keeper;
        GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO acervo_keeper;
    END IF;
END $$;
