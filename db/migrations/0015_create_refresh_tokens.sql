-- Sessions that are opened by signed access tokens and go on by refresh tokens. Such a session has no token of its own: the
-- access token names it. Each refresh token is good once; one that comes again is in two hands, and ends the session.

ALTER TABLE sessions ALTER COLUMN token_hash DROP NOT NULL;

CREATE TABLE refresh_tokens (
    -- SHA-256 of the token in hexadecimal: a copy of this table refreshes nothing.
    token_hash char(64) PRIMARY KEY,
    session_id uuid NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    created_at timestamptz NOT NULL DEFAULT now(),
    -- Set once, and never taken back: it is how a second use is seen.
    used_at    timestamptz
);
CREATE INDEX refresh_tokens_session_id ON refresh_tokens (session_id);

CREATE FUNCTION keep_used_refresh_token() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.used_at IS NOT NULL OR NEW.token_hash <> OLD.token_hash OR NEW.session_id <> OLD.session_id THEN
        RAISE EXCEPTION 'a refresh token is used once'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'refresh_tokens_used_once';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER refresh_tokens_used_once BEFORE UPDATE ON refresh_tokens
    FOR EACH ROW EXECUTE FUNCTION keep_used_refresh_token();

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'acervo_api') THEN
        REVOKE DELETE ON refresh_tokens FROM acervo_api;
    END IF;
END $$;
