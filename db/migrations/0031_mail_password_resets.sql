-- Letters with a link for a new password that somebody asked for. The keeper makes the link when it sends the letter, so no link
-- lies here; a row is gone when its letter was sent, or cannot be.

CREATE TABLE reset_mails (
    id           uuid PRIMARY KEY,
    -- As a person typed it who is not signed in: a name or an address, of somebody or of nobody. Who it is is found out when the
    -- letter is sent: the answer to the person takes the same time for every name.
    login        text CHECK (char_length(login) BETWEEN 1 AND 320),
    -- Whom an administrator wants it sent to.
    user_id      uuid REFERENCES users (id) ON DELETE CASCADE,
    ordered_by   uuid REFERENCES users (id),
    language     text NOT NULL CHECK (language IN ('es', 'en')),
    request_id   text NOT NULL DEFAULT '',
    requested_at timestamptz NOT NULL DEFAULT now(),
    attempts     integer NOT NULL DEFAULT 0,
    next_try_at  timestamptz NOT NULL DEFAULT now(),
    last_error   text,
    CONSTRAINT reset_mails_for_one CHECK (num_nonnulls(login, user_id) = 1),
    CONSTRAINT reset_mails_order_is_whole CHECK ((user_id IS NULL) = (ordered_by IS NULL))
);
CREATE INDEX reset_mails_to_send ON reset_mails (next_try_at);
CREATE INDEX reset_mails_requested_at ON reset_mails (requested_at);
-- An order that waits is not repeated.
CREATE UNIQUE INDEX reset_mails_user_key ON reset_mails (user_id) WHERE user_id IS NOT NULL;

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'acervo_api') THEN
        REVOKE SELECT, UPDATE, DELETE ON reset_mails FROM acervo_api;
    END IF;
    -- It writes the hash of a link, and reads none.
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'acervo_keeper') THEN
        GRANT SELECT, UPDATE (attempts, next_try_at, last_error), DELETE ON reset_mails TO acervo_keeper;
        GRANT INSERT (user_id, token_hash, created_by, expires_at) ON password_resets TO acervo_keeper;
        GRANT SELECT (provider_subject) ON users TO acervo_keeper;
    END IF;
END $$;
