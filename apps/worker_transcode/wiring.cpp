#include "wiring.hpp"

#include "activities/catalogue.hpp"
#include "activities/transcode/transcode_activities.hpp"
#include "adapters/ffmpeg/ffmpeg_rendition_maker.hpp"
#include "adapters/vips/vips_rendition_maker.hpp"
#include "workers/media_base.hpp"
#include "workers/worker_program.hpp"

namespace acervo::worker_transcode {
namespace {

/// Programs of the platform lie side by side.
std::filesystem::path folder_of_programs() { return std::filesystem::read_symlink("/proc/self/exe").parent_path(); }

class Parts final : public WorkerParts {
public:
    Parts(MediaBase base, const Settings& settings)
        : base_{std::move(base)},
          settings_{settings},
          films_{make_ffmpeg_rendition_maker({})},
          pictures_{make_vips_rendition_maker({.program = folder_of_programs() / "acervo-media"})} {
        activities::add_transcode_activities(activities_, tools_);
    }
    std::vector<temporal::QueueOptions> queues() override {
        std::vector<temporal::QueueOptions> queues;
        const auto add = [&](const char* name, int at_once) {
            temporal::QueueOptions queue;
            queue.engine.task_queue = name;
            queue.engine.max_activities = static_cast<std::uint32_t>(at_once);
            queue.engine.max_heartbeat_throttle = activities::kHeartbeatThrottle;
            queue.activities = &activities_;
            queues.push_back(std::move(queue));
        };
        add(activities::kTranscodeQueue, settings_.worker.films_at_once);
        add(activities::kLightQueue, settings_.worker.light_at_once);
        add(activities::kInteractiveQueue, 1);
        return queues;
    }
    Async<void> close() override { co_await base_.database->close(); }

private:
    MediaBase base_;
    const Settings& settings_;
    std::unique_ptr<RenditionMaker> films_;
    std::unique_ptr<RenditionMaker> pictures_;
    activities::TranscodeTools tools_{*base_.database,
                                      *base_.objects,
                                      base_.scratch,
                                      *base_.prober,
                                      *films_,
                                      *pictures_,
                                      base_.profiles,
                                      settings_.s3.proxies_bucket,
                                      settings_.s3.delivery_bucket,
                                      days_of(settings_.s3)};
    temporal::ActivityRegistry activities_;
};

}  // namespace

void describe(config::Section<WorkerSection>& section) {
    section.doc("How much is done side by side");
    section.key("films_at_once", &WorkerSection::films_at_once, "Films at a time; each uses all cores").range(1, 16);
    section.key("light_at_once", &WorkerSection::light_at_once, "Sounds and pictures at a time").range(1, 64);
}

Result<void> work(const Settings& settings) {
    WorkerProgram program;
    program.name = "acervo-worker-transcode";
    program.http = settings.http;
    program.temporal = settings.temporal;
    program.assemble = [&settings](const boost::asio::any_io_executor& executor,
                                   Metrics&) -> Result<std::unique_ptr<WorkerParts>> {
        auto base = assemble_media(executor, {settings.database, settings.s3, settings.scratch, settings.profiles});
        if (!base) return fail(std::move(base).error());
        return std::make_unique<Parts>(*std::move(base), settings);
    };
    return run_worker(program);
}

}  // namespace acervo::worker_transcode
