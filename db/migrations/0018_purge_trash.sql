-- What lies in the trash too long is purged: its objects are given up in the ledger, its words go, an empty row stays for the ledger
-- and the audit log to refer to.

ALTER TABLE assets
    ADD COLUMN purged_at timestamptz,
    ADD CONSTRAINT assets_purged_from_the_trash CHECK (purged_at IS NULL OR trashed_at IS NOT NULL);
CREATE INDEX assets_in_trash ON assets (trashed_at) WHERE trashed_at IS NOT NULL AND purged_at IS NULL;
-- One object may be the master of several assets.
CREATE INDEX assets_master_storage_key ON assets (master_storage_key);

-- Whoever forgets to ask, the database does not: a held asset stays, and what was purged is no more.
CREATE FUNCTION check_asset_purge() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.purged_at IS NOT NULL THEN
        RAISE EXCEPTION 'the asset was purged' USING ERRCODE = 'check_violation', CONSTRAINT = 'assets_purged_for_good';
    END IF;
    IF NEW.purged_at IS NOT NULL AND OLD.legal_hold THEN
        RAISE EXCEPTION 'the asset is on hold' USING ERRCODE = 'check_violation', CONSTRAINT = 'assets_held';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER assets_purge BEFORE UPDATE ON assets
    FOR EACH ROW WHEN (OLD.purged_at IS NOT NULL OR NEW.purged_at IS NOT NULL) EXECUTE FUNCTION check_asset_purge();

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'acervo_keeper') THEN
        GRANT SELECT, UPDATE ON assets, storage_objects, renditions TO acervo_keeper;
        GRANT SELECT, DELETE ON asset_edits, asset_placements, asset_readers TO acervo_keeper;
        GRANT SELECT, INSERT, UPDATE ON search_dirty TO acervo_keeper;
        GRANT INSERT ON audit_log, events TO acervo_keeper;
        GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO acervo_keeper;
    END IF;
END $$;
