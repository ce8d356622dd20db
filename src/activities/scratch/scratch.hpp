#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>

#include "core/result.hpp"

namespace acervo {

/// A lock on an open file (flock): the kernel frees it with the process, however that ends.
class FileLock {
public:
    enum class Mode { Shared, Exclusive };
    /// Nothing when somebody else holds it, or has just taken the file away. Internal when the file cannot be made.
    static Result<std::optional<FileLock>> try_lock(const std::filesystem::path& file, Mode mode);
    FileLock(FileLock&& other) noexcept : descriptor_{std::exchange(other.descriptor_, -1)} {}
    FileLock& operator=(FileLock&& other) noexcept;
    ~FileLock();
    /// From exclusive to shared; somebody else may have held it in between. False when somebody else holds it now: then
    /// this holds nothing any more.
    bool share();

private:
    explicit FileLock(int descriptor) noexcept : descriptor_{descriptor} {}
    int descriptor_;
};

/// A folder of one job's own; it goes with this, and with a process that dies.
class WorkFolder {
public:
    WorkFolder(std::filesystem::path path, FileLock lock) : path_{std::move(path)}, lock_{std::move(lock)} {}
    WorkFolder(WorkFolder&& other) noexcept : path_{std::exchange(other.path_, {})}, lock_{std::move(other.lock_)} {}
    WorkFolder& operator=(WorkFolder&&) = delete;
    ~WorkFolder();
    const std::filesystem::path& path() const noexcept { return path_; }

private:
    std::filesystem::path path_;
    FileLock lock_;
};

/// A master on this host's disk; it stays while this is held.
class MasterFile {
public:
    MasterFile(std::filesystem::path path, std::string sha256, FileLock lock)
        : path_{std::move(path)}, sha256_{std::move(sha256)}, lock_{std::move(lock)} {}
    const std::filesystem::path& path() const noexcept { return path_; }
    /// Of its bytes, as they came.
    const std::string& sha256() const noexcept { return sha256_; }
    /// These are not the bytes that they should be: whoever asks next brings them anew.
    void distrust() &&;

private:
    std::filesystem::path path_;
    std::string sha256_;
    FileLock lock_;
};

/// A master that is being brought: ours alone.
class MasterDraft {
public:
    MasterDraft(std::filesystem::path folder, std::string filename, FileLock lock)
        : folder_{std::move(folder)}, filename_{std::move(filename)}, lock_{std::move(lock)} {}
    /// Where the bytes go; some may be there from a process that died.
    std::filesystem::path part() const { return folder_ / (filename_ + ".part"); }
    /// All bytes are there. Unavailable when the cache took it back at once: begin again.
    Result<MasterFile> keep(std::string sha256) &&;

private:
    std::filesystem::path folder_;
    std::string filename_;
    FileLock lock_;
};

struct ScratchOptions {
    std::filesystem::path folder;
    /// For masters and work folders together.
    std::uint64_t quota_bytes{0};
};

/// What a host's workers have on their local disk: masters, each read from object storage once per host and shared, and
/// a work folder per job. All processes of the host see the same; nothing outlives its owner, for what a dead process
/// left is taken by the next one that needs room. Masters go when room is needed, the longest unused first.
///
///   masters/{upload}/original.mxf   the bytes; `sha256` beside them once they are whole; `lock`
///   jobs/{uuid}/                    of one job; `jobs/{uuid}.lock` holds how many bytes it may need
class Scratch {
public:
    /// Makes the folders. InvalidInput when they cannot be made.
    static Result<Scratch> open(ScratchOptions options);

    /// A folder for a job that needs at most `bytes`. Unavailable when there is no room now, InvalidInput when there
    /// can be none.
    Result<WorkFolder> work_folder(std::uint64_t bytes);

    /// Nothing when it is not here, whole.
    Result<std::optional<MasterFile>> find_master(const std::string& name);
    /// Nothing when another one is bringing it, or it is here by now. Unavailable and InvalidInput as `work_folder`.
    /// `extension` with its dot.
    Result<std::optional<MasterDraft>> begin_master(const std::string& name, const std::string& extension,
                                                    std::uint64_t bytes);

    /// Bytes that are taken or promised.
    std::uint64_t used_bytes() const;

private:
    explicit Scratch(ScratchOptions options) : options_{std::move(options)} {}
    /// With the scratch's own lock held: room for `bytes`, or Unavailable.
    Result<void> make_room(std::uint64_t bytes);
    bool evict_oldest();
    void bury_the_dead();

    ScratchOptions options_;
};

}  // namespace acervo
