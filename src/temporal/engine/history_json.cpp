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

}  // namespace acervo::temporal
