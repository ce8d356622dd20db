-- Keys for programs: a key acts for a user of the role `service`, within scopes. Only the SHA-256 of its token is kept.

CREATE TABLE api_keys (
    id           uuid PRIMARY KEY,
    user_id      uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    name         text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
    token_hash   char(64) NOT NULL UNIQUE,
    -- Names of permissions, as x-permission in the contract has them.
    scopes       text[] NOT NULL CHECK (cardinality(scopes) > 0),
    created_by   uuid NOT NULL REFERENCES users (id),
    created_at   timestamptz NOT NULL DEFAULT now(),
    expires_at   timestamptz,
    -- To the minute: a key that nobody uses can be found and taken away.
    last_used_at timestamptz,
    revoked_at   timestamptz
);
CREATE INDEX api_keys_user_id ON api_keys (user_id, created_at);

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'acervo_api') THEN
        REVOKE DELETE ON api_keys FROM acervo_api;
    END IF;
END $$;
