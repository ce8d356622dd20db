#include "client/upload_file.hpp"

#include <fmt/format.h>

#include <boost/asio/this_coro.hpp>
#include <map>

#include "client/file_bytes.hpp"
#include "client/mime_type.hpp"
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
    PartSender(ApiClient& server, std::shared_ptr<const InputFile> file, const api::OpenedUpload& upload,
               UploadProgress progress)
        : server_{server},
          file_{std::move(file)},
          asset_id_{upload.asset_id.to_string()},
          plan_{file_->size(), static_cast<std::uint64_t>(upload.part_size)},
          progress_{std::move(progress)} {
        keep(upload.parts);
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

    Async<Result<UploadedFile>> finish() {
        if (failure_) {
            // The reason of the failure is what the caller must see; an abort that fails as well is left to the
            // server's expiry.
            (void)co_await server_.call(Method::Delete, upload_path());
            co_return fail(*std::move(failure_));
        }
        const auto answer = CO_TRY(co_await server_.call(Method::Post, asset_path() + "/complete", completion_body()));
        const auto done = CO_TRY(api::decode_completed_upload(answer));
        co_return UploadedFile{.asset_id = done.asset_id.to_string(),
                               .workflow_id = done.workflow_id,
                               .status = std::string{name_of(done.status)},
                               .size = file_->size(),
                               .parts = plan_.part_count(),
                               .hash = std::nullopt};
    }

private:
    std::string asset_path() const { return "/api/v1/assets/" + asset_id_; }
    std::string upload_path() const { return asset_path() + "/upload"; }

    Async<Result<std::string>> send_with_patience(int part) {
        for (int attempt = 1;; ++attempt) {
            auto sent = co_await send_once(part);
            if (sent || attempt == kAttemptsPerPart || failure_) co_return sent;
            addresses_.erase(part);
            co_await sleep_for(std::chrono::milliseconds{250} * (1 << attempt));
        }
    }

    Async<Result<std::string>> send_once(int part) {
        if (!addresses_.contains(part)) CO_TRY(co_await ask_for(part));
        if (const auto stored = stored_.find(part); stored != stored_.end()) {
            tell(static_cast<std::int64_t>(plan_.size_of(part)));
            co_return stored->second;
        }
        const auto address = addresses_.find(part);
        if (address == addresses_.end()) {
            co_return fail(ErrorKind::Conflict, fmt::format("the server gives no address for part {}", part));
        }
        std::int64_t told = 0;
        auto counted = std::make_unique<CountedSource>(file_range(file_, plan_.offset_of(part), plan_.size_of(part)),
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
        const auto path = fmt::format("{}?after={}", upload_path(), part - 1);
        const auto answer = CO_TRY(co_await server_.call(Method::Get, path));
        const auto state = CO_TRY(api::decode_upload_progress(answer));
        keep(state.parts);
        for (const auto& stored : state.stored) stored_.insert_or_assign(stored.part_number, stored.etag);
        co_return ok();
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
    std::shared_ptr<const InputFile> file_;
    std::string asset_id_;
    /// Presigned, by part number; those at hand.
    std::map<int, std::string> addresses_;
    /// ETags of parts that the store was found to have.
    std::map<int, std::string> stored_;
    PartPlan plan_;
    UploadProgress progress_;
    int next_part_{1};
    std::int64_t sent_{0};
    std::map<int, std::string> etags_;
    std::optional<Error> failure_;
};

std::string opening_body(const UploadOrder& order, const InputFile& file, const std::optional<ContentHash>& hash) {
    api::OpenUpload body;
    body.filename = order.file.filename().string();
    body.size = static_cast<std::int64_t>(file.size());
    body.mime_type = mime_type_of(body.filename);
    if (!order.title.empty()) body.title = order.title;
    if (!order.description.empty()) body.description = order.description;
    body.external_id = order.external_id;
    if (hash) body.sha256 = hash->to_string();
    return encode(body);
}

}  // namespace

Async<Result<UploadedFile>> upload_file(ApiClient& server, UploadOrder order, UploadProgress progress) {
    auto file = CO_TRY(InputFile::open(order.file));
    std::optional<ContentHash> hash;
    if (order.hash_first) hash = CO_TRY(hash_of(*file));

    const auto answer = CO_TRY(co_await server.call(Method::Post, "/api/v1/assets", opening_body(order, *file, hash),
                                                    Uuid::make().to_string()));
    const auto opened = CO_TRY(api::decode_opened_upload(answer));

    PartSender sender{server, file, opened, std::move(progress)};
    TaskGroup workers{co_await boost::asio::this_coro::executor};
    for (int worker = 0; worker < order.parallel_parts; ++worker) workers.spawn("upload.part", sender.work());
    co_await workers.join();

    auto done = CO_TRY(co_await sender.finish());
    done.hash = hash;
    co_return done;
}

}  // namespace acervo::client
