#include <google/protobuf/util/json_util.h>
#include <temporal/api/history/v1/message.pb.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cctype>

#include "temporal/client/workflow_history.hpp"
#include "temporal/engine/translate.hpp"

namespace acervo::temporal {

namespace {

namespace protobuf = google::protobuf;
namespace bjson = boost::json;

/// `WORKFLOW_EXECUTION_STARTED` and `WorkflowExecutionStarted` without what tells them apart.
std::string plain(std::string_view name) {
    std::string result;
    for (const char letter : name) {
        if (letter != '_') result += static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
    }
    return result;
}

/// Older exports leave the enum's name out of its values: all names of an enum begin with it.
void lengthen(bjson::value& value, const protobuf::EnumDescriptor& type) {
    if (!value.is_string() || type.FindValueByName(std::string{value.get_string()}) != nullptr) return;
    const auto wanted = plain(type.name()) + plain(value.get_string());
    for (int index = 0; index < type.value_count(); ++index) {
        if (plain(type.value(index)->name()) == wanted) value = type.value(index)->name();
    }
}

const protobuf::FieldDescriptor* find(const protobuf::Descriptor& type, std::string_view name) {
    const std::string key{name};
    const auto* field = type.FindFieldByCamelcaseName(key);
    return field != nullptr ? field : type.FindFieldByName(key);
}

void lengthen_fields(bjson::value& value, const protobuf::Descriptor& type);

void lengthen_field(bjson::value& value, const protobuf::FieldDescriptor& field) {
    if (field.is_map()) {
        if (!value.is_object()) return;
        for (auto& member : value.get_object()) lengthen_field(member.value(), *field.message_type()->map_value());
    } else if (value.is_array()) {
        for (auto& element : value.get_array()) lengthen_field(element, field);
    } else if (field.type() == protobuf::FieldDescriptor::TYPE_ENUM) {
        lengthen(value, *field.enum_type());
    } else if (field.type() == protobuf::FieldDescriptor::TYPE_MESSAGE) {
        lengthen_fields(value, *field.message_type());
    }
}

void lengthen_fields(bjson::value& value, const protobuf::Descriptor& type) {
    if (!value.is_object()) return;
    for (auto& member : value.get_object()) {
        if (const auto* field = find(type, member.key())) lengthen_field(member.value(), *field);
    }
}

/// The parser leaves a name out that it does not know; an event without its type would be misread later.
Result<History> with_known_events(History history) {
    ::temporal::api::history::v1::History message;
    if (!message.ParseFromString(history.bytes())) return fail(ErrorKind::InvalidInput, "these bytes are no history");
    for (const auto& event : message.events()) {
        if (event.event_type() != ::temporal::api::enums::v1::EVENT_TYPE_UNSPECIFIED) continue;
        return fail(ErrorKind::InvalidInput,
                    "event " + std::to_string(event.event_id()) + " of this history is of a type that is not known");
    }
    return history;
}

}  // namespace

Result<std::string> to_json(const History& history) {
    ::temporal::api::history::v1::History message;
    if (!message.ParseFromString(history.bytes())) return fail(ErrorKind::InvalidInput, "these bytes are no history");
    protobuf::util::JsonPrintOptions options;
    options.add_whitespace = true;
    std::string text;
    const auto status = protobuf::util::MessageToJsonString(message, &text, options);
    if (!status.ok()) return fail(ErrorKind::InvalidInput, "history as JSON: " + status.ToString());
    return text;
}

Result<History> parse_history(std::string_view text) {
    boost::system::error_code failed;
    bjson::parse_options depth;
    depth.max_depth = 128;
    auto value = bjson::parse(text, failed, {}, depth);
    if (failed) return fail(ErrorKind::InvalidInput, "a history's JSON is broken: " + failed.message());
    lengthen_fields(value, *::temporal::api::history::v1::History::descriptor());
    auto bytes = history_of_json(bjson::serialize(value));
    if (!bytes) return fail(std::move(bytes).error());
    return with_known_events(History{*std::move(bytes)});
}

}  // namespace acervo::temporal
