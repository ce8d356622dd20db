-- A table of metadata may name assets by their files.
CREATE INDEX assets_original_filename ON assets (original_filename);
