#include "adapters/vips/vips_rendition_maker.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <chrono>
#include <system_error>
#include <utility>

#include "child/child_process.hpp"

namespace acervo {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using namespace std::chrono_literals;

constexpr int kPictureIsToBlame = 2;

/// The shadow memory of a sanitised program is far larger than what it uses.
#if __has_feature(address_sanitizer)
constexpr std::uint64_t kLeastMemory = 1ULL << 46U;
#else
constexpr std::uint64_t kLeastMemory = 0;
#endif

ChildCommand command_of(const VipsOptions& options, const PassRequest& request) {
    ChildCommand child;
    child.program = options.program;
    child.work_folder = request.work_folder;
    child.readable = {request.master};
    child.limits.wall = 5min;
    child.limits.cpu = 5min;
    child.limits.memory_bytes = std::max(options.memory_bytes, kLeastMemory);
    child.limits.output_bytes = 1U << 20U;
    child.arguments = {request.master.string(), std::to_string(options.max_pixels)};
    for (const auto& rendition : request.plan.renditions) {
        const auto& still = std::get<StillFile>(rendition.profile.product);
        child.arguments.push_back(fmt::format("{}:{}:{}:{}:{}", rendition.profile.filename, name_of(still.format),
                                              still.max_width, still.max_height, still.quality));
    }
    return child;
}

Error failure_of(const ChildOutcome& outcome) {
    if (outcome.end == ChildEnd::WallLimit || outcome.end == ChildEnd::CpuLimit) {
        return {ErrorKind::Timeout, "the picture took too long to decode"};
    }
    if (outcome.end == ChildEnd::Signalled) {
        return {ErrorKind::UnsupportedType,
                fmt::format("decoding the picture breaks the decoder (signal {})", outcome.signal)};
    }
    boost::system::error_code wrong;
    const auto answer = json::parse(outcome.output, wrong);
    const auto* const why = !wrong && answer.is_object() ? answer.get_object().if_contains("error") : nullptr;
    if (outcome.end == ChildEnd::Exited && outcome.exit_code == kPictureIsToBlame && why != nullptr &&
        why->is_string()) {
        return {ErrorKind::UnsupportedType, std::string{why->get_string()}};
    }
    return {ErrorKind::Internal, fmt::format("acervo-media failed: {}", outcome.error_tail)};
}

Result<MadeRendition> made_of(const json::value& answer, const PlannedRendition& rendition, const fs::path& folder) {
    const auto& profile = rendition.profile;
    const auto& still = std::get<StillFile>(profile.product);
    MadeRendition made;
    made.profile_name = profile.name;
    made.profile_version = profile.version;
    made.width = answer.at("width").to_number<int>();
    made.height = answer.at("height").to_number<int>();
    MadeFile file{.filename = profile.filename, .path = folder / profile.filename, .mime_type = profile.mime_type};
    std::error_code wrong;
    file.size_bytes = fs::file_size(file.path, wrong);
    if (wrong || file.size_bytes == 0 || *made.width > still.max_width || *made.height > still.max_height) {
        return fail(ErrorKind::Internal, fmt::format("{} is not what was planned", profile.name));
    }
    made.files.push_back(std::move(file));
    return made;
}

class VipsRenditionMaker final : public RenditionMaker {
public:
    explicit VipsRenditionMaker(VipsOptions options) : options_{std::move(options)} {}

    Async<Result<MadePass>> make(PassRequest request, ProgressSink progress) override {
        if (request.plan.tool != PassTool::Picture)
            co_return fail(ErrorKind::Internal, "this pass is not one of pictures");
        auto child = run_child(command_of(options_, request), nullptr);
        const auto outcome = CO_TRY(co_await std::move(child));
        if (!outcome.succeeded()) co_return fail(failure_of(outcome));
        auto made = answer_of(outcome.output, request);
        if (made && progress) progress(1);
        co_return made;
    }

private:
    static Result<MadePass> answer_of(const std::string& output, const PassRequest& request) {
        MadePass pass;
        try {
            const auto answer = json::parse(output);
            const auto& all = answer.at("made").as_array();
            for (std::size_t i = 0; i < request.plan.renditions.size(); ++i) {
                auto made = made_of(all.at(i), request.plan.renditions[i], request.work_folder);
                if (!made) return fail(std::move(made).error());
                pass.renditions.push_back(*std::move(made));
            }
        } catch (const std::exception& wrong) {
            return fail(ErrorKind::Internal,
                        fmt::format("acervo-media does not answer as it should: {}", wrong.what()));
        }
        return pass;
    }

    VipsOptions options_;
};

}  // namespace

std::unique_ptr<RenditionMaker> make_vips_rendition_maker(VipsOptions options) {
    return std::make_unique<VipsRenditionMaker>(std::move(options));
}

}  // namespace acervo
