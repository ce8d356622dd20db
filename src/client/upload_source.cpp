#include "client/upload_source.hpp"

#include <stop_token>

#include "client/file_bytes.hpp"
#include "core/cpu_pool.hpp"

namespace acervo::client {
namespace {

struct StopAtEnd {
    std::stop_source source;

    StopAtEnd() = default;
    StopAtEnd(const StopAtEnd&) = delete;
    StopAtEnd& operator=(const StopAtEnd&) = delete;
    ~StopAtEnd() { source.request_stop(); }
};

class FileSource final : public UploadSource {
public:
    explicit FileSource(std::shared_ptr<const InputFile> file) : file_{std::move(file)} {}

    std::uint64_t size() const noexcept override { return file_->size(); }
    const std::string& identity() const noexcept override { return file_->identity(); }
    std::unique_ptr<ByteSource> range(std::uint64_t offset, std::uint64_t length) const override {
        return file_range(file_, offset, length);
    }
    Result<void> check() const override { return file_->check(); }
    bool is_local() const noexcept override { return true; }
    Async<Result<ContentHash>> hash() const override {
        CpuPool thread{1, 0};
        // Ends before the thread, which is waited for.
        const StopAtEnd stop;
        auto work = [file = file_, token = stop.source.get_token()] { return hash_of(*file, token); };
        co_return co_await thread.run(std::move(work));
    }

private:
    std::shared_ptr<const InputFile> file_;
};

}  // namespace

Result<std::shared_ptr<const UploadSource>> open_file_source(const std::filesystem::path& file) {
    auto input = InputFile::open(file);
    if (!input) return fail(input.error());
    return std::make_shared<FileSource>(*std::move(input));
}

}  // namespace acervo::client
