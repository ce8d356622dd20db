#include <google/protobuf/util/json_util.h>
#include <temporal/api/history/v1/message.pb.h>

#include "temporal/engine/translate.hpp"

namespace acervo::temporal {

Result<std::string> history_of_json(std::string_view json) {
    ::temporal::api::history::v1::History history;
    google::protobuf::util::JsonParseOptions options;
    options.ignore_unknown_fields = true;
    const google::protobuf::StringPiece text{json.data(), json.size()};
    const auto status = google::protobuf::util::JsonStringToMessage(text, &history, options);
    if (!status.ok()) return fail(ErrorKind::InvalidInput, "this is no history: " + status.ToString());
    if (history.events_size() == 0) return fail(ErrorKind::InvalidInput, "this is no history: it has no events");
    return history.SerializeAsString();
}

std::string workflow_id_of(std::string_view history) {
    ::temporal::api::history::v1::History parsed;
    if (!parsed.ParseFromArray(history.data(), static_cast<int>(history.size())) || parsed.events().empty()) return {};
    return parsed.events(0).workflow_execution_started_event_attributes().workflow_id();
}

}  // namespace acervo::temporal
