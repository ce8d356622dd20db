#include "client/import_bucket.hpp"

#include <fmt/format.h>

#include <boost/asio/this_coro.hpp>

#include "client/connection.hpp"
#include "client/file_bytes.hpp"
#include "client/importer.hpp"
#include "domain/asset/master_format.hpp"

namespace acervo::client {
namespace {

constexpr std::string_view kScheme = "s3://";

/// Bytes of an object that is opened when the first of them are asked for.
class ObjectRange final : public ByteSource {
public:
    ObjectRange(ObjectStore& store, ObjectAddress object, std::string etag, ByteRange range)
        : store_{store},
          object_{std::move(object)},
          etag_{std::move(etag)},
          range_{range},
          left_{*range.last - range.first + 1},
          size_{left_} {}

    Async<Result<std::size_t>> read(std::span<char> into) override {
        if (!body_) CO_TRY(co_await open());
        const auto count = CO_TRY(co_await body_->read(into));
        if (count > left_ || (count == 0 && left_ > 0)) {
            co_return fail(ErrorKind::Unavailable, "the object ended before its size");
        }
        left_ -= count;
        co_return count;
    }
    std::optional<std::uint64_t> size() const noexcept override { return size_; }

private:
    Async<Result<void>> open() {
        auto stream = CO_TRY(co_await store_.get(object_, range_));
        if (stream.info.etag != etag_) co_return fail(ErrorKind::Conflict, "the object was overwritten");
        body_ = std::move(stream.body);
        co_return ok();
    }

    ObjectStore& store_;
    ObjectAddress object_;
    std::string etag_;
    ByteRange range_;
    std::uint64_t left_;
    std::uint64_t size_;
    std::unique_ptr<ByteSource> body_;
};

class ObjectSource final : public UploadSource {
public:
    ObjectSource(ObjectStore& store, ObjectAddress object, ObjectInfo info)
        : store_{store},
          object_{std::move(object)},
          info_{std::move(info)},
          identity_{fmt::format("{}\n{}\n{}\n{}", object_.bucket, object_.key, info_.size, info_.etag)} {}

    std::uint64_t size() const noexcept override { return info_.size; }
    const std::string& identity() const noexcept override { return identity_; }
    std::unique_ptr<ByteSource> range(std::uint64_t offset, std::uint64_t length) const override {
        if (length == 0) return std::make_unique<StringSource>("");
        const ByteRange bytes{.first = offset, .last = offset + length - 1};
        return std::make_unique<ObjectRange>(store_, object_, info_.etag, bytes);
    }
    /// Each range is of the object with this ETag.
    Result<void> check() const override { return ok(); }
    bool is_local() const noexcept override { return false; }
    Async<Result<ContentHash>> hash() const override {
        constexpr std::size_t kChunk = std::size_t{256} << 10;
        Sha256Stream digest;
        std::vector<char> chunk(kChunk);
        const auto all = range(0, info_.size);
        for (;;) {
            const auto count = CO_TRY(co_await all->read(chunk));
            if (count == 0) co_return finished(digest);
            digest.add(std::span<const char>{chunk}.first(count));
        }
    }

private:
    ObjectStore& store_;
    ObjectAddress object_;
    ObjectInfo info_;
    std::string identity_;
};

class ObjectItem final : public ImportItem {
public:
    ObjectItem(ObjectStore& store, ObjectAddress object)
        : store_{store}, object_{std::move(object)}, name_{fmt::format("s3://{}/{}", object_.bucket, object_.key)} {}

    const std::string& name() const noexcept override { return name_; }
    std::string filename() const override { return object_.key.substr(object_.key.rfind('/') + 1); }
    Async<Result<std::shared_ptr<const UploadSource>>> open() const override {
        auto info = CO_TRY(co_await store_.head(object_));
        co_return std::make_shared<ObjectSource>(store_, object_, std::move(info));
    }
    Async<Result<std::optional<std::string>>> sidecar() const override {
        auto stream = co_await store_.get({object_.bucket, object_.key + ".json"}, std::nullopt);
        if (!stream && stream.error().kind() == ErrorKind::NotFound) co_return std::nullopt;
        if (!stream) co_return fail(stream.error());
        co_return CO_TRY(co_await read_all(*stream->body, kLargestSidecar));
    }

private:
    ObjectStore& store_;
    ObjectAddress object_;
    std::string name_;
};

/// Bucket and prefix.
Result<ObjectAddress> address_of(std::string_view text) {
    const auto rest = text.starts_with(kScheme) ? text.substr(kScheme.size()) : std::string_view{};
    const auto slash = rest.find('/');
    const auto bucket = rest.substr(0, slash);
    if (bucket.empty()) return fail(ErrorKind::InvalidInput, fmt::format("{} is not s3://bucket/prefix", text));
    return ObjectAddress{std::string{bucket},
                         slash == std::string_view::npos ? std::string{} : std::string{rest.substr(slash + 1)}};
}

/// By its name, as `files_of` chooses files.
bool is_master(std::string_view key) {
    const auto name = key.substr(key.rfind('/') + 1);
    const MasterFormats formats;
    return !name.empty() && !name.starts_with('.') && !key.contains("/.") && !key.starts_with('.') &&
           formats.find(name, "application/octet-stream").has_value();
}

}  // namespace

Async<Result<void>> import_bucket(Settings settings, ImportBucketCommand command) {
    const auto prefix = CO_TRY(address_of(command.address));
    const auto store = CO_TRY(command.open_store(co_await boost::asio::this_coro::executor));
    auto connection = CO_TRY(co_await connect(settings));
    const auto source = fmt::format("{}/{}/{}", command.endpoint, prefix.bucket, prefix.key);
    auto log = CO_TRY(ImportLog::open(settings.credentials.file().parent_path() / "imports", settings.server, source));
    Importer importer{*connection, std::move(settings), std::move(log), command.parallel_parts};
    for (std::string cursor;;) {
        const auto page = CO_TRY(co_await store->list(prefix, cursor));
        for (const auto& entry : page.entries) {
            if (!is_master(entry.key)) continue;
            ObjectAddress object{prefix.bucket, entry.key};
            auto item = std::make_unique<ObjectItem>(*store, std::move(object));
            co_await importer.take(std::move(item));
        }
        if (page.next.empty()) co_return importer.finish();
        cursor = page.next;
    }
}

}  // namespace acervo::client
