#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/result.hpp"
#include "store/name_position.hpp"

namespace acervo {

/// Some of many things that are sorted by name.
template <class Thing>
struct NamedPage {
    std::vector<Thing> things;
    /// Opaque; give it back for the next page. Nothing at the end.
    std::optional<std::string> next;
};

/// Name and id as base64url.
std::string write_name_cursor(const NamePosition& position);

/// InvalidInput for text that `write_name_cursor` did not write.
Result<NamePosition> read_name_cursor(std::string_view cursor);

/// The same; nothing for nothing.
Result<std::optional<NamePosition>> read_name_cursor(const std::optional<std::string>& cursor);

/// A page of at most `limit` of `things`, of which one more than that was asked for.
template <class Thing, class PositionOf>
NamedPage<Thing> named_page(std::vector<Thing> things, int limit, PositionOf position_of) {
    NamedPage<Thing> page{.things = std::move(things), .next = std::nullopt};
    if (page.things.size() > static_cast<std::size_t>(limit)) {
        page.things.resize(static_cast<std::size_t>(limit));
        page.next = write_name_cursor(position_of(page.things.back()));
    }
    return page;
}

}  // namespace acervo
