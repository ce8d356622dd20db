-- Jobs that fill or empty the asset cache. Both lists grow, so no row that is there has to be looked at again.

ALTER TABLE jobs DROP CONSTRAINT jobs_kind_check,
    ADD CONSTRAINT jobs_kind_check CHECK (kind IN ('bulk_edit', 'undo', 'warm_cache', 'invalidate_cache')) NOT VALID;
ALTER TABLE job_assets DROP CONSTRAINT job_assets_outcome_check,
    ADD CONSTRAINT job_assets_outcome_check CHECK (outcome IN ('edited', 'unchanged', 'not_found', 'forbidden', 'edited_since',
        'invalid', 'cached', 'dropped')) NOT VALID;
