#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "app/access/access.hpp"
#include "app/uploads/part_addresses.hpp"
#include "app/uploads/uploads.hpp"
#include "domain/asset/master_format.hpp"
#include "store/uploads/uploads.hpp"

namespace acervo {
namespace {

Error wrong_size(std::uint64_t size) {
    return Error{ErrorKind::InvalidInput,
                 fmt::format("the body must have {} bytes, as the upload was opened for", size)};
}

/// A body that ends with UnsupportedType where its first bytes tell that it is no master.
class MasterBody final : public ByteSource {
public:
    explicit MasterBody(ByteSource& body) : body_{body} {}

    Async<Result<std::size_t>> read(std::span<char> into) override {
        const auto count = CO_TRY(co_await body_.read(into));
        if (first_.size() < kLooksAt) {
            first_.append(into.data(), std::min(count, kLooksAt - first_.size()));
            if (const auto what = foreign_content(first_)) {
                co_return fail(ErrorKind::UnsupportedType, fmt::format("the content is {}, not a master", *what));
            }
        }
        co_return count;
    }
    std::optional<std::uint64_t> size() const noexcept override { return body_.size(); }

private:
    ByteSource& body_;
    std::string first_;
};

/// The next bytes of a body as a source of their own.
class PartOfBody final : public ByteSource {
public:
    PartOfBody(ByteSource& body, std::uint64_t size) : body_{body}, left_{size}, size_{size} {}

    Async<Result<std::size_t>> read(std::span<char> into) override {
        if (left_ == 0) co_return 0;
        const auto wanted = std::min<std::uint64_t>(into.size(), left_);
        const auto count = CO_TRY(co_await body_.read(into.first(wanted)));
        if (count == 0) co_return fail(wrong_size(size_));
        left_ -= count;
        co_return count;
    }
    std::optional<std::uint64_t> size() const noexcept override { return size_; }

private:
    ByteSource& body_;
    std::uint64_t left_;
    std::uint64_t size_;
};

Result<void> check(const Upload& upload, const ByteSource& body, const UploadRules& rules) {
    if (upload.plan.file_size() > rules.largest_direct) {
        return fail(ErrorKind::TooLarge,
                    fmt::format("more than {} bytes go in parts to their addresses", rules.largest_direct));
    }
    if (body.size() && *body.size() != upload.plan.file_size()) return fail(wrong_size(upload.plan.file_size()));
    return ok();
}

Async<Result<std::vector<UploadedPart>>> send_on(Uploads& uploads, Upload upload, ByteSource& body) {
    const ObjectAddress object{upload.bucket, upload.storage_key};
    std::vector<UploadedPart> parts;
    for (int number = 1; number <= upload.plan.part_count(); ++number) {
        auto part = std::make_unique<PartOfBody>(body, upload.plan.size_of(number));
        parts.push_back(
            CO_TRY(co_await uploads.objects.upload_part(object, upload.multipart_id, number, std::move(part))));
    }
    std::array<char, 1> more{};
    if (CO_TRY(co_await body.read(more)) > 0) co_return fail(wrong_size(upload.plan.file_size()));
    co_return parts;
}

Async<Result<CompletedUpload>> take(Uploads& uploads, Caller caller, AssetId asset, ByteSource& body) {
    CO_TRY(co_await asset_for(uploads.database, caller, asset, Right::Edit));
    auto upload = CO_TRY(co_await find_upload_of(uploads.database, asset));
    CO_TRY(check(upload, body, uploads.rules));
    if (upload.status != UploadStatus::Open) {
        co_return fail(ErrorKind::Conflict, fmt::format("the upload is {}", name_of(upload.status)));
    }
    upload.multipart_id = CO_TRY(co_await multipart_at_store(uploads, upload));
    MasterBody master{body};
    Completion completion;
    completion.parts = CO_TRY(co_await send_on(uploads, std::move(upload), master));
    co_return co_await complete_upload(uploads, std::move(caller), asset, std::move(completion));
}

/// A client that is cut off while it sends does not read why.
Async<void> drop_rest(ByteSource& body, std::uint64_t limit) {
    constexpr std::size_t kChunk = std::size_t{64} << 10;
    std::vector<char> chunk(kChunk);
    for (std::uint64_t dropped = 0; dropped <= limit;) {
        const auto count = co_await body.read(chunk);
        if (!count || *count == 0) co_return;
        dropped += *count;
    }
}

}  // namespace

Async<Result<CompletedUpload>> receive_content(Uploads& uploads, Caller caller, AssetId asset,
                                               std::unique_ptr<ByteSource> body) {
    auto taken = co_await take(uploads, std::move(caller), asset, *body);
    if (!taken && body->size().value_or(0) <= uploads.rules.largest_direct) {
        co_await drop_rest(*body, uploads.rules.largest_direct);
    }
    co_return taken;
}

}  // namespace acervo
