-- A completed upload is a version of its asset's master; the one whose key the asset names is current.
ALTER TABLE uploads
    ADD COLUMN original_filename varchar(500),
    ADD COLUMN version_number integer CHECK (version_number > 0),
    ADD CONSTRAINT uploads_version_is_completed CHECK (version_number IS NULL OR status = 'completed');
UPDATE uploads u SET original_filename = a.original_filename,
                     version_number = CASE u.status WHEN 'completed' THEN 1 END
FROM assets a WHERE a.id = u.asset_id;
CREATE UNIQUE INDEX uploads_version_key ON uploads (asset_id, version_number);
-- Of two that are open at once nobody could say which one a completion means.
CREATE UNIQUE INDEX uploads_one_at_a_time ON uploads (asset_id) WHERE status IN ('open', 'completing');
