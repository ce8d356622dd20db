#include "client/import_folder.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <boost/json.hpp>
#include <chrono>
#include <fstream>
#include <map>
#include <sstream>

#include "client/connection.hpp"
#include "client/file_bytes.hpp"
#include "client/import_log.hpp"
#include "client/progress.hpp"
#include "client/upload_file.hpp"
#include "client/upload_sources.hpp"
#include "core/sleep.hpp"

namespace acervo::client {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using SteadyTime = std::chrono::steady_clock::time_point;

constexpr std::uintmax_t kLargestSidecar = std::uintmax_t{1} << 20;

fs::path sidecar_of(const fs::path& file) { return file.string() + ".json"; }

Result<void> read_sidecar(const fs::path& file, UploadOrder& order) {
    std::error_code failed;
    const auto sidecar = sidecar_of(file);
    if (!fs::exists(sidecar, failed)) return ok();
    const auto wrong = [&](std::string_view why) {
        return fail(ErrorKind::InvalidInput, fmt::format("{}: {}", sidecar.filename().string(), why));
    };
    if (fs::file_size(sidecar, failed) > kLargestSidecar || failed) return wrong("cannot be read");
    std::ifstream stream{sidecar};
    std::ostringstream text;
    text << stream.rdbuf();
    boost::system::error_code not_json;
    const auto value = json::parse(text.str(), not_json);
    if (not_json || !value.is_object()) return wrong("is not a JSON object");
    for (const auto& [name, member] : value.get_object()) {
        if (!member.is_string()) return wrong(fmt::format("{} must be a text", std::string_view{name}));
        const std::string content{member.get_string()};
        if (name == "title") {
            order.title = content;
        } else if (name == "description") {
            order.description = content;
        } else if (name == "external_id") {
            order.external_id = content;
        } else {
            return wrong(
                fmt::format("{} is not known; title, description and external_id are", std::string_view{name}));
        }
    }
    return ok();
}

struct Report {
    int made{0};
    int existing{0};
    int before{0};
    std::vector<std::pair<std::string, std::string>> failed;
};

/// One folder on its way into the catalogue.
class Importer {
public:
    Importer(Connection& connection, Settings settings, ImportLog log, int parallel_parts)
        : connection_{connection},
          settings_{std::move(settings)},
          log_{std::move(log)},
          parallel_parts_{parallel_parts} {}

    bool is_done(const std::string& identity) const { return log_.has(identity); }

    /// False when it failed, which is told and noted.
    Async<bool> take(fs::path file) {
        auto done = co_await try_to_take(file);
        if (done) co_return true;
        fmt::print(stderr, "{}: {}\n", file.string(), done.error().message());
        report.failed.emplace_back(file.string(), done.error().message());
        co_return false;
    }

    Result<void> finish() const {
        if (settings_.json) {
            json::array failures;
            for (const auto& [file, reason] : report.failed) failures.push_back({{"file", file}, {"reason", reason}});
            const json::object line{{"made", report.made},
                                    {"existing", report.existing},
                                    {"done_before", report.before},
                                    {"failed", failures}};
            print_line(json::serialize(line));
        } else {
            print_line(fmt::format("{} made, {} there already, {} done before, {} failed", report.made, report.existing,
                                   report.before, report.failed.size()));
        }
        if (report.failed.empty()) return ok();
        return fail(ErrorKind::InvalidInput, fmt::format("{} files failed", report.failed.size()));
    }

    Report report;

private:
    Async<Result<void>> try_to_take(fs::path file) {
        const auto identity = CO_TRY(InputFile::open(file))->identity();
        if (log_.has(identity)) {
            ++report.before;
            co_return ok();
        }
        UploadOrder order;
        order.file = file;
        order.parallel_parts = parallel_parts_;
        order.journal = settings_.credentials.file().parent_path() / "uploads";
        CO_TRY(read_sidecar(file, order));
        Progress progress{file.filename().string(), settings_.live_progress};
        const auto show = [&progress](std::uint64_t done, std::uint64_t total) { progress.show(done, total); };
        const auto uploaded = CO_TRY(co_await upload_file(connection_.api(), std::move(order), show));
        progress.finish();
        const auto now = CO_TRY(InputFile::open(file))->identity();
        if (now != identity) {
            co_return fail(ErrorKind::Conflict,
                           fmt::format("it changed while it was sent: {} is what it was before", uploaded.asset_id));
        }
        CO_TRY(log_.add(identity, uploaded.asset_id));
        ++(uploaded.existing ? report.existing : report.made);
        if (!settings_.json) {
            print_line(
                fmt::format("{}  {}{}", uploaded.asset_id, file.string(), uploaded.existing ? "  there already" : ""));
        }
        co_return ok();
    }

    Connection& connection_;
    Settings settings_;
    ImportLog log_;
    int parallel_parts_;
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
            co_await importer.take(file);
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
    for (const auto& file : files) co_await importer.take(file);
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
