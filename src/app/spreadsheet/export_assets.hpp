#pragma once

#include <memory>

#include "app/catalogue/catalogue.hpp"
#include "core/byte_source.hpp"

namespace acervo {

/// Assets that the caller may see as CSV, newest first, read page by page as it is pulled: its memory does not grow
/// with the catalogue. The columns are those that the contract names. Audited. InvalidInput as
/// `check_filter_collection`. `catalogue` must outlive the source.
Async<Result<std::unique_ptr<ByteSource>>> export_assets(Catalogue& catalogue, Caller caller, AssetFilter filter);

}  // namespace acervo
