-- What a committed change asks of others: workflows to start, events to tell. Read by the keeper; a row's public sequence is
-- given after its commit, so that nobody who remembers a number misses a late one (rules 4, 7 and 10 of ARCHITECTURE.md).

CREATE TABLE workflow_starts (
    workflow_id   text PRIMARY KEY,
    workflow_type text NOT NULL,
    task_queue    text NOT NULL DEFAULT 'q-workflows',
    input         jsonb NOT NULL DEFAULT '{}',
    asset_id      uuid REFERENCES assets (id),
    created_at    timestamptz NOT NULL DEFAULT now(),
    started_at    timestamptz,
    attempts      integer NOT NULL DEFAULT 0,
    last_error    text
);
CREATE INDEX workflow_starts_waiting ON workflow_starts (created_at) WHERE started_at IS NULL;
CREATE INDEX workflow_starts_asset_id ON workflow_starts (asset_id);

CREATE TABLE events (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    type       text NOT NULL,
    asset_id   uuid,
    payload    jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now(),
    -- Given by the keeper in commit order.
    sequence   bigint UNIQUE
);
CREATE INDEX events_unsequenced ON events (id) WHERE sequence IS NULL;

CREATE TABLE idempotency_keys (
    principal_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    key          text NOT NULL CHECK (char_length(key) BETWEEN 1 AND 200),
    operation    text NOT NULL,
    request_hash char(64) NOT NULL,
    status_code  integer,
    -- Never secrets or presigned addresses: those are made again.
    result       jsonb,
    created_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (principal_id, key)
);
CREATE INDEX idempotency_keys_created_at ON idempotency_keys (created_at);
