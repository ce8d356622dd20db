#pragma once

#include <string_view>

namespace acervo {

/// A prepared statement: `name` is unique in the house, `sql` uses $1, $2 … Prepared on a connection at its first use
/// there, so it names its columns (no `SELECT *`: a plan whose columns change is refused by the server). Made of
/// string literals that live for ever:
///   constexpr Statement kFind{"assets.find", "SELECT … WHERE id = $1"};
/// An empty name means SQL put together at run time: parsed each time, and alive until the answer comes.
struct Statement {
    std::string_view name;
    std::string_view sql;
};

}  // namespace acervo
