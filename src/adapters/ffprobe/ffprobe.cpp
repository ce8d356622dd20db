#include "adapters/ffprobe/ffprobe.hpp"

#include <fmt/format.h>

#include <csignal>

#include "child/child_process.hpp"
#include "child/own_folder.hpp"
#include "core/id.hpp"

namespace acervo {
namespace {

/// Formats that bear media: no playlists (hls, concat, dash), no scripts, no subtitles, no devices, no vector graphics.
constexpr auto kFormats =
    "mov,matroska,mxf,mxf_opatom,mpegts,mpeg,mpegvideo,m4v,avi,asf,flv,ogg,dv,gxf,rm,h264,hevc,obu,ivf,mjpeg,nut,"
    "wav,w64,aiff,mp3,aac,ac3,eac3,flac,caf,au,amr,wv,ape,dsf,dts,truehd,tta,opus,"
    "image2,gif,apng,jpeg_pipe,jpegls_pipe,j2k_pipe,png_pipe,tiff_pipe,webp_pipe,bmp_pipe,psd_pipe,dpx_pipe,exr_pipe,"
    "pam_pipe,pbm_pipe,pgm_pipe,ppm_pipe,sgi_pipe,sunrast_pipe,pcx_pipe,qdraw_pipe";
constexpr auto kFirstBytes = "100M";
constexpr auto kFirstMicroseconds = "60M";

/// The last line without the path, which is ours and no business of who brought the file.
std::string reason_of(const ChildOutcome& outcome, const std::filesystem::path& file) {
    auto words = outcome.error_tail;
    while (words.ends_with('\n')) words.pop_back();
    words = words.substr(words.rfind('\n') + 1);
    if (const auto at = words.find(file.string()); at != std::string::npos) words.erase(at, file.string().size());
    while (words.starts_with(':') || words.starts_with(' ')) words.erase(0, 1);
    return words.empty() ? "nothing in it can be read" : words;
}

class Ffprobe final : public MediaProber {
public:
    explicit Ffprobe(FfprobeOptions options) : options_{std::move(options)} {}

    Async<Result<MediaInfo>> probe(std::filesystem::path file) override {
        ChildCommand command;
        command.program = options_.ffprobe;
        command.arguments = {"-hide_banner",
                             "-v",
                             "error",
                             "-protocol_whitelist",
                             "file",
                             "-format_whitelist",
                             kFormats,
                             "-probesize",
                             kFirstBytes,
                             "-analyzeduration",
                             kFirstMicroseconds,
                             "-show_format",
                             "-show_streams",
                             "-of",
                             "json",
                             "-i",
                             "file:" + file.string()};
        const OwnFolder own{options_.work_folder};
        command.work_folder = own.path();
        command.readable = {file};
        command.limits.wall = options_.longest;
        command.limits.cpu = options_.longest;
        command.limits.memory_bytes = options_.memory_bytes;
        command.limits.file_bytes = 0;
        command.limits.output_bytes = 16ULL << 20U;
        const auto done = CO_TRY(co_await run_child(std::move(command), {}));
        if (!done.succeeded()) co_return std::unexpected{failure_of_ffprobe(done, file)};
        auto media = CO_TRY(media_from_ffprobe(done.output));
        if (media.main_video() == nullptr && media.audio_streams().empty()) {
            co_return fail(ErrorKind::UnsupportedType, "there is no video, sound or picture in it");
        }
        co_return media;
    }

private:
    FfprobeOptions options_;
};

}  // namespace

Error failure_of_ffprobe(const ChildOutcome& outcome, const std::filesystem::path& file) {
    // Time on the wall is also that of other programs; time of the processor is the file's own.
    if (outcome.end == ChildEnd::WallLimit) return Error{ErrorKind::Timeout, "looking into it took too long"};
    if (outcome.end == ChildEnd::CpuLimit) return Error{ErrorKind::UnsupportedType, "looking into it takes too long"};
    if (outcome.end == ChildEnd::OutputLimit) return Error{ErrorKind::UnsupportedType, "it has too many parts"};
    if (outcome.end == ChildEnd::Signalled) {
        // Nothing in a file sends SIGKILL: a kernel without memory does, or an operator.
        const auto kind =
            outcome.signal == SIGKILL || outcome.signal == SIGTERM ? ErrorKind::Internal : ErrorKind::UnsupportedType;
        return Error{kind, fmt::format("its reader ended by signal {}", outcome.signal)};
    }
    return Error{ErrorKind::UnsupportedType, reason_of(outcome, file)};
}

std::unique_ptr<MediaProber> make_ffprobe(FfprobeOptions options) {
    return std::make_unique<Ffprobe>(std::move(options));
}

}  // namespace acervo
