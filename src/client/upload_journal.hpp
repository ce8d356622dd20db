#pragma once

#include <filesystem>
#include <string>

#include "core/result.hpp"

namespace acervo::client {

/// What is remembered of an upload until it is done, so that the same command goes on with it after this program or the
/// machine died: the Idempotency-Key under which it was opened. Under that key the server answers the same upload, and
/// the store tells which parts it has. One small file for each server, file (path, size, time of change) and order:
/// whatever of these changes begins another upload.
class UploadJournal {
public:
    /// Below `folder`; `identity` as of UploadSource, `body` is that of the request which opens the upload.
    UploadJournal(const std::filesystem::path& folder, const std::string& server, const std::string& identity,
                  const std::string& body);

    /// The key of an earlier run, or a new one that is on the disk when this answers.
    Result<std::string> key();
    /// Whether `key` was there before.
    bool is_resumed() const noexcept { return resumed_; }
    /// The upload is done, or cannot be gone on with.
    void forget() const;

private:
    std::filesystem::path entry_;
    bool resumed_{false};
};

}  // namespace acervo::client
