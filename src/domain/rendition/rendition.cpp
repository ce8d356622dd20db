#include "domain/rendition/rendition.hpp"

#include <algorithm>
#include <utility>

namespace acervo {
namespace {

using Entry = std::pair<RenditionStatus, std::string_view>;
constexpr std::array<Entry, 5> kStatuses{{{RenditionStatus::Pending, "pending"},
                                          {RenditionStatus::Processing, "processing"},
                                          {RenditionStatus::Ready, "ready"},
                                          {RenditionStatus::Failed, "failed"},
                                          {RenditionStatus::Expired, "expired"}}};

}  // namespace

std::string_view name_of(RenditionStatus status) noexcept {
    return std::ranges::find(kStatuses, status, &Entry::first)->second;
}

Result<RenditionStatus> parse_rendition_status(std::string_view name) {
    const auto* const found = std::ranges::find(kStatuses, name, &Entry::second);
    if (found == kStatuses.end()) return fail(ErrorKind::InvalidInput, "no such status of a rendition");
    return found->first;
}

}  // namespace acervo
