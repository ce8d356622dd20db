-- Channels and what was published to them.

CREATE TABLE channels (
    type            text NOT NULL CHECK (type IN ('youtube', 'facebook', 'instagram', 'x', 'cms', 'tv')),
    id              text NOT NULL CHECK (id ~ '^[a-z0-9_-]{1,64}$'),
    name            text NOT NULL,
    default_profile text NOT NULL,
    settings        jsonb NOT NULL DEFAULT '{}',
    enabled         boolean NOT NULL DEFAULT true,
    created_at      timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (type, id)
);

CREATE TABLE distributions (
    id           uuid PRIMARY KEY,
    asset_id     uuid NOT NULL REFERENCES assets (id),
    workflow_id  text NOT NULL,
    requested_by uuid NOT NULL REFERENCES users (id),
    created_at   timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX distributions_asset_id ON distributions (asset_id);

CREATE TABLE asset_distributions (
    id              uuid PRIMARY KEY,
    distribution_id uuid NOT NULL REFERENCES distributions (id),
    asset_id        uuid NOT NULL REFERENCES assets (id),
    channel_type    text NOT NULL,
    channel_id      text NOT NULL,
    rendition_key   text NOT NULL,
    external_id     text,
    status          text NOT NULL DEFAULT 'pending'
                    CHECK (status IN ('pending', 'running', 'success', 'failed', 'cancelled', 'retracted')),
    error_message   text,
    started_at      timestamptz,
    completed_at    timestamptz,
    created_by      uuid NOT NULL REFERENCES users (id),
    -- asset:channelType:channelId:rendition — the same publication never twice.
    idempotency_key text NOT NULL UNIQUE,
    created_at      timestamptz NOT NULL DEFAULT now(),
    FOREIGN KEY (channel_type, channel_id) REFERENCES channels (type, id)
);
CREATE INDEX asset_distributions_asset_id ON asset_distributions (asset_id);
CREATE INDEX asset_distributions_status ON asset_distributions (status);
