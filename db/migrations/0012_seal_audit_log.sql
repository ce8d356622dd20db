-- The audit log is chained by hash after its rows are committed: chaining them in their own transactions would have every writer of
-- the house wait for every other. A row that was written waits in audit_unsealed; the keeper gives it the next place in audit_chain,
-- whose hash covers the row and the place before. A change, a gap or a row that was slipped in shows when the chain is recomputed.

CREATE TABLE audit_unsealed (
    audit_id bigint PRIMARY KEY
);

CREATE TABLE audit_chain (
    seq       bigint PRIMARY KEY CHECK (seq > 0),
    audit_id  bigint NOT NULL UNIQUE,
    -- SHA-256, in hexadecimal, of the hash before and the row; src/domain/audit/audit_record.hpp says of what exactly.
    hash      char(64) NOT NULL,
    sealed_at timestamptz NOT NULL DEFAULT now()
);

-- With the rights of the owner: who writes a row of the log needs no right on the queue, so nobody can take a row out of it.
CREATE FUNCTION queue_audit_row() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
    INSERT INTO audit_unsealed (audit_id) VALUES (NEW.id);
    RETURN NULL;
END $$;
CREATE TRIGGER audit_log_queued AFTER INSERT ON audit_log FOR EACH ROW EXECUTE FUNCTION queue_audit_row();
INSERT INTO audit_unsealed (audit_id) SELECT id FROM audit_log;

CREATE TRIGGER audit_chain_append_only BEFORE UPDATE OR DELETE ON audit_chain
    FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER audit_chain_never_emptied BEFORE TRUNCATE ON audit_chain
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();

-- Filters of the listing, newest first.
CREATE INDEX audit_log_action ON audit_log (action, id);
CREATE INDEX audit_log_created_at ON audit_log (created_at, id);

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'acervo_api') THEN
        REVOKE ALL ON audit_unsealed, audit_chain FROM acervo_api;
        GRANT SELECT ON audit_chain TO acervo_api;
    END IF;
    -- The background loops: they read what they need and write what is theirs.
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'acervo_keeper') THEN
        GRANT USAGE ON SCHEMA public TO acervo_keeper;
        GRANT SELECT ON audit_log, audit_chain, audit_unsealed TO acervo_keeper;
        GRANT INSERT ON audit_chain TO acervo_keeper;
        GRANT DELETE ON audit_unsealed TO acervo_keeper;
    END IF;
END $$;
