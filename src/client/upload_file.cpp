#include "client/upload_file.hpp"

#include <fmt/format.h>

#include <boost/asio/this_coro.hpp>
#include <map>

#include "client/mime_type.hpp"
#include "client/upload_journal.hpp"
#include "core/id.hpp"
#include "core/sleep.hpp"
#include "core/task_group.hpp"
#include "domain/upload/part_plan.hpp"
#include "http/generated/decode.hpp"
#include "http/generated/encode.hpp"

namespace acervo::client {
namespace {

namespace api = http::api;

constexpr int kAttemptsPerPart = 6;
/// How long the server may take over a completion that an earlier run has asked for.
constexpr auto kLongestCompletion = std::chrono::minutes{1};
constexpr auto kBetweenLooks = std::chrono::milliseconds{250};

/// Whether another run may succeed where this one failed.
bool may_go_on(ErrorKind kind) {
    return kind == ErrorKind::Unavailable || kind == ErrorKind::Timeout || kind == ErrorKind::RateLimited ||
           kind == ErrorKind::Unauthenticated;
}

/// Tells the progress of one part while it is read, and takes it back when the part is sent again.
class CountedSource final : public ByteSource {
public:
    CountedSource(std::unique_ptr<ByteSource> inner, std::function<void(std::int64_t)> moved)
        : inner_{std::move(inner)}, moved_{std::move(moved)} {}

    Async<Result<std::size_t>> read(std::span<char> into) override {
        const auto count = CO_TRY(co_await inner_->read(into));
        moved_(static_cast<std::int64_t>(count));
        co_return count;
    }
    std::optional<std::uint64_t> size() const noexcept override { return inner_->size(); }

private:
    std::unique_ptr<ByteSource> inner_;
    std::function<void(std::int64_t)> moved_;
};

/// One upload on its way: several workers take part numbers from it until none is left or one has failed for good.
class PartSender {
public:
    PartSender(ApiClient& server, std::shared_ptr<const UploadSource> file, const api::OpenedUpload& upload,
               UploadProgress progress)
        : server_{server},
          file_{std::move(file)},
          asset_id_{upload.asset_id.to_string()},
          plan_{file_->size(), static_cast<std::uint64_t>(upload.part_size)},
          progress_{std::move(progress)} {
        keep(upload.parts);
    }

    /// Goes on with what an earlier run has sent, while the upload is open: what the store has counts, and addresses
    /// are asked for as they are needed. What an earlier run asked for as its last, the server goes on with: its
    /// completion is waited for.
    Async<Result<UploadStatus>> resume() {
        addresses_.clear();
        const auto end = std::chrono::steady_clock::now() + kLongestCompletion;
        for (int after = 0;;) {
            const auto state = CO_TRY(co_await ask_after(after));
            if (state.state == UploadStatus::Completing) {
                if (std::chrono::steady_clock::now() >= end) {
                    co_return fail(ErrorKind::Unavailable, "the server is still completing the upload");
                }
                co_await sleep_for(kBetweenLooks);
                continue;
            }
            resumed_parts_ = static_cast<int>(stored_.size());
            if (state.state != UploadStatus::Open || !state.next_parts) co_return state.state;
            after = *state.next_parts;
        }
    }

    Async<void> work() {
        while (!failure_ && next_part_ <= plan_.part_count()) {
            const int part = next_part_++;
            auto sent = co_await send_with_patience(part);
            if (sent) {
                etags_[part] = *std::move(sent);
            } else if (!failure_) {
                failure_ = std::move(sent).error();
            }
        }
    }

    /// Whether it was no longer open when an address was asked for: an earlier run's completion came late.
    bool is_overtaken() const noexcept { return overtaken_; }

