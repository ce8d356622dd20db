-- The keeper deletes what nobody needs any more: ended sessions (their refresh tokens go with them), links for a new password that
-- are over, old idempotency keys, and which assets an old job came to. It sees no hash of any of them.

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'acervo_keeper') THEN
        GRANT SELECT (id, expires_at), DELETE ON sessions TO acervo_keeper;
        GRANT SELECT (user_id, expires_at), DELETE ON password_resets TO acervo_keeper;
        GRANT SELECT (principal_id, key, created_at), DELETE ON idempotency_keys TO acervo_keeper;
        GRANT DELETE ON job_assets TO acervo_keeper;
    END IF;
END $$;

CREATE INDEX jobs_ended_at ON jobs (ended_at) WHERE ended_at IS NOT NULL;
