#include "client/upload_source.hpp"

#include "client/file_bytes.hpp"

namespace acervo::client {
namespace {

class FileSource final : public UploadSource {
public:
    explicit FileSource(std::shared_ptr<const InputFile> file) : file_{std::move(file)} {}

    std::uint64_t size() const noexcept override { return file_->size(); }
    const std::string& identity() const noexcept override { return file_->identity(); }
    std::unique_ptr<ByteSource> range(std::uint64_t offset, std::uint64_t length) const override {
        return file_range(file_, offset, length);
    }
    Async<Result<ContentHash>> hash() const override { co_return hash_of(*file_); }

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
