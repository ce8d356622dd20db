#pragma once

#include <optional>
#include <string>
#include <vector>

#include "client/commands.hpp"

/// What people say about assets, on the command line.
namespace acervo::client {

struct EditCommand {
    std::string asset_id;
    std::optional<std::string> title;
    std::optional<std::string> description;
    /// In place of all there were.
    std::vector<std::string> tags;
    bool no_tags{false};
    /// `field=value`; a value that is JSON is taken as such, anything else as text.
    std::vector<std::string> set;
    std::vector<std::string> unset;
    /// Whatever others did since.
    bool force{false};
};
/// What the command changes, as a merge patch in JSON.
Result<std::string> merge_patch_of(const EditCommand& command);

/// Upon the asset as it is when the command begins: an edit in between ends it with PreconditionFailed.
Async<Result<void>> edit_asset(Settings settings, EditCommand command);

/// Newest first; every page.
Async<Result<void>> show_history(Settings settings, std::string asset_id);
Async<Result<void>> restore_edit(Settings settings, std::string asset_id, std::string edit_version);

}  // namespace acervo::client
