#include "domain/upload/upload.hpp"

#include "domain/names.hpp"

namespace acervo {
namespace {

constexpr Names<UploadStatus, 5> kStatuses{{{UploadStatus::Open, "open"},
                                            {UploadStatus::Completing, "completing"},
                                            {UploadStatus::Completed, "completed"},
                                            {UploadStatus::Aborted, "aborted"},
                                            {UploadStatus::Expired, "expired"}}};

constexpr Names<AbandonedAsset, 2> kAbandoned{{{AbandonedAsset::Keep, "keep"}, {AbandonedAsset::Discard, "discard"}}};

}  // namespace

std::string_view name_of(AbandonedAsset asset) noexcept { return name_in(kAbandoned, asset); }

std::string_view name_of(UploadStatus status) noexcept { return name_in(kStatuses, status); }

Result<UploadStatus> parse_upload_status(std::string_view name) { return value_in(kStatuses, name, "upload status"); }

}  // namespace acervo
