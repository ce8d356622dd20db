#include "adapters/ffmpeg/ffmpeg_rendition_maker.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/this_coro.hpp>
#include <charconv>
#include <chrono>
#include <cmath>
#include <system_error>
#include <utility>

#include "adapters/ffmpeg/adaptive_set.hpp"
#include "adapters/ffmpeg/command.hpp"
#include "adapters/ffmpeg/filter_graph.hpp"
#include "adapters/ffmpeg/measured.hpp"
#include "adapters/ffmpeg/sample_pipe.hpp"
#include "adapters/ffmpeg/verdict.hpp"
#include "child/child_process.hpp"

namespace acervo {
namespace {

namespace fs = std::filesystem;
using namespace ffmpeg;
using namespace std::chrono_literals;

/// Part of the progress that one command fills.
struct Share {
    double from;
    double to;
};

/// One pass while it is made; lives in the coroutine that makes it.
class Pass {
public:
    Pass(const FfmpegOptions& options, PassRequest request, ProgressSink progress)
        : options_{options}, request_{std::move(request)}, progress_{std::move(progress)} {}

    Async<Result<MadePass>> run() {
        if (is_of_stills()) {
            CO_TRY(co_await take_all_stills());
        } else {
            CO_TRY(make_folders());
            if (must_listen()) CO_TRY(co_await listen_to_it());
            if (!plan().picture && waveform_ && waveform_->samples() == 0) {
                co_return fail(ErrorKind::UnsupportedType, "no sound can be decoded");
            }
            if (std::ranges::any_of(plan().renditions, is_encoded)) {
                CO_TRY(co_await ffmpeg_run(encode(request_.master, plan(), gains()), {0.1, 0.95}, "encoding"));
            }
            take_findings();
        }
        for (std::size_t i = 0; i < plan().renditions.size(); ++i) {
            auto made = CO_TRY(co_await finished(i));
            made.profile_name = plan().renditions[i].profile.name;
            made.profile_version = plan().renditions[i].profile.version;
            made_.renditions.push_back(std::move(made));
        }
        say(1);
        co_return std::move(made_);
    }

private:
    const PassPlan& plan() const noexcept { return request_.plan; }
    const fs::path& folder() const noexcept { return request_.work_folder; }
    bool is_of_stills() const { return std::holds_alternative<StillFile>(plan().renditions.front().profile.product); }
    const WaveformPeaks* waveform_wanted() const {
        for (const auto& rendition : plan().renditions) {
            if (const auto* const peaks = std::get_if<WaveformPeaks>(&rendition.profile.product)) return peaks;
        }
        return nullptr;
    }
    bool must_listen() const {
        return !plan().sounds.empty() && !plan().span && (plan().finds_flaws || waveform_wanted() != nullptr);
    }

    void say(double fraction) {
        if (fraction <= said_) return;
        said_ = fraction;
        if (progress_) progress_(fraction);
    }

    /// Lines of `-progress`: only how far it is in the film matters.
    void take_line(std::string_view line, Share share) {
        constexpr std::string_view kTime = "out_time_us=";
        if (!line.starts_with(kTime) || plan().about_ms.value_or(0) <= 0) return;
        line.remove_prefix(kTime.size());
        double microseconds = 0;
        const auto read = std::from_chars(line.data(), line.data() + line.size(), microseconds);
        if (read.ec != std::errc{}) return;
        const auto done = microseconds / 1000 / static_cast<double>(*plan().about_ms);
        say(share.from + (share.to - share.from) * std::clamp(done, 0.0, 1.0));
    }

    ChildCommand command(const fs::path& program, std::vector<std::string> arguments) const {
        ChildCommand child;
        child.program = program;
        child.arguments = std::move(arguments);
        child.work_folder = folder();
        child.readable = {request_.master};
        child.limits.memory_bytes = options_.memory_bytes;
        child.limits.file_bytes = options_.file_bytes;
        const std::chrono::milliseconds film{plan().about_ms.value_or(0)};
        child.limits.wall = 10min + film * options_.longest_times_duration;
        // Every core may be busy all the time.
        child.limits.cpu = std::chrono::duration_cast<std::chrono::seconds>(child.limits.wall) * 64;
        child.limits.output_bytes = 4ULL << 30U;
        return child;
    }

