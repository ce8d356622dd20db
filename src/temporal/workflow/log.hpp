#pragma once

#include "core/log.hpp"
#include "temporal/workflow/run.hpp"

namespace acervo::temporal {

/// The log of a workflow: each line once, with workflow type, workflow id and run id.
///   ctx.log().info("master.inspected", {{"asset_id", asset}});
class WorkflowLog {
public:
    explicit WorkflowLog(const Run& run) noexcept : run_{&run} {}
    void debug(log::Event event, log::Fields fields = {}) const { write(log::Level::Debug, event, fields); }
    void info(log::Event event, log::Fields fields = {}) const { write(log::Level::Info, event, fields); }
    void warn(log::Event event, log::Fields fields = {}) const { write(log::Level::Warn, event, fields); }
    void error(log::Event event, log::Fields fields = {}) const { write(log::Level::Error, event, fields); }

private:
    void write(log::Level level, log::Event event, log::Fields fields) const;
    const Run* run_;
};

}  // namespace acervo::temporal
