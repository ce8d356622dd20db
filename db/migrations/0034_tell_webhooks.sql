-- Programs that are told of events, and what they answered. Their secrets lie nowhere: they are made of a key of the site.

CREATE TABLE webhooks (
    id              uuid PRIMARY KEY,
    url             text NOT NULL CHECK (char_length(url) BETWEEN 8 AND 2000),
    type            text NOT NULL DEFAULT '',
    description     text NOT NULL DEFAULT '',
    secret_version  integer NOT NULL DEFAULT 1,
    enabled         boolean NOT NULL DEFAULT true,
    disabled_reason text,
    -- Events up to this one were delivered, or were not for it.
    after_sequence  bigint NOT NULL,
    -- Of the next event.
    attempts        integer NOT NULL DEFAULT 0,
    failing_since   timestamptz,
    next_try_at     timestamptz,
    created_by      uuid NOT NULL REFERENCES users (id),
    created_at      timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE webhook_deliveries (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    webhook_id   uuid NOT NULL REFERENCES webhooks (id) ON DELETE CASCADE,
    sequence     bigint NOT NULL,
    type         text NOT NULL,
    asset_id     uuid NOT NULL,
    attempted_at timestamptz NOT NULL DEFAULT now(),
    took_ms      integer NOT NULL,
    status_code  integer,
    error        text
);
CREATE INDEX webhook_deliveries_of_webhook ON webhook_deliveries (webhook_id, id);
CREATE INDEX webhook_deliveries_attempted_at ON webhook_deliveries (attempted_at);

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'acervo_api') THEN
        REVOKE INSERT, UPDATE, DELETE ON webhook_deliveries FROM acervo_api;
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'acervo_keeper') THEN
        GRANT SELECT, UPDATE (enabled, disabled_reason, after_sequence, attempts, failing_since, next_try_at) ON webhooks
            TO acervo_keeper;
        GRANT SELECT, INSERT, DELETE ON webhook_deliveries TO acervo_keeper;
    END IF;
END $$;