    Async<Result<ChildOutcome>> judged(Async<Result<ChildOutcome>> child, std::string what) {
        auto outcome = CO_TRY(co_await std::move(child));
        if (!outcome.succeeded()) co_return fail(failure_of(outcome, what));
        co_return outcome;
    }

    Async<Result<ChildOutcome>> ffmpeg_run(std::vector<std::string> arguments, Share share, std::string what) {
        LineSink sink = [this, share](std::string_view line) { take_line(line, share); };
        auto child = run_child(command(options_.ffmpeg, std::move(arguments)), std::move(sink));
        co_return co_await judged(std::move(child), std::move(what));
    }

    /// Where nothing comes from the middle (one frame, no frame to enter at) the beginning is taken.
    Async<Result<void>> take_all_stills() {
        CO_TRY(co_await ffmpeg_run(take_stills(request_.master, plan()), {0, 0.8}, "stills"));
        std::error_code ignored;
        if (fs::exists(folder() / plan().renditions.front().profile.filename, ignored)) co_return ok();
        if (plan().still_at_ms == 0) co_return fail(ErrorKind::UnsupportedType, "no picture in it can be decoded");
        request_.plan.still_at_ms = 0;
        CO_TRY(co_await ffmpeg_run(take_stills(request_.master, plan()), {0.8, 0.9}, "stills"));
        co_return ok();
    }

    Result<void> make_folders() {
        std::error_code wrong;
        for (const auto* name : {"cmaf", "hls", "dash"}) {
            fs::create_directories(folder() / name, wrong);
            if (wrong) return fail(ErrorKind::Internal, "work folder: " + wrong.message());
        }
        return ok();
    }

    Async<Result<void>> listen_to_it() {
        const auto* const wanted = waveform_wanted();
        auto arguments = listen(request_.master, plan(), wanted != nullptr);
        const auto outcome = CO_TRY(wanted == nullptr ? co_await ffmpeg_run(std::move(arguments), {0, 0.1}, "listening")
                                                      : co_await listen_and_draw(std::move(arguments), *wanted));
        made_.loudness = loudness_in(outcome.error_tail);
        co_return ok();
    }

    Async<Result<ChildOutcome>> listen_and_draw(std::vector<std::string> arguments, WaveformPeaks peaks) {
        using boost::asio::experimental::awaitable_operators::operator||;
        auto pipe = CO_TRY(SamplePipe::open(co_await boost::asio::this_coro::executor, folder() / kSamples));
        waveform_.emplace(peaks);
        auto child = ffmpeg_run(std::move(arguments), {0, 0.1}, "listening");
        auto reader = pipe.read_until_cancelled(*waveform_);
        auto ended = co_await (std::move(child) || std::move(reader));
        if (ended.index() != 0) co_return fail(ErrorKind::Internal, "the pipe for samples ended");
        pipe.drain(*waveform_);
        co_return std::get<0>(std::move(ended));
    }

    std::vector<double> gains() const {
        std::vector<double> all;
        for (const auto& rendition : plan().renditions) {
            const auto target = loudness_target_of(rendition.profile);
            all.push_back(target && made_.loudness ? gain_db(*made_.loudness, *target) : 0);
        }
        return all;
    }
    static std::optional<LoudnessTarget> loudness_target_of(const Profile& profile) {
        if (const auto* const film = std::get_if<FilmFile>(&profile.product)) return film->sound.loudness;
        if (const auto* const file = std::get_if<SoundFile>(&profile.product)) return file->sound.loudness;
        if (const auto* const set = std::get_if<AdaptiveSet>(&profile.product)) return set->sound.loudness;
        return {};
    }

    void take_findings() {
        for (const auto* file : {kPictureFindings, kSoundFindings}) {
            auto found = findings_in(read_text(folder() / file), plan().about_ms.value_or(0));
            made_.findings.insert(made_.findings.end(), found.begin(), found.end());
        }
    }

