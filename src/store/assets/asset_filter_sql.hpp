#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/asset/asset.hpp"

namespace acervo {

// Of assets `a`, and with the same parameters in every statement: $1 types, $2 statuses, $6 the person (nobody for an
// administrator), $8 the collections that the person manages, $9 and $10 the time of creation, $11 the tag. A filter
// that is not given is NULL, which the planner, who sees the values of a statement without a name, takes out of the
// plan.

/// What lies on the shelf and passes all filters but that of the collection.
std::string asset_filter_sql(AssetShelf shelf);

/// Those among what lies where the person may look that are not restricted to others.
std::string not_hidden_sql();

/// An array literal of names that need no quotes; NULL for "every one".
template <class Name>
std::optional<std::string> array_or_null(const std::vector<Name>& values) {
    if (values.empty()) return std::nullopt;
    std::string text{"{"};
    for (const auto value : values) text.append(text.size() > 1 ? "," : "").append(name_of(value));
    return text + "}";
}

}  // namespace acervo
