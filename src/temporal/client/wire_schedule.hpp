#pragma once

// For the sources of this folder.

#include <temporal/api/schedule/v1/message.pb.h>

#include "temporal/client/client_payloads.hpp"
#include "temporal/client/schedule.hpp"

namespace acervo::temporal::wire {

namespace schedule = ::temporal::api::schedule::v1;

void write(const ScheduleSpec& from, schedule::ScheduleSpec& into);
ScheduleSpec read(const schedule::ScheduleSpec& from);

/// Arguments and memo go through the codec.
Result<void> write_schedule(const ClientPayloads& codec, const Schedule& from, schedule::Schedule& into);
Result<Schedule> read_schedule(const ClientPayloads& codec, const schedule::Schedule& from);
ScheduleInfo read(const schedule::ScheduleInfo& from);
ScheduleAction read(const schedule::ScheduleActionResult& from);

}  // namespace acervo::temporal::wire
