#pragma once

// `Context`, all of it: the class, and the templates behind its calls and its handlers.
#include "temporal/workflow/context_calls.hpp"     // IWYU pragma: export
#include "temporal/workflow/context_handlers.hpp"  // IWYU pragma: export
#include "temporal/workflow/context_type.hpp"      // IWYU pragma: export
