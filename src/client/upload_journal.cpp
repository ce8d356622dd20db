#include "client/upload_journal.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

#include "core/digest.hpp"
#include "core/id.hpp"

namespace acervo::client {

UploadJournal::UploadJournal(const std::filesystem::path& folder, const std::string& server,
                             const std::string& identity, const std::string& body)
    : entry_{folder / sha256_hex(server + '\n' + identity + '\n' + body)} {}

Result<std::string> UploadJournal::key() {
    std::string found;
    if (std::ifstream stream{entry_}; stream && std::getline(stream, found) && Uuid::parse(found)) {
        resumed_ = true;
        return found;
    }
    const auto cannot = [this] { return fail(ErrorKind::Internal, fmt::format("cannot write {}", entry_.string())); };
    std::error_code ignored;
    std::filesystem::create_directories(entry_.parent_path(), ignored);
    auto key = Uuid::make().to_string();
    const auto draft = entry_.string() + "." + key;
    const int descriptor = ::open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (descriptor < 0) return cannot();
    const auto line = key + "\n";
    const bool written =
        ::write(descriptor, line.data(), line.size()) == static_cast<ssize_t>(line.size()) && ::fsync(descriptor) == 0;
    const bool closed = ::close(descriptor) == 0;
    if (!written || !closed || ::rename(draft.c_str(), entry_.c_str()) != 0) return cannot();
    return key;
}

void UploadJournal::forget() const {
    std::error_code ignored;
    std::filesystem::remove(entry_, ignored);
}

}  // namespace acervo::client
