#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <filesystem>
#include <memory>

#include "activities/scratch/scratch.hpp"
#include "app/profiles/profiles.hpp"
#include "core/metrics.hpp"
#include "core/result.hpp"
#include "ports/media_prober.hpp"
#include "ports/object_store.hpp"
#include "sections/sections.hpp"
#include "store/database.hpp"
#include "workers/media_sections.hpp"

namespace acervo {

/// What every worker that reads masters is put together of, on one loop.
struct MediaBase {
    std::unique_ptr<Database> database;
    std::unique_ptr<ObjectStore> objects;
    Scratch scratch;
    std::unique_ptr<MediaProber> prober;
    Profiles profiles;
};

struct MediaSections {
    const DatabaseSection& database;
    const S3Section& s3;
    const ScratchSection& scratch;
    const ProfilesSection& profiles;
};

/// Where tools that look into masters have their folders; `assemble_media` makes it.
std::filesystem::path probing_folder(const ScratchSection& scratch);

/// InvalidInput with the reason when a folder or a profile is not as it must be. `statements` outlives it.
Result<MediaBase> assemble_media(const boost::asio::any_io_executor& executor, const MediaSections& sections);

}  // namespace acervo
