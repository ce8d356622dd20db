-- Work on many assets that one person ordered and the keeper does in batches. Each batch commits its edits and how far the job is
-- in one transaction: who is killed in between has done a batch or not.

CREATE TABLE jobs (
    id         uuid PRIMARY KEY,
    kind       text NOT NULL CHECK (kind IN ('bulk_edit', 'undo')),
    state      text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
    -- The selection and the change of a bulk edit.
    task       jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(task) = 'object'),
    undoes     uuid REFERENCES jobs (id),
    created_by uuid NOT NULL REFERENCES users (id),
    request_id text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL DEFAULT now(),
    started_at timestamptz,
    ended_at   timestamptz,
    -- The job that waited longest has the next turn.
    turn_at    timestamptz NOT NULL DEFAULT now(),
    error      text,
    total      bigint NOT NULL DEFAULT 0,
    -- The last asset of the last batch: those behind it are still to do.
    reached    uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
    -- Assets by outcome.
    tally      jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(tally) = 'object'),
    CONSTRAINT jobs_undo_names_a_job CHECK ((kind = 'undo') = (undoes IS NOT NULL)),
    CONSTRAINT jobs_failed_has_a_reason CHECK (state <> 'failed' OR error IS NOT NULL),
    CONSTRAINT jobs_end_is_known CHECK ((ended_at IS NOT NULL) = (state IN ('done', 'failed', 'cancelled')))
);
CREATE INDEX jobs_to_do ON jobs (turn_at) WHERE state IN ('queued', 'running');
-- One undo at a time, and none after one that was done.
CREATE UNIQUE INDEX jobs_undoes_key ON jobs (undoes) WHERE state IN ('queued', 'running', 'done');

CREATE FUNCTION check_job_transition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.state, NEW.state) NOT IN (
        ('queued', 'running'), ('queued', 'failed'), ('queued', 'cancelled'),
        ('running', 'done'), ('running', 'failed'), ('running', 'cancelled')) THEN
        RAISE EXCEPTION 'a job that is % cannot become %', OLD.state, NEW.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'jobs_legal_transition';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER jobs_legal_transition BEFORE UPDATE OF state ON jobs
    FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION check_job_transition();

-- The pinned selection; what a person named may not exist. edit_version: the edit that the job made, before which lies what the
-- asset had. Every row is written once more: room for that on its page.
CREATE TABLE job_assets (
    job_id       uuid NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    asset_id     uuid NOT NULL,
    outcome      text CHECK (outcome IN ('edited', 'unchanged', 'not_found', 'forbidden', 'edited_since', 'invalid')),
    edit_version bigint,
    detail       text,
    PRIMARY KEY (job_id, asset_id),
    CONSTRAINT job_assets_edit_is_known CHECK ((outcome IS NOT DISTINCT FROM 'edited') = (edit_version IS NOT NULL))
) WITH (fillfactor = 50);

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'acervo_api') THEN
        REVOKE DELETE ON jobs FROM acervo_api;
        REVOKE INSERT, UPDATE, DELETE ON job_assets FROM acervo_api;
    END IF;
    -- What it needs to know of who ordered the job: role and rights, no secret.
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'acervo_keeper') THEN
        GRANT SELECT, UPDATE ON jobs TO acervo_keeper;
        GRANT SELECT, INSERT, UPDATE ON job_assets TO acervo_keeper;
        GRANT SELECT (id, username, role, display_name, email, disabled, created_at) ON users TO acervo_keeper;
        GRANT SELECT ON collections, collection_ancestors, collection_grants, person_grants, group_members, asset_placements,
            asset_readers, asset_edits, metadata_schemas TO acervo_keeper;
        GRANT SELECT, UPDATE ON assets TO acervo_keeper;
        GRANT SELECT, INSERT, UPDATE ON search_dirty TO acervo_keeper;
        GRANT INSERT ON audit_log, events TO acervo_keeper;
    END IF;
END $$;
