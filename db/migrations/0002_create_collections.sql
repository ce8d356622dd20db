-- Where assets live and who may do what there. Grants are filled and enforced with identity; the columns are here from the
-- start, because every asset has a home.

CREATE TABLE collections (
    id         uuid PRIMARY KEY,
    parent_id  uuid REFERENCES collections (id),
    name       text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
    created_by uuid NOT NULL REFERENCES users (id),
    created_at timestamptz NOT NULL DEFAULT now(),
    CHECK (parent_id <> id)
);
CREATE INDEX collections_parent_id ON collections (parent_id);
