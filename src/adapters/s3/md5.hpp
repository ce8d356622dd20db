#pragma once

#include <array>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/byte_source.hpp"
#include "ports/object_store.hpp"

/// MD5 (RFC 1321) as S3 uses it: against accidents on the way, not against people.
namespace acervo::s3 {

class Md5 {
public:
    Md5();
    void add(std::span<const char> bytes);
    /// The end: nothing may be added after it.
    std::array<std::uint8_t, 16> finish();

private:
    struct Free {
        void operator()(void* context) const noexcept;
    };
    std::unique_ptr<void, Free> context_;
};

std::array<std::uint8_t, 16> md5_of(std::string_view bytes);
/// The value of a Content-MD5 field (RFC 1864).
std::string content_md5(std::string_view bytes);

/// The ETag that a completed multipart upload has: the MD5 of its parts' MD5s, then `-` and their number. Nothing when
/// a part's ETag is no MD5.
std::optional<std::string> multipart_etag(std::span<const UploadedPart> parts);
/// Whether an ETag has the form of an MD5.
bool looks_like_md5(std::string_view etag);

/// Hands on what another source gives and hashes it on the way. `digest` is whole when the end was read.
class HashedSource final : public ByteSource {
public:
    HashedSource(std::unique_ptr<ByteSource> inner, std::shared_ptr<Md5> digest)
        : inner_{std::move(inner)}, digest_{std::move(digest)} {}

    Async<Result<std::size_t>> read(std::span<char> into) override;
    std::optional<std::uint64_t> size() const noexcept override { return inner_->size(); }

private:
    std::unique_ptr<ByteSource> inner_;
    std::shared_ptr<Md5> digest_;
};

}  // namespace acervo::s3
