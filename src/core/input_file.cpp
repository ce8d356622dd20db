#include "core/input_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace acervo {
namespace {

class FileRange final : public ByteSource {
public:
    FileRange(std::shared_ptr<const InputFile> file, std::uint64_t offset, std::uint64_t length)
        : file_{std::move(file)}, offset_{offset}, left_{length}, size_{length} {}

    Async<Result<std::size_t>> read(std::span<char> into) override {
        if (left_ == 0) co_return 0;
        const auto wanted = std::min<std::uint64_t>(into.size(), left_);
        const auto count = CO_TRY(file_->read_at(offset_, into.first(wanted)));
        if (count == 0) co_return fail(ErrorKind::Internal, "the file became shorter while it was read");
        offset_ += count;
        left_ -= count;
        co_return count;
    }
    std::optional<std::uint64_t> size() const noexcept override { return size_; }

private:
    std::shared_ptr<const InputFile> file_;
    std::uint64_t offset_;
    std::uint64_t left_;
    std::uint64_t size_;
};

}  // namespace

Result<std::shared_ptr<const InputFile>> InputFile::open(const std::filesystem::path& path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
        const auto reason = std::generic_category().message(errno);
        return fail(ErrorKind::NotFound, fmt::format("cannot open {}: {}", path.string(), reason));
    }
    struct stat about{};
    if (::fstat(descriptor, &about) != 0 || !S_ISREG(about.st_mode)) {
        ::close(descriptor);
        return fail(ErrorKind::InvalidInput, fmt::format("{} is not a regular file", path.string()));
    }
    const auto size = static_cast<std::uint64_t>(about.st_size);
    std::error_code failed;
    auto identity = fmt::format("{}\n{}\n{}.{:09}", std::filesystem::absolute(path, failed).string(), size,
                                about.st_mtim.tv_sec, about.st_mtim.tv_nsec);
    return std::shared_ptr<const InputFile>{new InputFile{descriptor, size, about.st_mtim, std::move(identity)}};
}

InputFile::~InputFile() { ::close(descriptor_); }

Result<std::size_t> InputFile::read_at(std::uint64_t offset, std::span<char> into) const {
    std::size_t filled = 0;
    while (filled < into.size()) {
        const auto count =
            ::pread(descriptor_, into.data() + filled, into.size() - filled, static_cast<off_t>(offset + filled));
        if (count < 0 && errno == EINTR) continue;
        if (count < 0)
            return fail(ErrorKind::Internal, "reading the file failed: " + std::generic_category().message(errno));
        if (count == 0) break;
        filled += static_cast<std::size_t>(count);
    }
    return filled;
}

std::unique_ptr<ByteSource> file_range(std::shared_ptr<const InputFile> file, std::uint64_t offset,
                                       std::uint64_t length) {
    return std::make_unique<FileRange>(std::move(file), offset, length);
}

Result<void> InputFile::check() const {
    struct stat about{};
    const bool is_known = ::fstat(descriptor_, &about) == 0;
    if (is_known && static_cast<std::uint64_t>(about.st_size) == size_ && about.st_mtim.tv_sec == changed_.tv_sec &&
        about.st_mtim.tv_nsec == changed_.tv_nsec) {
        return ok();
    }
    return fail(ErrorKind::Conflict, "the file changed while it was sent");
}

}  // namespace acervo
