#include "adapters/ffprobe/ffprobe.hpp"
#include "adapters/s3/s3_object_store.hpp"
#include "workers/media_base.hpp"

namespace acervo {

std::filesystem::path probing_folder(const ScratchSection& scratch) {
    return std::filesystem::path{scratch.folder} / "probing";
}

Result<MediaBase> assemble_media(const boost::asio::any_io_executor& executor, const MediaSections& sections) {
    const std::filesystem::path folder{sections.scratch.folder};
    auto scratch =
        Scratch::open({.folder = folder, .quota_bytes = static_cast<std::uint64_t>(sections.scratch.quota_gib) << 30U});
    if (!scratch) return fail(std::move(scratch).error());
    const auto probing = probing_folder(sections.scratch);
    std::error_code error;
    std::filesystem::create_directories(probing, error);
    if (error) return fail(ErrorKind::InvalidInput, probing.string() + ": " + error.message());
    auto profiles = load_profiles(sections.profiles.folder, sections.profiles.site_folder);
    if (!profiles) return fail(std::move(profiles).error());
    auto objects = make_s3_object_store(executor, options_of(sections.s3));
    if (!objects) return fail(std::move(objects).error());
    return MediaBase{.database = std::make_unique<Database>(executor, options_of(sections.database)),
                     .objects = *std::move(objects),
                     .scratch = *std::move(scratch),
                     .prober = make_ffprobe({.work_folder = probing}),
                     .profiles = *std::move(profiles)};
}

}  // namespace acervo
