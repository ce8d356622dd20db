-- The API's own database role: rows, no definitions; the audit log can only be added to. The role itself is made by whoever
-- owns the server (the local stack, or the deployment); a database without it is one of a test.

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'acervo_api') THEN
        GRANT USAGE ON SCHEMA public TO acervo_api;
        GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO acervo_api;
        GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO acervo_api;
        REVOKE UPDATE, DELETE ON audit_log FROM acervo_api;
        REVOKE DELETE ON assets, storage_objects, uploads, renditions FROM acervo_api;
        IF to_regclass('schema_migrations') IS NOT NULL THEN
            REVOKE INSERT, UPDATE, DELETE ON schema_migrations FROM acervo_api;
        END IF;
        ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO acervo_api;
        ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO acervo_api;
    END IF;
END $$;
