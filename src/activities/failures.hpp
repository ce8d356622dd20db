#pragma once

#include <string>
#include <utility>

#include "activities/catalogue.hpp"
#include "core/result.hpp"
#include "temporal/payload/failures.hpp"

namespace acervo::activities {

/// What activities need and may find away; people read its name as what an asset waits for.
namespace dependency {
inline constexpr auto kDatabase = "database";
inline constexpr auto kObjectStorage = "object_storage";
inline constexpr auto kScratch = "scratch";
inline constexpr auto kMediaTools = "media_tools";
}  // namespace dependency

/// An error of a step that needs `what`, as workflows understand it: an outage is told with the name of what is away,
/// UnsupportedType as `UnsupportedFormatError`, which nothing repeats; everything else keeps its kind.
temporal::ApplicationFailure failure_of(const char* what, const Error& error);

/// The value, or the failure of the step, thrown.
template <class T>
T need(const char* what, Result<T> result) {
    if (!result) throw failure_of(what, result.error());
    if constexpr (!std::is_void_v<T>) return *std::move(result);
}

}  // namespace acervo::activities
