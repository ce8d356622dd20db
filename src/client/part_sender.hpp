#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "client/api_client.hpp"
#include "client/upload_source.hpp"
#include "core/task_group.hpp"
#include "domain/upload/part_plan.hpp"
#include "http/generated/types.hpp"

namespace acervo::client {

/// Told after every piece: bytes that the store has acknowledged or that are under way, of how many.
using UploadProgress = std::function<void(std::uint64_t sent, std::uint64_t total)>;

/// Whether another run may succeed where this one failed.
bool may_go_on(ErrorKind kind);

/// One upload on its way: several workers take part numbers from it until none is left or one has failed for good.
class PartSender {
public:
    PartSender(ApiClient& server, std::shared_ptr<const UploadSource> file, const http::api::OpenedUpload& upload,
               UploadProgress progress);

    /// Goes on with what an earlier run has sent, while the upload is open: what the store has counts, and addresses
    /// are asked for as they are needed. What an earlier run asked for as its last, the server goes on with: its
    /// completion is waited for.
    Async<Result<UploadStatus>> resume();

    /// Sends what is missing, `parallel` parts at a time, and does `beside` meanwhile. Ends when both are done, when
    /// the sending has failed, or with `stop`.
    Async<void> send(int parallel, Async<void> beside);

    /// Cuts what is under way.
    void stop();
    /// The same, for a reason that `finish` answers.
    void fail_with(Error reason);

    /// Whether it was no longer open when an address was asked for: an earlier run's completion came late.
    bool is_overtaken() const noexcept { return overtaken_; }
    bool has_failed() const noexcept { return failure_.has_value(); }

    /// Completes it, with the hash where there is one. What has failed for good is aborted instead, and the reason
    /// answered.
    Async<Result<http::api::CompletedUpload>> finish(std::optional<ContentHash> hash);

    /// Gives the upload up, and with it the asset that it was to begin.
    Async<Result<void>> discard();

    const std::string& asset_id() const noexcept { return asset_id_; }
    int part_count() const noexcept { return plan_.part_count(); }
    /// Parts that an earlier run had sent.
    int resumed_parts() const noexcept { return resumed_parts_; }

private:
    std::string asset_path() const { return "/api/v1/assets/" + asset_id_; }
    std::string upload_path() const { return asset_path() + "/upload"; }

    Async<void> work();
    Async<Result<std::string>> send_with_patience(int part);
    Async<Result<std::string>> send_once(int part);
    Async<Result<std::string>> put_part(HttpRequest request, int part);
    /// A new batch of addresses that begins with this part, unless the store has it: then only the answer was lost.
    Async<Result<void>> ask_for(int part);
    Async<Result<http::api::UploadProgress>> ask_after(int part);
    void keep(const std::vector<http::api::PartAddress>& parts);
    std::int64_t tell(std::int64_t bytes);
    std::string completion_body(const std::optional<ContentHash>& hash) const;

    ApiClient& server_;
    std::shared_ptr<const UploadSource> file_;
    std::string asset_id_;
    /// Presigned, by part number; those at hand.
    std::map<int, std::string> addresses_;
    /// ETags of parts that the store was found to have.
    std::map<int, std::string> stored_;
    PartPlan plan_;
    UploadProgress progress_;
    /// While `send` lasts.
    TaskGroup* tasks_{nullptr};
    int next_part_{1};
    std::int64_t sent_{0};
    int resumed_parts_{0};
    bool overtaken_{false};
    std::map<int, std::string> etags_;
    std::optional<Error> failure_;
};

}  // namespace acervo::client
