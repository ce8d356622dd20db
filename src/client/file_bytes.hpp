#pragma once

#include <stop_token>

#include "core/digest.hpp"
#include "core/input_file.hpp"
#include "core/result.hpp"
#include "domain/asset/asset.hpp"

namespace acervo::client {

/// What was added to it; once, at the end.
ContentHash finished(Sha256Stream& digest);

/// SHA-256 of the whole file, in one read; Unavailable when it is told to `stop`.
Result<ContentHash> hash_of(const InputFile& file, const std::stop_token& stop = {});

}  // namespace acervo::client
