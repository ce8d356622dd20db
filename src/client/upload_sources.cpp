#include "client/upload_sources.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "client/file_bytes.hpp"
#include "domain/asset/master_format.hpp"

namespace acervo::client {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kChunk = std::size_t{1} << 20;

bool is_hidden(const fs::path& path) { return path.filename().string().starts_with('.'); }

void add_folder(const fs::path& folder, std::vector<fs::path>& into) {
    const MasterFormats formats;
    std::vector<fs::path> found;
    std::error_code failed;
    constexpr auto kOptions = fs::directory_options::skip_permission_denied;
    for (fs::recursive_directory_iterator at{folder, kOptions, failed}, end; at != end && !failed;
         at.increment(failed)) {
        if (is_hidden(at->path())) {
            at.disable_recursion_pending();
        } else if (!at->is_symlink(failed) && at->is_regular_file(failed) &&  // a link would bring what it points to
                   formats.find(at->path().filename().string(), "application/octet-stream")) {
            found.push_back(at->path());
        }
    }
    std::ranges::sort(found);
    into.insert(into.end(), found.begin(), found.end());
}

Result<ContentHash> copy_and_hash(int from, int to) {
    Sha256Stream digest;
    std::vector<char> chunk(kChunk);
    const auto failed = [] {
        return fail(ErrorKind::Internal, "keeping the input failed: " + std::generic_category().message(errno));
    };
    for (;;) {
        const auto count = ::read(from, chunk.data(), chunk.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return failed();
        if (count == 0) return finished(digest);
        digest.add(std::span<const char>{chunk}.first(static_cast<std::size_t>(count)));
        for (ssize_t done = 0; done < count;) {
            const auto written = ::write(to, chunk.data() + done, static_cast<std::size_t>(count - done));
            if (written < 0 && errno != EINTR) return failed();
            if (written > 0) done += written;
        }
    }
}

}  // namespace

Result<std::vector<fs::path>> files_of(const std::vector<fs::path>& paths) {
    std::vector<fs::path> files;
    for (const auto& path : paths) {
        std::error_code failed;
        if (fs::is_directory(path, failed)) {
            add_folder(path, files);
        } else if (fs::exists(path, failed)) {
            files.push_back(path);
        } else {
            return fail(ErrorKind::NotFound, fmt::format("{} is not there", path.string()));
        }
    }
    return files;
}

Result<SpooledInput> SpooledInput::read(int descriptor) {
    std::error_code failed;
    auto name = (fs::temp_directory_path(failed) / "acervo-input-XXXXXX").string();
    const int file = ::mkstemp(name.data());
    if (file < 0) return fail(ErrorKind::Internal, "there is no place to keep the input");
    auto hash = copy_and_hash(descriptor, file);
    const bool closed = ::close(file) == 0;
    if (hash && closed) return SpooledInput{name, *std::move(hash)};
    fs::remove(name, failed);
    if (!hash) return fail(hash.error());
    return fail(ErrorKind::Internal, "keeping the input failed");
}

SpooledInput::SpooledInput(SpooledInput&& other) noexcept
    : file_{std::exchange(other.file_, {})}, hash_{std::move(other.hash_)} {}

SpooledInput::~SpooledInput() {
    std::error_code ignored;
    if (!file_.empty()) fs::remove(file_, ignored);
}

}  // namespace acervo::client
