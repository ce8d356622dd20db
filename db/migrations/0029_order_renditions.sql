-- Renditions that somebody asks for: of a part of a master too, made once however often they are asked for, and gone when
-- nobody wants them any more.

ALTER TABLE renditions
    -- Frames [first_frame, end_frame) of the master at its own rate; both or neither.
    ADD COLUMN first_frame bigint CHECK (first_frame >= 0),
    ADD COLUMN end_frame bigint,
    -- A person asked for it; it belongs to no ingest.
    ADD COLUMN ordered boolean NOT NULL DEFAULT false,
    -- After how many days without use the file goes; NULL = never.
    ADD COLUMN keep_days integer CHECK (keep_days > 0),
    ADD CONSTRAINT renditions_part_is_whole
        CHECK ((first_frame IS NULL) = (end_frame IS NULL) AND (end_frame IS NULL OR end_frame > first_frame)),
    DROP CONSTRAINT renditions_made_once,
    ADD CONSTRAINT renditions_made_once UNIQUE NULLS NOT DISTINCT
        (asset_id, master_sha256, profile_name, profile_version, revision, first_frame, end_frame);

DROP INDEX renditions_active;
CREATE UNIQUE INDEX renditions_active ON renditions (asset_id, profile_name, first_frame, end_frame) NULLS NOT DISTINCT
    WHERE active;
