#pragma once

#include <string>
#include <string_view>

namespace acervo {

/// A lateral subquery with one column `rights`: what `person` (a parameter) was granted on the one collection of
/// `collection` (a column of a table before it), itself or by its groups. OFFSET 0 keeps the planner from taking all
/// grants of the person first, of whom it believes that it has few.
inline std::string grants_sql(std::string_view person, std::string_view collection) {
    const std::string who{person};
    const std::string where{collection};
    return "(SELECT d.rights FROM collection_grants d WHERE d.user_id = " + who + " AND d.collection_id = " + where +
           " UNION ALL SELECT d.rights FROM collection_grants d JOIN group_members m ON m.group_id = d.group_id "
           "AND m.user_id = " +
           who + " WHERE d.collection_id = " + where + " OFFSET 0)";
}

}  // namespace acervo
