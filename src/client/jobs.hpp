#pragma once

#include <optional>
#include <string>
#include <vector>

#include "client/asset_edits.hpp"

/// Work on many assets, on the command line.
namespace acervo::client {

/// Which assets.
struct SelectionCommand {
    /// The assets themselves; or, without any, those that the filters find.
    std::vector<std::string> assets;
    /// Every asset that one may see: without a filter that must be meant.
    bool all{false};
    std::string type;
    std::string status;
    std::string collection;
    std::string created_from;
    std::string created_to;
    std::string tag;
    std::vector<std::string> excluded;
};

struct BulkEditCommand {
    SelectionCommand selection;
    /// What shall change; its asset and `force` mean nothing here.
    EditCommand change;
    std::vector<std::string> add_tags;
    std::vector<std::string> remove_tags;
    /// Until the job has ended.
    bool wait{false};
};
/// Prints the job. InvalidInput when neither assets nor filters nor `all` are given.
Async<Result<void>> bulk_edit(Settings settings, BulkEditCommand command);

struct CacheCommand {
    SelectionCommand selection;
    /// Until the job has ended.
    bool wait{false};
};
/// Print the job, as `bulk_edit`.
Async<Result<void>> warm_cache(Settings settings, CacheCommand command);
Async<Result<void>> invalidate_cache(Settings settings, CacheCommand command);

struct JobCommand {
    std::string job_id;
    bool wait{false};
    /// Every asset with its outcome, too; only those with this one, when it is given.
    bool assets{false};
    std::string outcome;
};
Async<Result<void>> show_job(Settings settings, JobCommand command);
Async<Result<void>> cancel_job(Settings settings, JobCommand command);
Async<Result<void>> undo_job(Settings settings, JobCommand command);

}  // namespace acervo::client
