#include "domain/audit/audit_record.hpp"

#include "core/digest.hpp"
#include "core/json_text.hpp"

namespace acervo {

std::string audit_link(std::int64_t seq, std::string_view previous, const AuditRecord& record) {
    std::string text{"["};
    const auto number = [&text](std::int64_t value) { text.append(std::to_string(value)).push_back(','); };
    const auto words = [&text](std::string_view value) {
        append_json_text(text, value);
        text.push_back(',');
    };
    number(seq);
    words(previous);
    number(record.id);
    number(record.created_at.time_since_epoch().count());
    words(record.actor ? record.actor->to_string() : "");
    words(record.action);
    words(record.object_type);
    words(record.object_id);
    words(record.request_id);
    words(record.details);
    text.back() = ']';
    return sha256_hex(text);
}

}  // namespace acervo
