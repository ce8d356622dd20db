#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <memory>
#include <string>

#include "ports/key_source.hpp"

namespace acervo {

/// Fetches the keys from `url` (`https://…/jwks.json`). `ca_file`: PEM with the authorities to trust; empty = the
/// system's. Follows no redirect.
std::unique_ptr<KeySource> make_http_key_source(boost::asio::any_io_executor executor, std::string url,
                                                std::string ca_file);

}  // namespace acervo
