#pragma once

#include <chrono>
#include <filesystem>
#include <string>

#include "client/commands.hpp"
#include "core/async.hpp"
#include "core/result.hpp"

namespace acervo::client {

struct ImportCommand {
    std::filesystem::path folder;
    int parallel_parts{4};
};
/// Uploads every master below a folder, with what its side-car says: `clip.mp4.json` beside `clip.mp4`, an object with
/// `title`, `description` and `external_id`. Files that an earlier run has finished are passed over; the one it was cut
/// in is gone on with. A file that fails is told and does not end the others; a report is printed at the end, and it is
/// an error when a file failed.
Async<Result<void>> import_folder(Settings settings, ImportCommand command);

struct WatchCommand {
    std::filesystem::path folder;
    int parallel_parts{4};
    /// How long a file and its side-car must not have changed before they are taken.
    std::chrono::seconds settle{10};
    std::chrono::seconds pause{2};
    /// Ends when nothing is left to take or to wait for; else only by a signal.
    bool once{false};
};
/// The same for files as they arrive. A file that grows is never taken: its size and time of change must have stood
/// still, between the looks of this program, for `settle`. One that failed is tried again when it changes.
Async<Result<void>> watch_folder(Settings settings, WatchCommand command);

}  // namespace acervo::client
