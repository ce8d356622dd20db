#pragma once

#include <string>
#include <vector>

#include "client/commands.hpp"

/// Trash, archive and holds, and what editorial metadata may hold, on the command line.
namespace acervo::client {

/// Of assets given by id every one is tried; the first error is answered at the end.
Async<Result<void>> trash_assets(Settings settings, std::vector<std::string> assets);
Async<Result<void>> restore_assets(Settings settings, std::vector<std::string> assets);
Async<Result<void>> archive_assets(Settings settings, std::vector<std::string> assets);
Async<Result<void>> unarchive_assets(Settings settings, std::vector<std::string> assets);
Async<Result<void>> hold_assets(Settings settings, std::vector<std::string> assets, std::string reason);
Async<Result<void>> release_assets(Settings settings, std::vector<std::string> assets);
Async<Result<void>> restrict_assets(Settings settings, std::vector<std::string> assets);
Async<Result<void>> unrestrict_assets(Settings settings, std::vector<std::string> assets);

/// The masters it has had, newest first.
Async<Result<void>> show_versions(Settings settings, std::string asset_id);
/// Makes one of them the current one.
Async<Result<void>> restore_version(Settings settings, std::string asset_id, int version);

/// How far the ingest of an asset is: a line for each rendition.
Async<Result<void>> show_processing(Settings settings, std::string asset_id);
Async<Result<void>> retry_ingests(Settings settings, std::vector<std::string> assets);
Async<Result<void>> cancel_ingests(Settings settings, std::vector<std::string> assets);

/// Where it can be played, and until when.
Async<Result<void>> show_playback(Settings settings, std::string asset_id);

/// What was made of it, by profile.
Async<Result<void>> show_renditions(Settings settings, std::string asset_id);

/// What it is to others, and others to it.
Async<Result<void>> show_relations(Settings settings, std::string asset_id);
/// One of a type from one asset to another.
struct RelationCommand {
    std::string source;
    std::string type;
    std::string target;
};
Async<Result<void>> relate_assets(Settings settings, RelationCommand command);
Async<Result<void>> unrelate_assets(Settings settings, RelationCommand command);

/// As JSON.
Async<Result<void>> show_metadata_schema(Settings settings, std::string type);

struct SchemaCommand {
    std::string type;
    /// A JSON file: `{"fields": […]}`, as `show` prints it.
    std::string file;
    bool accept_breaking{false};
};
/// Says which assets would break.
Async<Result<void>> preview_metadata_schema(Settings settings, SchemaCommand command);
/// In place of the one that is in force when the command begins.
Async<Result<void>> put_metadata_schema(Settings settings, SchemaCommand command);

}  // namespace acervo::client
