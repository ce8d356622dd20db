#include "adapters/s3/endpoint.hpp"

#include <fmt/format.h>

#include "adapters/s3/sigv4.hpp"

namespace acervo::s3 {

Endpoint::Endpoint(Url url, Addressing addressing)
    : scheme_{url.secure() ? "https" : "http"}, authority_{url.authority()}, addressing_{addressing} {}

Result<Endpoint> Endpoint::make(std::string_view address, Addressing addressing) {
    auto url = Url::parse(address);
    if (!url) return fail(std::move(url).error().with_context(fmt::format("S3 endpoint {:?}", address)));
    if (url->target() != "/") {
        return fail(ErrorKind::InvalidInput,
                    fmt::format("S3 endpoint {:?}: nothing may stand behind host and port", address));
    }
    return Endpoint{*std::move(url), addressing};
}

std::string Endpoint::host_of(std::string_view bucket) const {
    if (addressing_ == Addressing::Path || bucket.empty()) return authority_;
    return fmt::format("{}.{}", bucket, authority_);
}

std::string Endpoint::path_of(std::string_view bucket, std::string_view key) const {
    if (addressing_ == Addressing::VirtualHost || bucket.empty()) return "/" + encode_path(key);
    return key.empty() ? "/" + encode_path(bucket) : fmt::format("/{}/{}", encode_path(bucket), encode_path(key));
}

std::string Endpoint::url_of(std::string_view host, std::string_view target) const {
    return fmt::format("{}://{}{}", scheme_, host, target);
}

}  // namespace acervo::s3
