#pragma once

// The one adapter that the store may use, for those above it: `Database` and `Transaction`.
#include "adapters/postgres/database.hpp"  // IWYU pragma: export
