#include "client/upload_file.hpp"

#include "client/hash_beside.hpp"
#include "client/mime_type.hpp"
#include "client/part_sender.hpp"
#include "client/upload_journal.hpp"
#include "core/id.hpp"
#include "http/generated/decode.hpp"
#include "http/generated/encode.hpp"

namespace acervo::client {
namespace {

namespace api = http::api;

/// A file up to this size is hashed before it is sent: that takes less than a tenth of a second, and what is known
/// costs one request. So is what would be read twice over a network.
constexpr std::uint64_t kHashedFirst = std::uint64_t{64} << 20;

/// What is said of the file, whether it begins an asset or is the new master of one.
template <class Body>
Body body_of(const UploadOrder& order, const UploadSource& file) {
    Body body;
    body.filename = order.name.empty() ? order.file.filename().string() : order.name;
    body.size = static_cast<std::int64_t>(file.size());
    body.mime_type = mime_type_of(body.filename);
    if (order.hash) body.sha256 = order.hash->to_string();
    if (order.force) body.force = true;
    return body;
}

std::string opening_body(const UploadOrder& order, const UploadSource& file) {
    if (!order.version_of.empty()) return encode(body_of<api::OpenVersion>(order, file));
    auto body = body_of<api::OpenUpload>(order, file);
    if (!order.title.empty()) body.title = order.title;
    if (!order.description.empty()) body.description = order.description;
    body.external_id = order.external_id;
    return encode(body);
}

UploadedFile found(const api::AssetView& asset) {
    UploadedFile file{.asset_id = asset.asset_id.to_string(),
                      .workflow_id = {},
                      .status = std::string{name_of(asset.status)},
                      .size = static_cast<std::uint64_t>(asset.size),
                      .parts = 0,
                      .hash = std::nullopt,
                      .existing = false,
                      .resumed_parts = 0};
    if (auto hash = ContentHash::parse(asset.sha256.value_or(""))) file.hash = *std::move(hash);
    return file;
}

Async<Result<UploadedFile>> find_asset(ApiClient& server, AssetId id) {
    const auto answer = CO_TRY(co_await server.call(Method::Get, "/api/v1/assets/" + id.to_string()));
    co_return found(CO_TRY(api::decode_asset_view(answer)));
}

/// From the first part that is missing to the completion, or to the asset that has the bytes already.
Async<Result<UploadedFile>> send_parts(ApiClient& server, UploadOrder order, PartSender& sender) {
    const UploadAim aim{
        .is_hashed = order.with_hash && !order.hash, .is_forced = order.force, .version_of = order.version_of};
    HashBeside beside{server, order.source, aim, sender};
    co_await sender.send(order.parallel_parts, beside.work());
    if (sender.is_overtaken()) {
        if (CO_TRY(co_await sender.resume()) != UploadStatus::Completed) {
            co_return fail(ErrorKind::Unavailable, "the upload was completed and taken back meanwhile");
        }
        const auto id = AssetId::parse(sender.asset_id()).value();
        co_return CO_TRY(co_await find_asset(server, id));
    }
    if (!beside.existing() && !sender.has_failed()) CO_TRY(co_await beside.look_again());
    if (beside.existing()) {
        CO_TRY(order.source->check());
        CO_TRY(co_await sender.discard());
        auto asset = found(*beside.existing());
        asset.existing = true;
        co_return asset;
    }
    const auto done = CO_TRY(co_await sender.finish(beside.hash()));
    co_return UploadedFile{.asset_id = done.asset_id.to_string(),
                           .workflow_id = done.workflow_id,
                           .status = std::string{name_of(done.status)},
                           .size = order.source->size(),
                           .parts = sender.part_count(),
                           .hash = beside.hash(),
                           .existing = false,
                           .resumed_parts = sender.resumed_parts()};
}

/// Nothing when an earlier run's upload is over: another one must be opened.
Async<Result<std::optional<UploadedFile>>> send_file(ApiClient& server, UploadOrder order, std::string body,
                                                     UploadProgress progress) {
    std::optional<UploadJournal> journal;
    auto key = Uuid::make().to_string();
    const auto path =
        order.version_of.empty() ? std::string{"/api/v1/assets"} : "/api/v1/assets/" + order.version_of + "/versions";
    if (!order.journal.empty()) {
        journal.emplace(order.journal, server.base_url(), order.source->identity(), order.version_of + body);
        key = CO_TRY(journal->key());
    }
    const auto answer = CO_TRY(co_await server.call(Method::Post, path, std::move(body), std::move(key)));
    auto opened = CO_TRY(api::decode_opened_upload(answer));
    if (opened.existing.value_or(false)) {
        if (journal) journal->forget();
        auto asset = CO_TRY(co_await find_asset(server, opened.asset_id));
        asset.existing = true;
        co_return asset;
    }
    PartSender sender{server, order.source, opened, std::move(progress)};
    if (journal && journal->is_resumed()) {
        const auto status = co_await sender.resume();
        const bool gone = !status && status.error().kind() == ErrorKind::NotFound;
        if (!status && !gone) co_return fail(status.error());
        if (gone || *status != UploadStatus::Open) journal->forget();
        if (gone || *status == UploadStatus::Aborted || *status == UploadStatus::Expired) co_return std::nullopt;
        // Its completion was answered, and the answer lost.
        if (*status == UploadStatus::Completed) co_return CO_TRY(co_await find_asset(server, opened.asset_id));
    }
    auto done = co_await send_parts(server, std::move(order), sender);
    if (journal && (done || !may_go_on(done.error().kind()))) journal->forget();
    if (!done) co_return fail(std::move(done).error());
    co_return *std::move(done);
}

}  // namespace

Async<Result<UploadedFile>> upload_file(ApiClient& server, UploadOrder order, UploadProgress progress) {
    if (!order.source) order.source = CO_TRY(open_file_source(order.file));
    const bool is_hashed_first = order.source->size() <= kHashedFirst || !order.source->is_local();
    if (order.with_hash && !order.hash && is_hashed_first) order.hash = CO_TRY(co_await order.source->hash());
    const auto body = opening_body(order, *order.source);
    auto done = CO_TRY(co_await send_file(server, order, body, progress));
    if (!done) done = CO_TRY(co_await send_file(server, order, body, std::move(progress)));
    if (!done) co_return fail(ErrorKind::Conflict, "the upload was ended while it was resumed");
    if (order.hash) done->hash = order.hash;
    co_return *std::move(done);
}

}  // namespace acervo::client
