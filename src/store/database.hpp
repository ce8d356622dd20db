#pragma once

// The one adapter that the store may use, for those above it: `Database`, `Transaction`, `in_transaction`.
#include "adapters/postgres/database.hpp"        // IWYU pragma: export
#include "adapters/postgres/in_transaction.hpp"  // IWYU pragma: export
