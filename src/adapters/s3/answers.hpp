#pragma once

#include <string>
#include <string_view>

#include "core/result.hpp"
#include "ports/object_store.hpp"

/// Reads the XML that S3 answers with. Unknown elements are passed over, namespaces ignored, no entity but the five of
/// XML is known. Errors: Unavailable, when a text is not the document that was asked for.
namespace acervo::s3 {

/// What an `<Error>` document says; both empty when the text is none.
struct Refusal {
    std::string code;
    std::string message;
};
Refusal read_refusal(std::string_view text);

Result<ObjectListing> read_listing(std::string_view text);
/// `next` is a cursor of `make_cursor`.
Result<ObjectListing> read_version_listing(std::string_view text);
Result<std::string> read_upload_id(std::string_view text);
/// The ETag in the answer to a completion, which Ceph leaves empty.
Result<std::string> read_completion(std::string_view text);
Result<PartListing> read_parts(std::string_view text);
Result<MultipartListing> read_multiparts(std::string_view text);

/// Two markers in one text, and back; each may be empty.
std::string make_cursor(std::string_view key_marker, std::string_view second_marker);
Result<std::pair<std::string, std::string>> split_cursor(std::string_view cursor);

/// `2026-01-31T08:09:10.000Z`, as in listings.
std::optional<Timestamp> read_iso_time(std::string_view text);
/// `Sat, 31 Jan 2026 08:09:10 GMT`, as in headers (RFC 9110 §5.6.7).
std::optional<Timestamp> read_http_time(std::string_view text);

/// Without the quotes in which most stores put it.
std::string unquoted(std::string_view etag);

}  // namespace acervo::s3
