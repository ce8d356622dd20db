#pragma once

/// C++ values ↔ JSON: bool, whole numbers (exact over all 64 bits), double, string, optional, vector, map with text
/// keys, chrono durations (their count), named enums, variants of named structs, `Blob` (base64), types with `parse`
/// and `to_string` (Uuid, Id), and structs that declare their fields.
/// `json::write(writer, value)` and `json::read(view, value, path)`.
#include "temporal/payload/json_read.hpp"   // IWYU pragma: export
#include "temporal/payload/json_write.hpp"  // IWYU pragma: export
