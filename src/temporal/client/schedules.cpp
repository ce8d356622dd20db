#include "temporal/client/schedules.hpp"

#include <temporal/api/workflowservice/v1/request_response.pb.h>

#include "core/id.hpp"
#include "temporal/client/call_failure.hpp"
#include "temporal/client/rpc.hpp"
#include "temporal/client/wire_schedule.hpp"
#include "temporal/engine/wire_values.hpp"

namespace acervo::temporal {

namespace {

namespace service = ::temporal::api::workflowservice::v1;
namespace enums = ::temporal::api::enums::v1;

/// The fields that all requests have.
template <class Request>
Request request_for(const ClientContext& context, const std::string& schedule_id) {
    Request request;
    request.set_namespace_(context.core->name_space());
    request.set_schedule_id(schedule_id);
    if constexpr (requires { request.set_identity(""); }) request.set_identity(context.core->identity());
    if constexpr (requires { request.set_request_id(""); }) request.set_request_id(Uuid::make().to_string());
    return request;
}

Async<Result<void>> patch(Client client, std::string schedule_id, wire::schedule::SchedulePatch changes,
                          std::string what) {
    auto request = request_for<service::PatchScheduleRequest>(client.context(), schedule_id);
    *request.mutable_patch() = std::move(changes);
    auto done =
        co_await tell(client.context().core, "PatchSchedule", request.SerializeAsString(), client.context().deadline());
    if (!done) co_return fail(explained(std::move(done).error(), what + " schedule " + schedule_id));
    co_return ok();
}

/// An empty note would mean that nothing is asked.
std::string said(std::string note, const char* otherwise) { return note.empty() ? otherwise : std::move(note); }

Result<ScheduleSummary> read_entry(const ClientCore& core, const wire::schedule::ScheduleListEntry& from) {
    ScheduleSummary into;
    into.schedule_id = from.schedule_id();
    auto memo = core.decode(wire::read(from.memo().fields()));
    if (!memo) return fail(std::move(memo).error());
    into.memo = *std::move(memo);
    into.search_attributes = wire::read(from.search_attributes().indexed_fields());
    const auto& info = from.info();
    into.workflow_type = info.workflow_type().name();
    into.spec = wire::read(info.spec());
    into.is_paused = info.paused();
    into.note = info.notes();
    for (const auto& action : info.recent_actions()) into.recent_actions.push_back(wire::read(action));
    for (const auto& moment : info.future_action_times()) into.next_times.push_back(wire::read(moment));
    return into;
}

}  // namespace

Async<Result<void>> create_schedule(Client client, CreateSchedule asked) {
    const auto& core = client.context().core;
    const auto what = "create schedule " + asked.schedule_id;
    auto request = request_for<service::CreateScheduleRequest>(client.context(), asked.schedule_id);
    CO_TRY(wire::write_schedule(*core, asked.schedule, *request.mutable_schedule()));
    const auto memo = CO_TRY(core->encode(std::move(asked.memo), what));
    if (!memo.empty()) wire::write(memo, *request.mutable_memo()->mutable_fields());
    if (!asked.search_attributes.empty()) {
        wire::write(asked.search_attributes, *request.mutable_search_attributes()->mutable_indexed_fields());
    }
    if (asked.trigger_now) request.mutable_initial_patch()->mutable_trigger_immediately();
    auto done = co_await tell(core, "CreateSchedule", request.SerializeAsString(), client.context().deadline());
    if (!done) co_return fail(explained(std::move(done).error(), what));
    co_return ok();
}

Async<Result<ScheduleDescription>> describe_schedule(Client client, std::string schedule_id) {
    const auto& context = client.context();
    const auto request = request_for<service::DescribeScheduleRequest>(context, schedule_id);
    auto answer = co_await ask<service::DescribeScheduleResponse>(context.core, "DescribeSchedule",
                                                                  request.SerializeAsString(), context.deadline());
    if (!answer) co_return fail(explained(std::move(answer).error(), "describe schedule " + schedule_id));
    ScheduleDescription into;
    into.schedule = CO_TRY(wire::read_schedule(*context.core, answer->schedule()));
    into.info = wire::read(answer->info());
    into.memo = CO_TRY(context.core->decode(wire::read(answer->memo().fields())));
    into.search_attributes = wire::read(answer->search_attributes().indexed_fields());
    into.conflict_token = answer->conflict_token();
    co_return into;
}

Async<Result<void>> update_schedule(Client client, std::string schedule_id, Schedule schedule,
                                    std::string conflict_token) {
    auto request = request_for<service::UpdateScheduleRequest>(client.context(), schedule_id);
    CO_TRY(wire::write_schedule(*client.context().core, schedule, *request.mutable_schedule()));
    request.set_conflict_token(conflict_token);
    auto done = co_await tell(client.context().core, "UpdateSchedule", request.SerializeAsString(),
                              client.context().deadline());
    if (!done) co_return fail(explained(std::move(done).error(), "update schedule " + schedule_id));
    co_return ok();
}

Async<Result<void>> pause_schedule(Client client, std::string schedule_id, std::string note) {
    wire::schedule::SchedulePatch changes;
    changes.set_pause(said(std::move(note), "paused"));
    return patch(std::move(client), std::move(schedule_id), std::move(changes), "pause");
}

Async<Result<void>> unpause_schedule(Client client, std::string schedule_id, std::string note) {
    wire::schedule::SchedulePatch changes;
    changes.set_unpause(said(std::move(note), "unpaused"));
    return patch(std::move(client), std::move(schedule_id), std::move(changes), "unpause");
}

Async<Result<void>> trigger_schedule(Client client, std::string schedule_id, ScheduleOverlap overlap) {
    wire::schedule::SchedulePatch changes;
    changes.mutable_trigger_immediately()->set_overlap_policy(wire::same_number<enums::ScheduleOverlapPolicy>(overlap));
    return patch(std::move(client), std::move(schedule_id), std::move(changes), "trigger");
}

Async<Result<void>> backfill_schedule(Client client, std::string schedule_id, std::vector<BackfillRange> ranges) {
    wire::schedule::SchedulePatch changes;
    for (const auto& range : ranges) {
        auto& one = *changes.add_backfill_request();
        wire::write(range.from, *one.mutable_start_time());
        wire::write(range.to, *one.mutable_end_time());
        one.set_overlap_policy(wire::same_number<enums::ScheduleOverlapPolicy>(range.overlap));
    }
    return patch(std::move(client), std::move(schedule_id), std::move(changes), "backfill");
}

Async<Result<void>> delete_schedule(Client client, std::string schedule_id) {
    const auto request = request_for<service::DeleteScheduleRequest>(client.context(), schedule_id);
    auto done = co_await tell(client.context().core, "DeleteSchedule", request.SerializeAsString(),
                              client.context().deadline());
    if (!done) co_return fail(explained(std::move(done).error(), "delete schedule " + schedule_id));
    co_return ok();
}

Async<Result<SchedulePage>> list_schedules(Client client, ListSchedules asked) {
    const auto& context = client.context();
    service::ListSchedulesRequest request;
    request.set_namespace_(context.core->name_space());
    request.set_query(asked.query);
    request.set_maximum_page_size(asked.page_size);
    request.set_next_page_token(asked.page);
    const auto answer = CO_TRY(co_await ask<service::ListSchedulesResponse>(
        context.core, "ListSchedules", request.SerializeAsString(), context.deadline()));
    SchedulePage page;
    page.next_page = answer.next_page_token();
    for (const auto& entry : answer.schedules()) {
        page.schedules.push_back(CO_TRY(read_entry(*context.core, entry)));
    }
    co_return page;
}

}  // namespace acervo::temporal
