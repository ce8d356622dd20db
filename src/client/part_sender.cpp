#include "client/part_sender.hpp"

#include <fmt/format.h>

#include <boost/asio/this_coro.hpp>

#include "core/sleep.hpp"
#include "http/generated/decode.hpp"
#include "http/generated/encode.hpp"

namespace acervo::client {
namespace {

namespace api = http::api;

constexpr int kAttemptsPerPart = 6;
/// How long the server may take over a completion that an earlier run has asked for. When it was asked for by one who
/// died, it is the keeper that ends it: once a minute it looks for such uploads.
constexpr auto kLongestCompletion = std::chrono::minutes{3};
constexpr auto kBetweenLooks = std::chrono::milliseconds{250};

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

}  // namespace

bool may_go_on(ErrorKind kind) {
    return kind == ErrorKind::Unavailable || kind == ErrorKind::Timeout || kind == ErrorKind::RateLimited ||
           kind == ErrorKind::Unauthenticated;
}

PartSender::PartSender(ApiClient& server, std::shared_ptr<const UploadSource> file, const api::OpenedUpload& upload,
                       UploadProgress progress)
    : server_{server},
      file_{std::move(file)},
      asset_id_{upload.asset_id.to_string()},
      plan_{file_->size(), static_cast<std::uint64_t>(upload.part_size)},
      progress_{std::move(progress)} {
    keep(upload.parts);
}

Async<Result<UploadStatus>> PartSender::resume() {
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

Async<void> PartSender::send(int parallel, Async<void> beside) {
    TaskGroup tasks{co_await boost::asio::this_coro::executor};
    tasks_ = &tasks;
    for (int worker = 0; worker < parallel; ++worker) tasks.spawn("upload.part", work());
    tasks.spawn("upload.beside", std::move(beside));
    co_await tasks.join();
    tasks_ = nullptr;
}

void PartSender::stop() {
    if (tasks_ != nullptr) tasks_->cancel();
}

void PartSender::fail_with(Error reason) {
    if (!failure_) failure_ = std::move(reason);
    stop();
}

Async<void> PartSender::work() {
    while (!failure_ && !overtaken_ && next_part_ <= plan_.part_count()) {
        const int part = next_part_++;
        auto sent = co_await send_with_patience(part);
        if (sent) {
            etags_[part] = *std::move(sent);
        } else if (overtaken_) {
            stop();
        } else {
            fail_with(std::move(sent).error());
        }
    }
}

Async<Result<api::CompletedUpload>> PartSender::finish(std::optional<ContentHash> hash) {
    if (!failure_) {
        if (auto same = file_->check(); !same) failure_ = std::move(same).error();
    }
    if (failure_) {
        // The reason of the failure is what the caller must see; an abort that fails as well is left to the server's
        // expiry.
        if (!may_go_on(failure_->kind())) (void)co_await server_.call(Method::Delete, upload_path());
        co_return fail(*std::move(failure_));
    }
    const auto answer = CO_TRY(co_await server_.call(Method::Post, asset_path() + "/complete", completion_body(hash)));
    co_return api::decode_completed_upload(answer);
}

Async<Result<void>> PartSender::discard() {
    const auto done = co_await server_.call(Method::Delete, upload_path() + "?asset=discard");
    // Not found: it was done, and the answer lost.
    if (!done && done.error().kind() != ErrorKind::NotFound) co_return fail(done.error());
    co_return ok();
}

Async<Result<std::string>> PartSender::send_with_patience(int part) {
    for (int attempt = 1;; ++attempt) {
        auto sent = co_await send_once(part);
        if (sent || attempt == kAttemptsPerPart || failure_ || overtaken_) co_return sent;
        addresses_.erase(part);
        co_await sleep_for(std::chrono::milliseconds{250} * (1 << attempt));
    }
}

Async<Result<std::string>> PartSender::send_once(int part) {
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

Async<Result<std::string>> PartSender::put_part(HttpRequest request, int part) {
    auto response = CO_TRY(co_await server_.http().send(std::move(request)));
    const auto body = CO_TRY(co_await read_all(*response.body, 64 * 1024));
    const auto etag = response.headers.find("ETag");
    if (response.status == 200 && etag) co_return std::string{*etag};
    const auto kind = response.status >= 500 ? ErrorKind::Unavailable : ErrorKind::Internal;
    co_return fail(kind, fmt::format("part {}: the object store answered {}", part, response.status));
}

Async<Result<void>> PartSender::ask_for(int part) {
    const auto state = CO_TRY(co_await ask_after(part - 1));
    overtaken_ = state.state == UploadStatus::Completing || state.state == UploadStatus::Completed;
    co_return ok();
}

Async<Result<api::UploadProgress>> PartSender::ask_after(int part) {
    const auto path = fmt::format("{}?after={}", upload_path(), part);
    const auto answer = CO_TRY(co_await server_.call(Method::Get, path));
    auto state = CO_TRY(api::decode_upload_progress(answer));
    keep(state.parts);
    for (const auto& stored : state.stored) stored_.insert_or_assign(stored.part_number, stored.etag);
    co_return state;
}

void PartSender::keep(const std::vector<api::PartAddress>& parts) {
    for (const auto& part : parts) addresses_.insert_or_assign(part.part_number, part.url);
}

std::int64_t PartSender::tell(std::int64_t bytes) {
    sent_ += bytes;
    progress_(static_cast<std::uint64_t>(sent_), file_->size());
    return bytes;
}

std::string PartSender::completion_body(const std::optional<ContentHash>& hash) const {
    api::CompleteUpload body;
    for (const auto& [number, etag] : etags_) body.parts.push_back({.part_number = number, .etag = etag});
    if (hash) body.sha256 = hash->to_string();
    return encode(body);
}

}  // namespace acervo::client
