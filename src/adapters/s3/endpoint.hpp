#pragma once

#include <string>
#include <string_view>

#include "core/result.hpp"
#include "net/url.hpp"

namespace acervo::s3 {

/// How a bucket is named in an address.
enum class Addressing {
    /// `http://store/bucket/key`: every store takes it.
    Path,
    /// `http://bucket.store/key`: what Amazon wants for new buckets; needs a name server that knows them.
    VirtualHost,
};

/// One address of the store, and where its buckets lie below it.
class Endpoint {
public:
    /// InvalidInput for anything but `http[s]://host[:port]`: with a path in front the signature would not cover what
    /// the store sees.
    static Result<Endpoint> make(std::string_view address, Addressing addressing);

    /// The Host field for calls on this bucket; an empty name is the store itself.
    std::string host_of(std::string_view bucket) const;
    /// The encoded path of a key, or of the bucket when the key is empty.
    std::string path_of(std::string_view bucket, std::string_view key) const;
    /// The address of a path and query on `host`.
    std::string url_of(std::string_view host, std::string_view target) const;

private:
    Endpoint(Url url, Addressing addressing);

    std::string scheme_;
    std::string authority_;
    Addressing addressing_;
};

}  // namespace acervo::s3
