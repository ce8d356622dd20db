-- People who sign in at an identity provider are known by its name for them, which never changes; they have no password here.

ALTER TABLE users
    ADD COLUMN provider_issuer  text CHECK (char_length(provider_issuer) BETWEEN 1 AND 1000),
    ADD COLUMN provider_subject text CHECK (char_length(provider_subject) BETWEEN 1 AND 1000),
    ADD CONSTRAINT users_provider_whole CHECK (num_nonnulls(provider_issuer, provider_subject) <> 1);
CREATE UNIQUE INDEX users_provider_key ON users (provider_issuer, provider_subject) WHERE provider_subject IS NOT NULL;
