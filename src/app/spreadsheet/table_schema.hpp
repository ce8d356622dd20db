#pragma once

#include "app/spreadsheet/metadata_cells.hpp"
#include "core/async.hpp"
#include "store/database.hpp"

namespace acervo {

/// Of the schemas in force.
Async<Result<TableFields>> find_table_fields(Database& database);

}  // namespace acervo
