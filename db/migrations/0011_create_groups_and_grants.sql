-- Groups of people, the tree of collections, and who may do what in which branch of it. Rights go down the tree: a grant on a
-- collection holds in every collection below it. An asset lies in its home collection and wherever it was linked to; rights
-- are the union of all these places.

CREATE TABLE groups (
    id         uuid PRIMARY KEY,
    name       text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
    created_by uuid REFERENCES users (id),
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX groups_name_key ON groups (lower(name));

CREATE TABLE group_members (
    group_id   uuid NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
    user_id    uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (group_id, user_id)
);
CREATE INDEX group_members_user_id ON group_members (user_id);

-- An inbox is where a person's uploads lie that name no other place.
ALTER TABLE collections
    ADD COLUMN inbox_of   uuid UNIQUE REFERENCES users (id),
    ADD COLUMN updated_at timestamptz NOT NULL DEFAULT now(),
    ADD CONSTRAINT collections_inbox_is_a_root CHECK (inbox_of IS NULL OR parent_id IS NULL);
CREATE UNIQUE INDEX collections_name_key ON collections (parent_id, lower(name)) NULLS NOT DISTINCT WHERE inbox_of IS NULL;

-- The closure of the tree, so that rights and listings need no recursion: every collection with itself and all above it.
CREATE TABLE collection_ancestors (
    collection_id uuid NOT NULL REFERENCES collections (id) ON DELETE CASCADE,
    ancestor_id   uuid NOT NULL REFERENCES collections (id) ON DELETE CASCADE,
    depth         int NOT NULL,
    PRIMARY KEY (collection_id, ancestor_id),
    CONSTRAINT collections_not_too_deep CHECK (depth BETWEEN 0 AND 32)
);
CREATE INDEX collection_ancestors_ancestor_id ON collection_ancestors (ancestor_id, collection_id);

CREATE FUNCTION place_collection() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- One change of the tree at a time: two moves at once could close a ring, a new leaf could miss a move above it.
    PERFORM pg_advisory_xact_lock(hashtext('collections.tree'));
    IF TG_OP = 'UPDATE' THEN
        IF EXISTS (SELECT FROM collection_ancestors WHERE collection_id = NEW.parent_id AND ancestor_id = NEW.id) THEN
            RAISE EXCEPTION 'a collection cannot lie below itself'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'collections_no_ring';
        END IF;
        DELETE FROM collection_ancestors up USING collection_ancestors down
            WHERE down.ancestor_id = NEW.id AND up.collection_id = down.collection_id
              AND up.ancestor_id NOT IN (SELECT collection_id FROM collection_ancestors WHERE ancestor_id = NEW.id);
        INSERT INTO collection_ancestors (collection_id, ancestor_id, depth)
            SELECT down.collection_id, up.ancestor_id, down.depth + up.depth + 1
            FROM collection_ancestors down, collection_ancestors up
            WHERE down.ancestor_id = NEW.id AND up.collection_id = NEW.parent_id;
    ELSE
        INSERT INTO collection_ancestors (collection_id, ancestor_id, depth)
            SELECT NEW.id, NEW.id, 0
            UNION ALL SELECT NEW.id, ancestor_id, depth + 1 FROM collection_ancestors WHERE collection_id = NEW.parent_id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER collections_placed AFTER INSERT ON collections FOR EACH ROW EXECUTE FUNCTION place_collection();
CREATE TRIGGER collections_moved AFTER UPDATE OF parent_id ON collections
    FOR EACH ROW WHEN (OLD.parent_id IS DISTINCT FROM NEW.parent_id) EXECUTE FUNCTION place_collection();

WITH RECURSIVE tree (collection_id, ancestor_id, depth) AS (
    SELECT id, id, 0 FROM collections
    UNION ALL
    SELECT tree.collection_id, c.parent_id, depth + 1 FROM tree JOIN collections c ON c.id = tree.ancestor_id
    WHERE c.parent_id IS NOT NULL
)
INSERT INTO collection_ancestors (collection_id, ancestor_id, depth) SELECT collection_id, ancestor_id, depth FROM tree;

CREATE TABLE collection_grants (
    collection_id uuid NOT NULL REFERENCES collections (id) ON DELETE CASCADE,
    user_id       uuid REFERENCES users (id) ON DELETE CASCADE,
    group_id      uuid REFERENCES groups (id) ON DELETE CASCADE,
    -- The sum of 1 view, 2 download_proxy, 4 download_master, 8 edit, 16 distribute, 32 manage; each holds view.
    rights        int NOT NULL CHECK (rights BETWEEN 1 AND 63 AND rights & 1 = 1),
    granted_by    uuid REFERENCES users (id),
    created_at    timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT collection_grants_to_one CHECK (num_nonnulls(user_id, group_id) = 1)
);
CREATE UNIQUE INDEX collection_grants_user_key ON collection_grants (user_id, collection_id) WHERE user_id IS NOT NULL;
CREATE UNIQUE INDEX collection_grants_group_key ON collection_grants (group_id, collection_id) WHERE group_id IS NOT NULL;
CREATE INDEX collection_grants_collection_id ON collection_grants (collection_id);

-- What a person was granted, in person or through a group; not yet carried down the tree.
CREATE VIEW person_grants AS
    SELECT user_id, collection_id, rights FROM collection_grants WHERE user_id IS NOT NULL
    UNION ALL
    SELECT m.user_id, g.collection_id, g.rights FROM collection_grants g JOIN group_members m ON m.group_id = g.group_id;

-- Where assets lie. created_at is the asset's, so that one collection is listed newest first from one index.
CREATE TABLE asset_placements (
    asset_id      uuid NOT NULL REFERENCES assets (id) ON DELETE CASCADE,
    collection_id uuid NOT NULL REFERENCES collections (id),
    created_at    timestamptz NOT NULL,
    PRIMARY KEY (asset_id, collection_id)
);
CREATE INDEX asset_placements_listing ON asset_placements (collection_id, created_at DESC, asset_id DESC);

-- People who may see a restricted asset although they do not manage its home. created_at is the asset's here, too.
CREATE TABLE asset_readers (
    asset_id   uuid NOT NULL REFERENCES assets (id) ON DELETE CASCADE,
    user_id    uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    named_by   uuid REFERENCES users (id),
    created_at timestamptz NOT NULL,
    PRIMARY KEY (asset_id, user_id)
);
CREATE INDEX asset_readers_listing ON asset_readers (user_id, created_at DESC, asset_id DESC);

-- Every asset gets a home: the inbox of who made it, where that person may do everything.
CREATE FUNCTION inbox_of(person uuid) RETURNS uuid LANGUAGE plpgsql AS $$
DECLARE
    found uuid;
BEGIN
    SELECT id INTO found FROM collections WHERE inbox_of = person;
    IF found IS NULL THEN
        INSERT INTO collections (id, name, created_by, inbox_of) SELECT gen_random_uuid(), username, id, id FROM users WHERE id = person
            ON CONFLICT (inbox_of) DO NOTHING RETURNING id INTO found;
        IF found IS NULL THEN
            SELECT id INTO STRICT found FROM collections WHERE inbox_of = person;
        ELSE
            INSERT INTO collection_grants (collection_id, user_id, rights) VALUES (found, person, 63);
        END IF;
    END IF;
    RETURN found;
END $$;

CREATE FUNCTION place_asset() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        DELETE FROM asset_placements WHERE asset_id = NEW.id AND collection_id = OLD.home_collection_id;
    END IF;
    INSERT INTO asset_placements (asset_id, collection_id, created_at) VALUES (NEW.id, NEW.home_collection_id, NEW.created_at)
        ON CONFLICT (asset_id, collection_id) DO NOTHING;
    RETURN NULL;
END $$;
CREATE TRIGGER assets_placed AFTER INSERT ON assets FOR EACH ROW EXECUTE FUNCTION place_asset();
CREATE TRIGGER assets_moved AFTER UPDATE OF home_collection_id ON assets
    FOR EACH ROW WHEN (OLD.home_collection_id IS DISTINCT FROM NEW.home_collection_id) EXECUTE FUNCTION place_asset();

CREATE FUNCTION give_asset_a_home() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.home_collection_id := inbox_of(NEW.created_by);
    RETURN NEW;
END $$;
CREATE TRIGGER assets_have_a_home BEFORE INSERT ON assets
    FOR EACH ROW WHEN (NEW.home_collection_id IS NULL) EXECUTE FUNCTION give_asset_a_home();

-- The triggers place those that had no home; the others are placed here.
INSERT INTO asset_placements (asset_id, collection_id, created_at)
    SELECT id, home_collection_id, created_at FROM assets WHERE home_collection_id IS NOT NULL;
UPDATE assets SET home_collection_id = inbox_of(created_by) WHERE home_collection_id IS NULL;
ALTER TABLE assets ALTER COLUMN home_collection_id SET NOT NULL;
