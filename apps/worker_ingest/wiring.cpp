#include "wiring.hpp"

#include "activities/catalogue.hpp"
#include "activities/ingest/ingest_activities.hpp"
#include "adapters/exiftool/exiftool.hpp"
#include "workers/media_base.hpp"
#include "workers/worker_program.hpp"

namespace acervo::worker_ingest {
namespace {

class Parts final : public WorkerParts {
public:
    Parts(MediaBase base, std::unique_ptr<EmbeddedMetadataReader> embedded, int at_once)
        : base_{std::move(base)}, embedded_{std::move(embedded)}, at_once_{at_once} {
        activities::add_ingest_activities(activities_, tools_);
    }
    std::vector<temporal::QueueOptions> queues() override {
        temporal::QueueOptions queue;
        queue.engine.task_queue = activities::kIngestQueue;
        queue.engine.max_activities = static_cast<std::uint32_t>(at_once_);
        queue.engine.max_heartbeat_throttle = activities::kHeartbeatThrottle;
        queue.activities = &activities_;
        std::vector<temporal::QueueOptions> queues;
        queues.push_back(std::move(queue));
        return queues;
    }
    Async<void> close() override { co_await base_.database->close(); }

private:
    MediaBase base_;
    std::unique_ptr<EmbeddedMetadataReader> embedded_;
    int at_once_;
    activities::IngestTools tools_{*base_.database, *base_.objects, base_.scratch,
                                   *base_.prober,   *embedded_,     base_.profiles};
    temporal::ActivityRegistry activities_;
};

}  // namespace

void describe(config::Section<WorkerSection>& section) {
    section.doc("How much is done side by side");
    section.key("at_once", &WorkerSection::at_once, "Masters at a time").range(1, 200);
}

Result<void> work(const Settings& settings) {
    WorkerProgram program;
    program.name = "acervo-worker-ingest";
    program.http = settings.http;
    program.temporal = settings.temporal;
    program.assemble = [&settings](const boost::asio::any_io_executor& executor,
                                   Metrics&) -> Result<std::unique_ptr<WorkerParts>> {
        auto base = assemble_media(executor, {settings.database, settings.s3, settings.scratch, settings.profiles});
        if (!base) return fail(std::move(base).error());
        auto embedded = make_exiftool({.work_folder = probing_folder(settings.scratch)});
        return std::make_unique<Parts>(*std::move(base), std::move(embedded), settings.worker.at_once);
    };
    return run_worker(program);
}

}  // namespace acervo::worker_ingest
