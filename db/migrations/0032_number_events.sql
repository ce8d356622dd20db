-- Events get their place in one order when they are committed, and are told in it; old ones are not kept.

CREATE TABLE event_counter (
    is_the_one boolean PRIMARY KEY DEFAULT true CHECK (is_the_one),
    -- The place of the newest event, of those that are kept or not.
    newest     bigint NOT NULL
);
INSERT INTO event_counter (newest) SELECT coalesce(max(sequence), 0) FROM events;
CREATE INDEX events_created_at ON events (created_at);

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'acervo_api') THEN
        REVOKE INSERT, UPDATE, DELETE ON event_counter FROM acervo_api;
        REVOKE UPDATE, DELETE ON events FROM acervo_api;
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'acervo_keeper') THEN
        GRANT SELECT, UPDATE (sequence), DELETE ON events TO acervo_keeper;
        GRANT SELECT, UPDATE (newest) ON event_counter TO acervo_keeper;
    END IF;
END $$;
