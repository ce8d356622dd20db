#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/clock.hpp"
#include "core/secret.hpp"
#include "net/http_message.hpp"

/// AWS Signature Version 4 for S3: "Authenticating Requests (AWS Signature Version 4)", Amazon S3 API Reference.
/// Everything here is a function of its arguments; equal to botocore's signatures on the table in `sigv4_cases.inc`.
namespace acervo::s3 {

/// Names and values of a query, not encoded; a name may come more than once.
using Query = std::vector<std::pair<std::string, std::string>>;

/// A key as it stands in a path: all but unreserved characters (RFC 3986 §2.3) and `/` as `%XX`. Nothing is
/// normalised: S3 takes `//`, `.` and `..` as they are.
std::string encode_path(std::string_view key);
/// The canonical query: all but unreserved characters as `%XX`, then sorted by encoded name and value.
std::string encode_query(const Query& query);

/// SHA-256 in lower-case hexadecimal digits.
std::string sha256_hex(std::string_view bytes);

/// In place of the body's hash when the signature shall not cover the body.
inline constexpr std::string_view kUnsignedPayload = "UNSIGNED-PAYLOAD";

/// What a signature covers, besides the body. `path` is encoded and begins with `/`; `headers` holds every field to be
/// signed except Host.
struct SignedParts {
    Method method{Method::Get};
    std::string host;
    std::string path;
    Query query;
    Headers headers;
};

/// The text that is hashed and signed. `canonical_query` is `encode_query` of the parts' query.
std::string canonical_request(const SignedParts& parts, std::string_view canonical_query,
                              std::string_view payload_hash);

struct Credentials {
    std::string access_key;
    Secret secret_key;
    /// Of temporary credentials; else empty.
    Secret session_token;
};

/// Signs in the name of one identity in one region. Keeps the signing key of the last day it signed for, so that a
/// signature costs two small hashes. Belongs to one thread.
class Signer {
public:
    Signer(Credentials credentials, std::string region);
    ~Signer();
    Signer(Signer&&) noexcept;
    Signer& operator=(Signer&&) noexcept;

    /// Adds `x-amz-date`, `x-amz-content-sha256`, with temporary credentials `x-amz-security-token`, and then
    /// `Authorization` to the headers. `payload_hash` is `sha256_hex` of the body, or `kUnsignedPayload`.
    void sign(SignedParts& parts, std::string_view payload_hash, Timestamp now) const;

    /// Path and query that carry their own permission, valid for `expires` (S3 takes 1 s to 7 days) from `now`.
    std::string presign(SignedParts parts, std::chrono::seconds expires, Timestamp now) const;

private:
    class Keys;

    Credentials credentials_;
    std::unique_ptr<Keys> keys_;
};

}  // namespace acervo::s3
