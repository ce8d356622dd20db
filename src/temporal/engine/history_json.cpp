#include <google/protobuf/util/json_util.h>
#include <temporal/api/history/v1/message.pb.h>

#include <map>

#include "temporal/engine/translate.hpp"

namespace acervo::temporal {

namespace {

using ::temporal::api::history::v1::History;

Result<History> parse(std::string_view json) {
    History history;
    google::protobuf::util::JsonParseOptions options;
    options.ignore_unknown_fields = true;
    const google::protobuf::StringPiece text{json.data(), json.size()};
    const auto status = google::protobuf::util::JsonStringToMessage(text, &history, options);
    if (!status.ok()) return fail(ErrorKind::InvalidInput, "this is no history: " + status.ToString());
    if (history.events_size() == 0) return fail(ErrorKind::InvalidInput, "this is no history: it has no events");
    return history;
}

bool written_in_go(const History& history) {
    for (const auto& event : history.events()) {
        const auto& ended = event.workflow_task_completed_event_attributes();
        if (ended.sdk_metadata().sdk_name() == "temporal-go") return true;
    }
    return false;
}

/// The SDK for Go, which is not built on the engine, names a timer by its first event; the engine looks it up by its
/// count. (Ids of activities differ too, but the engine compares them only in histories of its own.)
void count_timers(History& history) {
    std::map<std::int64_t, std::string> ids;
    for (auto& event : *history.mutable_events()) {
        if (event.has_timer_started_event_attributes()) {
            const auto& id = ids.emplace(event.event_id(), std::to_string(ids.size() + 1)).first->second;
            event.mutable_timer_started_event_attributes()->set_timer_id(id);
        } else if (event.has_timer_fired_event_attributes()) {
            auto& fired = *event.mutable_timer_fired_event_attributes();
            fired.set_timer_id(ids[fired.started_event_id()]);
        } else if (event.has_timer_canceled_event_attributes()) {
            auto& cancelled = *event.mutable_timer_canceled_event_attributes();
            cancelled.set_timer_id(ids[cancelled.started_event_id()]);
        }
    }
}

Result<RecordedRun> recorded_run_of(Result<History> read) {
    if (!read) return fail(std::move(read).error());
    auto& history = *read;
    if (written_in_go(history)) count_timers(history);
    return RecordedRun{history.events(0).workflow_execution_started_event_attributes().workflow_id(),
                       history.SerializeAsString()};
}

}  // namespace

Result<std::string> history_of_json(std::string_view json) {
    const auto history = parse(json);
    if (!history) return fail(history.error());
    return history->SerializeAsString();
}

Result<RecordedRun> recorded_run_of_json(std::string_view json) { return recorded_run_of(parse(json)); }

Result<RecordedRun> recorded_run_of_bytes(std::string_view bytes) {
    History history;
    if (!history.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())) || history.events_size() == 0) {
        return fail(ErrorKind::InvalidInput, "these bytes are no history");
    }
    return recorded_run_of(std::move(history));
}

}  // namespace acervo::temporal
