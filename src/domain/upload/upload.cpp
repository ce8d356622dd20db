#include "domain/upload/upload.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace acervo {
namespace {

using Entry = std::pair<UploadStatus, std::string_view>;
constexpr std::array<Entry, 5> kStatuses{{{UploadStatus::Open, "open"},
                                          {UploadStatus::Completing, "completing"},
                                          {UploadStatus::Completed, "completed"},
                                          {UploadStatus::Aborted, "aborted"},
                                          {UploadStatus::Expired, "expired"}}};

}  // namespace

std::string_view name_of(UploadStatus status) noexcept {
    return std::ranges::find(kStatuses, status, &Entry::first)->second;
}

Result<UploadStatus> parse_upload_status(std::string_view name) {
    const auto* const found = std::ranges::find(kStatuses, name, &Entry::second);
    if (found == kStatuses.end()) return fail(ErrorKind::InvalidInput, "no such upload status");
    return found->first;
}

}  // namespace acervo
