#include "activities/transcode/store_files.hpp"

#include <algorithm>

#include "core/digest.hpp"
#include "core/input_file.hpp"

namespace acervo::activities {
namespace {

/// Up to here one request; above, parts of this size, of which 10,000 make 640 GB.
constexpr std::uint64_t kPart = 64ULL << 20U;

/// Passes bytes on and hashes them.
class HashedSource final : public ByteSource {
public:
    HashedSource(std::unique_ptr<ByteSource> source, Sha256Stream& hash) : source_{std::move(source)}, hash_{hash} {}
    Async<Result<std::size_t>> read(std::span<char> into) override {
        const auto got = CO_TRY(co_await source_->read(into));
        hash_.add(into.first(got));
        co_return got;
    }
    std::optional<std::uint64_t> size() const noexcept override { return source_->size(); }

private:
    std::unique_ptr<ByteSource> source_;
    Sha256Stream& hash_;
};

Async<Result<ObjectInfo>> put_parts(ObjectStore& objects, FileToStore file, std::shared_ptr<const InputFile> bytes,
                                    std::string upload, Sha256Stream* hash) {
    std::vector<UploadedPart> parts;
    for (std::uint64_t at = 0; at < bytes->size(); at += kPart) {
        auto range = file_range(bytes, at, std::min(kPart, bytes->size() - at));
        auto body = std::make_unique<HashedSource>(std::move(range), *hash);
        const int number = static_cast<int>(parts.size()) + 1;
        parts.push_back(CO_TRY(co_await objects.upload_part(file.object, upload, number, std::move(body))));
    }
    co_return co_await objects.complete_multipart(file.object, upload, std::move(parts));
}

Async<Result<ObjectInfo>> put_large(ObjectStore& objects, FileToStore file, std::shared_ptr<const InputFile> bytes,
                                    Sha256Stream* hash) {
    const auto upload = CO_TRY(co_await objects.create_multipart(file.object, file.file.mime_type));
    auto done = co_await put_parts(objects, file, std::move(bytes), upload, hash);
    if (!done) (void)co_await objects.abort_multipart(file.object, upload);
    co_return done;
}

Async<Result<StoredRendition::Object>> store_file(ObjectStore& objects, FileToStore file) {
    const auto bytes = CO_TRY(InputFile::open(file.file.path));
    if (bytes->size() != file.file.size_bytes) {
        co_return fail(ErrorKind::Internal, file.file.filename + " has changed since it was verified");
    }
    Sha256Stream hash;
    if (bytes->size() > kPart) {
        auto stored = CO_TRY(co_await put_large(objects, file, bytes, &hash));
        co_return StoredRendition::Object{file.object.key, bytes->size(), std::move(stored.etag), hash.finish()};
    }
    auto body = std::make_unique<HashedSource>(file_range(bytes, 0, bytes->size()), hash);
    auto stored = CO_TRY(co_await objects.put(file.object, std::move(body), file.file.mime_type));
    co_return StoredRendition::Object{file.object.key, bytes->size(), std::move(stored.etag), hash.finish()};
}

}  // namespace

Async<Result<std::vector<StoredRendition::Object>>> store_files(ObjectStore& objects, std::vector<FileToStore> files) {
    std::vector<StoredRendition::Object> stored;
    for (auto& file : files) stored.push_back(CO_TRY(co_await store_file(objects, std::move(file))));
    co_return stored;
}

}  // namespace acervo::activities
