#include "app/access/audited.hpp"

#include <boost/json.hpp>

namespace acervo {

std::string to_json(const AuditDetails& details) {
    boost::json::object object;
    for (const auto& [name, value] : details) object[name] = value;
    return boost::json::serialize(object);
}

}  // namespace acervo
