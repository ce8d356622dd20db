#include "temporal/workflow/context.hpp"

#include <array>
#include <cstdio>

namespace acervo::temporal {

namespace {

/// `wait` with a limit: the condition against a timer, which is taken back when the condition was first.
Task<bool> wait_in_time(Context ctx, std::function<bool()> condition, Duration limit) {
    auto holds = ctx.wait(std::move(condition));
    if (holds.done()) {
        co_await holds;
        co_return true;
    }
    const auto first = co_await ctx.race(std::move(holds), ctx.sleep(limit));
    co_return first.index() == 0;
}

}  // namespace

Future<bool> Context::wait(std::function<bool()> condition, Duration limit) const {
    return spawn(wait_in_time(*this, std::move(condition), limit));
}

std::uint64_t Context::random_below(std::uint64_t end) const {
    if (end == 0) return 0;
    // Numbers above the last whole multiple would make the first ones likelier.
    const std::uint64_t limit = std::numeric_limits<std::uint64_t>::max() / end * end;
    std::uint64_t number = random();
    while (number >= limit) number = random();
    return number % end;
}

Uuid Context::uuid() const {
    const auto high = (random() & ~std::uint64_t{0xF000}) | 0x4000;
    const auto low = (random() & ~(std::uint64_t{0x3} << 62)) | (std::uint64_t{0x2} << 62);
    std::array<char, 37> text{};
    std::snprintf(text.data(), text.size(), "%08x-%04x-%04x-%04x-%012llx", static_cast<unsigned>(high >> 32),
                  static_cast<unsigned>(high >> 16 & 0xFFFF), static_cast<unsigned>(high & 0xFFFF),
                  static_cast<unsigned>(low >> 48), static_cast<unsigned long long>(low & 0xFFFFFFFFFFFF));
    return Uuid::parse(text.data()).value();
}

Scope Context::scope_below() const { return {*run_, CancelScope::make(scope())}; }
Scope Context::detached_scope() const { return {*run_, CancelScope::make(nullptr)}; }

command::ScheduleActivity schedule_command(const std::string& type, const ActivityOptions& options,
                                           Payloads arguments) {
    command::ScheduleActivity command;
    command.activity_id = options.activity_id;
    command.activity_type = type;
    command.task_queue = options.task_queue;
    command.arguments = std::move(arguments);
    command.schedule_to_close_timeout = options.schedule_to_close_timeout;
    command.schedule_to_start_timeout = options.schedule_to_start_timeout;
    command.start_to_close_timeout = options.start_to_close_timeout;
    command.heartbeat_timeout = options.heartbeat_timeout;
    command.retry_policy = options.retry_policy;
    command.cancellation_type = options.cancellation_type;
    command.priority = options.priority;
    return command;
}

command::ScheduleLocalActivity schedule_command(const std::string& type, const LocalActivityOptions& options,
                                                Payloads arguments) {
    command::ScheduleLocalActivity command;
    command.activity_type = type;
    command.arguments = std::move(arguments);
    command.schedule_to_close_timeout = options.schedule_to_close_timeout;
    command.schedule_to_start_timeout = options.schedule_to_start_timeout;
    command.start_to_close_timeout = options.start_to_close_timeout;
    command.retry_policy = options.retry_policy;
    command.local_retry_threshold = options.local_retry_threshold;
    command.cancellation_type = options.cancellation_type;
    return command;
}

command::StartChildWorkflow start_command(const std::string& type, ChildOptions options, Payloads input) {
    command::StartChildWorkflow command;
    command.workflow_id = std::move(options.workflow_id);
    command.workflow_type = type;
    command.task_queue = std::move(options.task_queue);
    command.input = std::move(input);
    command.workflow_execution_timeout = options.execution_timeout;
    command.workflow_run_timeout = options.run_timeout;
    command.workflow_task_timeout = options.task_timeout;
    command.parent_close_policy = options.parent_close_policy;
    command.workflow_id_reuse_policy = options.id_reuse_policy;
    command.retry_policy = std::move(options.retry_policy);
    command.cron_schedule = std::move(options.cron_schedule);
    command.memo = std::move(options.memo);
    command.search_attributes = std::move(options.search_attributes);
    command.cancellation_type = options.cancellation_type;
    command.priority = std::move(options.priority);
    return command;
}

command::ContinueAsNew continue_command(const std::string& type, ContinueOptions options, Payloads arguments) {
    command::ContinueAsNew command;
    command.workflow_type = type;
    command.task_queue = std::move(options.task_queue);
    command.arguments = std::move(arguments);
    command.workflow_run_timeout = options.run_timeout;
    command.workflow_task_timeout = options.task_timeout;
    command.memo = std::move(options.memo);
    command.search_attributes = std::move(options.search_attributes);
    command.retry_policy = std::move(options.retry_policy);
    return command;
}

}  // namespace acervo::temporal
