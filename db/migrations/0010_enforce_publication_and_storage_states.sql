-- Publications and stored objects go through their states in one order only, as assets, uploads and renditions do.

CREATE FUNCTION check_publication_transition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.status, NEW.status) NOT IN (
        ('pending', 'running'), ('pending', 'failed'), ('pending', 'cancelled'),
        ('running', 'success'), ('running', 'failed'), ('running', 'cancelled'), ('running', 'pending'),
        ('failed', 'pending'), ('cancelled', 'pending'),
        ('success', 'retracted'), ('retracted', 'pending')) THEN
        RAISE EXCEPTION 'a publication that is % cannot become %', OLD.status, NEW.status
            USING ERRCODE = 'check_violation', CONSTRAINT = 'asset_distributions_legal_transition';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER asset_distributions_legal_transition BEFORE UPDATE OF status ON asset_distributions
    FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION check_publication_transition();

CREATE FUNCTION check_storage_transition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.state, NEW.state) NOT IN (('planned', 'stored'), ('planned', 'deleted'), ('stored', 'deleted')) THEN
        RAISE EXCEPTION 'an object that is % cannot become %', OLD.state, NEW.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'storage_objects_legal_transition';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER storage_objects_legal_transition BEFORE UPDATE OF state ON storage_objects
    FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION check_storage_transition();
