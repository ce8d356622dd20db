#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/result.hpp"
#include "domain/asset/edit.hpp"
#include "http/server/response.hpp"

namespace acervo::http {

/// `"edit_version.version"`: another text for whatever can be seen, so that If-None-Match never hides a change.
std::string etag_of(const Asset& asset);

/// 200 with the asset and its ETag.
Response asset_response(const Asset& asset, const std::string& technical_metadata = "{}");

/// What If-Match (RFC 9110 §13.1.1) says, by the edit alone: work in the background costs nobody a 412. Weak tags and
/// those of others name no edit. `precondition_required` when it is missing, InvalidInput when it is no list of tags.
Result<EditCondition> edit_condition(const std::optional<std::string>& if_match);

/// Whether If-None-Match (RFC 9110 §13.1.2) names `etag`; weak tags are compared, too.
bool is_named(const std::optional<std::string>& if_none_match, std::string_view etag);

}  // namespace acervo::http
