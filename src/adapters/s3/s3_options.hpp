#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/s3/endpoint.hpp"
#include "core/circuit_breaker.hpp"
#include "core/error.hpp"
#include "core/retry_policy.hpp"
#include "core/secret.hpp"

namespace acervo {

/// How one request to the store ended: for metrics.
struct S3Attempt {
    /// The operation's name in the API reference: `PutObject`, …
    std::string_view operation;
    /// Of the answer; 0 when there was none.
    int status{0};
    /// Counted from one; more than that repeats a call.
    int attempt{1};
    std::optional<ErrorKind> failure;
    std::chrono::steady_clock::duration took{};
};

/// Which store, and in whose name.
struct S3Options {
    /// Where this process reaches the store: `http://host:port`.
    std::string endpoint;
    /// Where browsers reach it: what presigned addresses name. Empty = `endpoint`.
    std::string public_endpoint{};  // NOLINT(readability-redundant-member-init): designated initialisers leave it out
    std::string region{"us-east-1"};
    std::string access_key{};  // NOLINT(readability-redundant-member-init)
    Secret secret_key{};       // NOLINT(readability-redundant-member-init)
    /// Of temporary credentials.
    Secret session_token{};  // NOLINT(readability-redundant-member-init)
    s3::Addressing addressing{s3::Addressing::Path};
    /// PEM file with the authorities to trust for https; empty = those of the system.
    std::string ca_file{};  // NOLINT(readability-redundant-member-init)

    std::chrono::milliseconds connect_timeout{std::chrono::seconds{3}};
    /// One attempt, up to the header of its answer; with a body, from when the body has left.
    std::chrono::milliseconds call_timeout{std::chrono::seconds{10}};
    /// The same for the completion of a multipart upload, where the store may have much to join.
    std::chrono::milliseconds completion_timeout{std::chrono::minutes{2}};
    /// How long a body may make no progress.
    std::chrono::milliseconds stall_timeout{std::chrono::seconds{30}};
    RetryPolicy retry{.longest = std::chrono::seconds{2}, .attempts = 4, .budget = std::chrono::seconds{15}};
    CircuitBreakerOptions breaker{.open_for = std::chrono::seconds{2}};

    /// Whether an ETag is the MD5 of the bytes, as everywhere but with encryption by a key service: then every upload
    /// is checked against what was sent.
    bool etag_is_md5{true};
    /// What a new bucket's CreateBucketConfiguration says; empty = none is sent.
    std::string location_constraint{};  // NOLINT(readability-redundant-member-init)
    /// Called after each request, on the store's thread. Not called at all when empty.
    std::function<void(const S3Attempt&)> observe{};  // NOLINT(readability-redundant-member-init)
};

}  // namespace acervo
