-- What passes found out about a master stays with its bytes, whichever version is shown, and however often it is inspected.
ALTER TABLE storage_objects ADD COLUMN quality jsonb;

-- Whether the last inspection of its master planned this version of the profile; what is not wanted is not waited for.
ALTER TABLE renditions ADD COLUMN wanted boolean NOT NULL DEFAULT true;

-- Numbers of rows come by identity columns, which need no right of their own.
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'acervo_worker') THEN
        REVOKE USAGE ON ALL SEQUENCES IN SCHEMA public FROM acervo_worker;
    END IF;
END $$;
