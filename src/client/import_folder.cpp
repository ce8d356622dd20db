#include "client/import_folder.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <chrono>
#include <fstream>
#include <map>
#include <sstream>

#include "client/connection.hpp"
#include "client/file_bytes.hpp"
#include "client/import_log.hpp"
#include "client/importer.hpp"
#include "client/upload_sources.hpp"
#include "core/sleep.hpp"

namespace acervo::client {
namespace {

namespace fs = std::filesystem;
using SteadyTime = std::chrono::steady_clock::time_point;

fs::path sidecar_of(const fs::path& file) { return file.string() + ".json"; }

class FileItem final : public ImportItem {
public:
    explicit FileItem(fs::path file) : file_{std::move(file)}, name_{file_.string()} {}

    const std::string& name() const noexcept override { return name_; }
    std::string filename() const override { return file_.filename().string(); }
    Async<Result<std::shared_ptr<const UploadSource>>> open() const override { co_return open_file_source(file_); }
    Async<Result<std::optional<std::string>>> sidecar() const override {
        std::error_code failed;
        const auto sidecar = sidecar_of(file_);
        if (!fs::exists(sidecar, failed)) co_return std::nullopt;
        if (fs::file_size(sidecar, failed) > kLargestSidecar || failed) {
            co_return fail(ErrorKind::InvalidInput, fmt::format("{}: cannot be read", sidecar.filename().string()));
        }
        std::ifstream stream{sidecar};
        std::ostringstream text;
        text << stream.rdbuf();
        co_return text.str();
    }

private:
    fs::path file_;
    std::string name_;
};

Result<ImportLog> log_of(const Settings& settings, const fs::path& folder) {
    std::error_code failed;
    if (!fs::is_directory(folder, failed)) {
        return fail(ErrorKind::NotFound, fmt::format("{} is not a folder", folder.string()));
    }
    return ImportLog::open(settings.credentials.file().parent_path() / "imports", settings.server, folder);
}

/// Size and time of change of a file and its side-car.
std::string state_of(const fs::path& file) {
    std::string state;
    for (const auto& path : {file, sidecar_of(file)}) {
        struct stat about{};
        if (::stat(path.c_str(), &about) != 0) continue;
        state += fmt::format("{} {}.{} ", about.st_size, about.st_mtim.tv_sec, about.st_mtim.tv_nsec);
    }
    return state;
}

/// Which files stand still.
class Settling {
public:
    explicit Settling(std::chrono::seconds time) : time_{time} {}

    /// Whether the file is as it was at every look of the last `time`.
    bool stands_still(const fs::path& file, SteadyTime now) {
        auto state = state_of(file);
        auto& seen = seen_[file.string()];
        if (seen.state != state) seen = {.state = std::move(state), .since = now, .tried = false};
        return now - seen.since >= time_;
    }
    /// Once for each state.
    bool first_try(const fs::path& file) { return !std::exchange(seen_[file.string()].tried, true); }

private:
    struct Seen {
        std::string state;
        SteadyTime since;
        bool tried{false};
    };
    std::chrono::seconds time_;
    std::map<std::string, Seen> seen_;
};

/// How many files are still to be waited for.
Async<int> look(Importer& importer, Settling& settling, fs::path folder) {
    int waiting = 0;
    const auto files = files_of({std::move(folder)});
    if (!files) co_return 1;  // the folder went away, and may come back
    for (const auto& file : *files) {
        const auto input = InputFile::open(file);
        if (!input || importer.is_done((*input)->identity())) continue;
        if (!settling.stands_still(file, std::chrono::steady_clock::now())) {
            ++waiting;
        } else if (settling.first_try(file)) {
            auto item = std::make_unique<FileItem>(file);
            co_await importer.take(std::move(item));
        }
    }
    co_return waiting;
}

}  // namespace

Async<Result<void>> import_folder(Settings settings, ImportCommand command) {
    auto connection = CO_TRY(co_await connect(settings));
    auto log = CO_TRY(log_of(settings, command.folder));
    const auto files = CO_TRY(files_of({command.folder}));
    Importer importer{*connection, std::move(settings), std::move(log), command.parallel_parts};
    for (const auto& file : files) {
        auto item = std::make_unique<FileItem>(file);
        co_await importer.take(std::move(item));
    }
    co_return importer.finish();
}

Async<Result<void>> watch_folder(Settings settings, WatchCommand command) {
    auto connection = CO_TRY(co_await connect(settings));
    auto log = CO_TRY(log_of(settings, command.folder));
    Importer importer{*connection, std::move(settings), std::move(log), command.parallel_parts};
    Settling settling{command.settle};
    for (;;) {
        const int waiting = co_await look(importer, settling, command.folder);
        if (command.once && waiting == 0) co_return importer.finish();
        co_await sleep_for(command.pause);
    }
}

}  // namespace acervo::client