    Async<Result<FileFacts>> look(std::string file) {
        auto child = run_child(command(options_.ffprobe, look_at(file)), nullptr);
        const auto outcome = CO_TRY(co_await std::move(child));
        if (!outcome.succeeded()) {
            co_return fail(ErrorKind::Internal,
                           fmt::format("{}: ffprobe cannot read it: {}", file, outcome.error_tail));
        }
        co_return facts_in(outcome.output);
    }

    Async<Result<MadeRendition>> finished(std::size_t number) {
        const auto& rendition = plan().renditions[number];
        const auto& profile = rendition.profile;
        if (std::holds_alternative<AdaptiveSet>(profile.product)) co_return describe_set(folder(), plan(), rendition);
        MadeRendition made;
        if (std::holds_alternative<WaveformPeaks>(profile.product)) {
            CO_TRY(check_waveform());
            CO_TRY(write_text(folder() / profile.filename, waveform_->to_json()));
            made.duration_ms = static_cast<std::int64_t>(waveform_->samples() * 1000 / kSampleRate);
            made.files.push_back(CO_TRY(made_file(folder(), profile.filename, profile.mime_type)));
            co_return made;
        }
        made.files.push_back(CO_TRY(made_file(folder(), profile.filename, profile.mime_type)));
        const auto facts = CO_TRY(co_await look(profile.filename));
        CO_TRY(check_facts(facts, plan(), rendition));
        if (const auto* const sprite = std::get_if<SpriteSheet>(&profile.product)) {
            CO_TRY(check_sheet(facts, rendition));
            CO_TRY(write_text(folder() / sprite->track_filename, sprite_track(plan(), rendition)));
            made.files.push_back(CO_TRY(made_file(folder(), sprite->track_filename, "text/vtt")));
        }
        made.width = facts.width;
        made.height = facts.height;
        const auto seconds = facts.picture_codec.empty() || facts.picture_seconds ? longest(facts) : 0;
        if (seconds > 0 && !is_of_stills() && !std::holds_alternative<SpriteSheet>(profile.product)) {
            made.duration_ms = std::llround(seconds * 1000);
            made.bitrate_kbps =
                static_cast<int>(static_cast<double>(made.files.front().size_bytes) * 8 / 1000 / seconds);
        }
        co_return made;
    }

    static double longest(const FileFacts& facts) {
        return std::max(facts.picture_seconds.value_or(0), facts.sound_seconds.value_or(0));
    }
    Result<void> check_waveform() const {
        if (!waveform_ || waveform_->samples() == 0) return fail(ErrorKind::UnsupportedType, "no sound can be decoded");
        return check_sound_seconds(static_cast<double>(waveform_->samples()) / kSampleRate, plan());
    }
    Result<void> check_sheet(const FileFacts& facts, const PlannedRendition& rendition) const {
        const auto& sprite = std::get<SpriteSheet>(rendition.profile.product);
        const auto grid = grid_of(sprite, plan());
        const auto& tile = rendition.sizes.front();
        const int columns = std::min(sprite.columns, grid.tiles);
        if (facts.width == columns * tile.width && facts.height == grid.rows * tile.height) return ok();
        return fail(ErrorKind::Internal, "the sprite sheet has another number of tiles");
    }

    const FfmpegOptions& options_;
    PassRequest request_;
    ProgressSink progress_;
    double said_{0};
    MadePass made_{};
    std::optional<Waveform> waveform_{};
};

class FfmpegRenditionMaker final : public RenditionMaker {
public:
    explicit FfmpegRenditionMaker(FfmpegOptions options) : options_{std::move(options)} {}

    Async<Result<MadePass>> make(PassRequest request, ProgressSink progress) override {
        if (request.plan.tool != PassTool::Film || request.plan.renditions.empty()) {
            co_return fail(ErrorKind::Internal, "this pass is not one of films");
        }
        Pass pass{options_, std::move(request), std::move(progress)};
        co_return co_await pass.run();
    }

private:
    FfmpegOptions options_;
};

}  // namespace

std::unique_ptr<RenditionMaker> make_ffmpeg_rendition_maker(FfmpegOptions options) {
    return std::make_unique<FfmpegRenditionMaker>(std::move(options));
}

}  // namespace acervo