    Async<Result<UploadedFile>> finish() {
        if (failure_) {
            // The reason of the failure is what the caller must see; an abort that fails as well is left to the
            // server's expiry.
            if (!may_go_on(failure_->kind())) (void)co_await server_.call(Method::Delete, upload_path());
            co_return fail(*std::move(failure_));
        }
        const auto answer = CO_TRY(co_await server_.call(Method::Post, asset_path() + "/complete", completion_body()));
        const auto done = CO_TRY(api::decode_completed_upload(answer));
        co_return UploadedFile{.asset_id = done.asset_id.to_string(),
                               .workflow_id = done.workflow_id,
                               .status = std::string{name_of(done.status)},
                               .size = file_->size(),
                               .parts = plan_.part_count(),
                               .hash = std::nullopt,
                               .existing = false,
                               .resumed_parts = resumed_parts_};
    }

private:
    std::string asset_path() const { return "/api/v1/assets/" + asset_id_; }
    std::string upload_path() const { return asset_path() + "/upload"; }

    Async<Result<std::string>> send_with_patience(int part) {
        for (int attempt = 1;; ++attempt) {
            auto sent = co_await send_once(part);
            if (sent || attempt == kAttemptsPerPart || failure_ || overtaken_) co_return sent;
            addresses_.erase(part);
            co_await sleep_for(std::chrono::milliseconds{250} * (1 << attempt));
        }
    }

    Async<Result<std::string>> send_once(int part) {
        if (!addresses_.contains(part) && !stored_.contains(part)) CO_TRY(co_await ask_for(part));
        if (const auto stored = stored_.find(part); stored != stored_.end()) {
            tell(static_cast<std::int64_t>(plan_.size_of(part)));
            co_return stored->second;
        }
        const auto address = addresses_.find(part);
        if (address == addresses_.end()) {
            co_return fail(ErrorKind::Conflict, fmt::format("the server gives no address for part {}", part));
        }
        std::int64_t told = 0;
        auto counted = std::make_unique<CountedSource>(file_->range(plan_.offset_of(part), plan_.size_of(part)),
                                                       [this, &told](std::int64_t bytes) { told += tell(bytes); });
        HttpRequest request{Method::Put, address->second};
        request.body = std::move(counted);
        // The header of the answer comes only after the whole part has gone up; a stall is noticed by the client's own
        // limit.
        request.timeout = std::chrono::hours{1};
        auto answer = co_await put_part(std::move(request), part);
        if (!answer) tell(-told);
        co_return answer;
    }

    Async<Result<std::string>> put_part(HttpRequest request, int part) {
        auto response = CO_TRY(co_await server_.http().send(std::move(request)));
        const auto body = CO_TRY(co_await read_all(*response.body, 64 * 1024));
        const auto etag = response.headers.find("ETag");
        if (response.status == 200 && etag) co_return std::string{*etag};
        const auto kind = response.status >= 500 ? ErrorKind::Unavailable : ErrorKind::Internal;
        co_return fail(kind, fmt::format("part {}: the object store answered {}", part, response.status));
    }

    /// A new batch of addresses that begins with this part, unless the store has it: then only the answer was lost.
    Async<Result<void>> ask_for(int part) {
        const auto state = CO_TRY(co_await ask_after(part - 1));
        overtaken_ = state.state == UploadStatus::Completing || state.state == UploadStatus::Completed;
        co_return ok();
    }

    Async<Result<api::UploadProgress>> ask_after(int part) {
        const auto path = fmt::format("{}?after={}", upload_path(), part);
        const auto answer = CO_TRY(co_await server_.call(Method::Get, path));
        auto state = CO_TRY(api::decode_upload_progress(answer));
        keep(state.parts);
        for (const auto& stored : state.stored) stored_.insert_or_assign(stored.part_number, stored.etag);
        co_return state;
    }

    void keep(const std::vector<api::PartAddress>& parts) {
        for (const auto& part : parts) addresses_.insert_or_assign(part.part_number, part.url);
    }

    std::int64_t tell(std::int64_t bytes) {
        sent_ += bytes;
        progress_(static_cast<std::uint64_t>(sent_), file_->size());
        return bytes;
    }

    std::string completion_body() const {
        api::CompleteUpload body;
        for (const auto& [number, etag] : etags_) body.parts.push_back({.part_number = number, .etag = etag});
        return encode(body);
    }

