#include "activities/ingest/fetch_master.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <vector>

#include "activities/failures.hpp"
#include "core/digest.hpp"
#include "core/sleep.hpp"

namespace acervo::activities {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kChunk = 256 * 1024;
/// Another job of this host is bringing the same master.
constexpr auto kPoll = 200ms;

/// The draft's file: what lies in it is hashed, what comes is added to both.
class Receiving {
public:
    static Result<Receiving> open(const std::filesystem::path& file) {
        const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
        if (descriptor < 0)
            return fail(ErrorKind::Internal, "cannot write " + file.string() + ": " + std::strerror(errno));
        return Receiving{descriptor};
    }
    Receiving(Receiving&& other) noexcept
        : descriptor_{std::exchange(other.descriptor_, -1)}, size_{other.size_}, hash_{std::move(other.hash_)} {}
    Receiving& operator=(Receiving&&) = delete;
    ~Receiving() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }

    /// Hashes the next piece of what was there before; false at its end.
    Result<bool> take_up(std::span<char> buffer) {
        const auto got = ::pread(descriptor_, buffer.data(), buffer.size(), static_cast<off_t>(size_));
        if (got < 0) return fail(ErrorKind::Internal, std::string{"cannot read scratch: "} + std::strerror(errno));
        hash_.add(buffer.first(static_cast<std::size_t>(got)));
        size_ += static_cast<std::uint64_t>(got);
        return got > 0;
    }
    Result<void> add(std::span<const char> bytes) {
        hash_.add(bytes);
        while (!bytes.empty()) {
            const auto put = ::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(size_));
            if (put < 0 && errno == ENOSPC) return fail(ErrorKind::Unavailable, "the disk of scratch is full");
            if (put < 0) return fail(ErrorKind::Internal, std::string{"cannot write scratch: "} + std::strerror(errno));
            bytes = bytes.subspan(static_cast<std::size_t>(put));
            size_ += static_cast<std::uint64_t>(put);
        }
        return ok();
    }
    Result<void> start_again() {
        if (::ftruncate(descriptor_, 0) != 0) return fail(ErrorKind::Internal, "cannot empty a file of scratch");
        size_ = 0;
        hash_ = Sha256Stream{};
        return ok();
    }
    std::uint64_t size() const noexcept { return size_; }
    std::string finish() { return hash_.finish(); }

private:
    explicit Receiving(int descriptor) noexcept : descriptor_{descriptor} {}
    int descriptor_;
    std::uint64_t size_{0};
    Sha256Stream hash_;
};

/// What lies there already is hashed again, at most one byte more than there can be.
Async<void> take_up_all(Receiving* file, std::uint64_t most) {
    std::vector<char> buffer(kChunk);
    while (file->size() <= most && need(dependency::kScratch, file->take_up(buffer))) {
        // Others of this loop have their turn.
        co_await sleep_for(0s);
    }
}

Async<void> receive_rest(ObjectStore* objects, const IngestMaster* master, Receiving* file) {
    std::vector<char> buffer(kChunk);
    const ByteRange rest{.first = file->size(), .last = std::nullopt};
    auto stream = need(dependency::kObjectStorage, co_await objects->get(master->object, rest));
    for (;;) {
        const auto got = need(dependency::kObjectStorage, co_await stream.body->read(buffer));
        if (got == 0) break;
        need(dependency::kScratch, file->add(std::span<const char>{buffer}.first(got)));
    }
    if (file->size() != master->file_size_bytes) {
        const auto words =
            fmt::format("object storage gave {} bytes of a master of {}", file->size(), master->file_size_bytes);
        need(dependency::kObjectStorage, Result<void>{fail(ErrorKind::Internal, words)});
    }
}

/// The SHA-256 of the whole file.
Async<std::string> receive(ObjectStore* objects, const IngestMaster* master, Receiving* file) {
    co_await take_up_all(file, master->file_size_bytes);
    if (file->size() > master->file_size_bytes) need(dependency::kScratch, file->start_again());
    if (file->size() < master->file_size_bytes) co_await receive_rest(objects, master, file);
    co_return file->finish();
}

Async<MasterFile> find_or_fetch(Scratch* scratch, ObjectStore* objects, const IngestMaster* master) {
    const auto name = master->upload.to_string();
    const auto extension = std::filesystem::path{master->object.key}.extension().string();
    for (;;) {
        auto found = need(dependency::kScratch, scratch->find_master(name));
        if (found) co_return *std::move(found);
        auto draft = need(dependency::kScratch, scratch->begin_master(name, extension, master->file_size_bytes));
        if (draft) {
            auto file = need(dependency::kScratch, Receiving::open(draft->part()));
            auto hash = co_await receive(objects, master, &file);
            co_return need(dependency::kScratch, std::move(*draft).keep(std::move(hash)));
        }
        co_await sleep_for(kPoll);
    }
}

}  // namespace

Async<MasterFile> fetch_master(Scratch* scratch, ObjectStore* objects, IngestMaster master,
                               std::optional<ContentHash> expected) {
    auto file = co_await find_or_fetch(scratch, objects, &master);
    if (!expected || expected->to_string() == file.sha256()) co_return file;
    // A disk may have damaged what a process that died had brought: the store has the last word.
    std::move(file).distrust();
    co_return co_await find_or_fetch(scratch, objects, &master);
}

}  // namespace acervo::activities
