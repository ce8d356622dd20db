#include "client/import_log.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <sstream>
#include <utility>

#include "core/digest.hpp"

namespace acervo::client {

Result<ImportLog> ImportLog::open(const std::filesystem::path& folder, const std::string& server,
                                  const std::filesystem::path& source) {
    std::error_code ignored;
    std::filesystem::create_directories(folder, ignored);
    const auto file = folder / sha256_hex(server + '\n' + std::filesystem::absolute(source, ignored).string());
    const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (descriptor < 0) return fail(ErrorKind::Internal, fmt::format("cannot write {}", file.string()));
    ImportLog log{descriptor};
    std::ifstream stream{file};
    for (std::string line; std::getline(stream, line);) {
        std::istringstream words{line};
        std::string identity;
        std::string asset;
        // A line that was cut has no end; what it stood for is done again, which changes nothing.
        if (words >> identity >> asset && line.ends_with('.')) log.done_[identity] = asset;
    }
    return log;
}

ImportLog::ImportLog(ImportLog&& other) noexcept
    : descriptor_{std::exchange(other.descriptor_, -1)}, done_{std::move(other.done_)} {}

ImportLog::~ImportLog() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

bool ImportLog::has(const std::string& identity) const { return done_.contains(sha256_hex(identity)); }

Result<void> ImportLog::add(const std::string& identity, const std::string& asset_id) {
    const auto digest = sha256_hex(identity);
    // On a line of its own even behind one that was cut.
    const auto line = fmt::format("\n{} {} .", digest, asset_id);
    const bool written = ::write(descriptor_, line.data(), line.size()) == static_cast<ssize_t>(line.size());
    if (!written || ::fsync(descriptor_) != 0) return fail(ErrorKind::Internal, "cannot write the log of the import");
    done_[digest] = asset_id;
    return ok();
}

}  // namespace acervo::client