    ApiClient& server_;
    std::shared_ptr<const UploadSource> file_;
    std::string asset_id_;
    /// Presigned, by part number; those at hand.
    std::map<int, std::string> addresses_;
    /// ETags of parts that the store was found to have.
    std::map<int, std::string> stored_;
    PartPlan plan_;
    UploadProgress progress_;
    int next_part_{1};
    std::int64_t sent_{0};
    int resumed_parts_{0};
    bool overtaken_{false};
    std::map<int, std::string> etags_;
    std::optional<Error> failure_;
};

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

Async<Result<UploadedFile>> find_asset(ApiClient& server, AssetId id) {
    const auto answer = CO_TRY(co_await server.call(Method::Get, "/api/v1/assets/" + id.to_string()));
    const auto asset = CO_TRY(api::decode_asset_view(answer));
    co_return UploadedFile{.asset_id = asset.asset_id.to_string(),
                           .workflow_id = {},
                           .status = std::string{name_of(asset.status)},
                           .size = static_cast<std::uint64_t>(asset.size),
                           .parts = 0,
                           .hash = std::nullopt,
                           .existing = false,
                           .resumed_parts = 0};
}

/// Nothing when an earlier run's upload is over: another one must be opened.
Async<Result<std::optional<UploadedFile>>> send_file(ApiClient& server, UploadOrder order, std::string body,
                                                     std::shared_ptr<const UploadSource> file,
                                                     UploadProgress progress) {
    std::optional<UploadJournal> journal;
    auto key = Uuid::make().to_string();
    const auto path =
        order.version_of.empty() ? std::string{"/api/v1/assets"} : "/api/v1/assets/" + order.version_of + "/versions";
    if (!order.journal.empty()) {
        journal.emplace(order.journal, server.base_url(), file->identity(), order.version_of + body);
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
    PartSender sender{server, std::move(file), opened, std::move(progress)};
    if (journal && journal->is_resumed()) {
        const auto status = co_await sender.resume();
        const bool gone = !status && status.error().kind() == ErrorKind::NotFound;
        if (!status && !gone) co_return fail(status.error());
        if (gone || *status != UploadStatus::Open) journal->forget();
        if (gone || *status == UploadStatus::Aborted || *status == UploadStatus::Expired) co_return std::nullopt;
        // Its completion was answered, and the answer lost.
        if (*status == UploadStatus::Completed) co_return CO_TRY(co_await find_asset(server, opened.asset_id));
    }
    TaskGroup workers{co_await boost::asio::this_coro::executor};
    for (int worker = 0; worker < order.parallel_parts; ++worker) workers.spawn("upload.part", sender.work());
    co_await workers.join();
    if (sender.is_overtaken()) {
        if (CO_TRY(co_await sender.resume()) != UploadStatus::Completed) {
            co_return fail(ErrorKind::Unavailable, "the upload was completed and taken back meanwhile");
        }
        if (journal) journal->forget();
        co_return CO_TRY(co_await find_asset(server, opened.asset_id));
    }

    auto done = co_await sender.finish();
    if (journal && (done || !may_go_on(done.error().kind()))) journal->forget();
    if (!done) co_return fail(std::move(done).error());
    co_return *std::move(done);
}

}  // namespace

Async<Result<UploadedFile>> upload_file(ApiClient& server, UploadOrder order, UploadProgress progress) {
    auto file = order.source;
    if (!file) file = CO_TRY(open_file_source(order.file));
    if (!order.hash && order.hash_first) order.hash = CO_TRY(co_await file->hash());
    const auto body = opening_body(order, *file);
    auto done = CO_TRY(co_await send_file(server, order, body, file, progress));
    if (!done) done = CO_TRY(co_await send_file(server, order, body, file, std::move(progress)));
    if (!done) co_return fail(ErrorKind::Conflict, "the upload was ended while it was resumed");
    done->hash = order.hash;
    co_return *std::move(done);
}

}  // namespace acervo::client
