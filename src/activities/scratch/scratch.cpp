#include "activities/scratch/scratch.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <vector>

#include "core/id.hpp"

namespace acervo {
namespace {

namespace fs = std::filesystem;

constexpr auto kHashFile = "sha256";
constexpr auto kSizeFile = "size";
constexpr auto kLockFile = "lock";

std::string read_word(const fs::path& file) {
    std::ifstream in{file};
    std::string word;
    in >> word;
    return word;
}

std::uint64_t read_size(const fs::path& file) {
    std::ifstream in{file};
    std::uint64_t size = 0;
    in >> size;
    return size;
}

/// All or nothing, for readers that come at any moment.
bool write_word(const fs::path& file, const std::string& word) {
    const fs::path part{file.string() + ".part"};
    std::ofstream out{part};
    out << word << '\n';
    out.close();
    std::error_code error;
    if (out) fs::rename(part, file, error);
    return out && !error;
}

/// Whether nothing is left of it.
bool take_away(const fs::path& path) noexcept {
    std::error_code failed;
    fs::remove_all(path, failed);
    return !failed;
}

/// Whether the open file is the one that bears the name now: it may have been taken away before we had its lock.
bool is_still(int descriptor, const fs::path& file) noexcept {
    struct stat held{};
    struct stat named{};
    return ::fstat(descriptor, &held) == 0 && ::stat(file.c_str(), &named) == 0 && held.st_dev == named.st_dev &&
           held.st_ino == named.st_ino;
}

/// `original.mxf`: the one file of a master's folder that bears its bytes.
std::optional<fs::path> original_in(const fs::path& folder) {
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator{folder, ignored}) {
        if (entry.path().stem() == "original" && entry.path().extension() != ".part") return entry.path();
    }
    return std::nullopt;
}

/// Whether all of it is gone. Its promise goes last: bytes that cannot be removed go on being counted.
bool take_away_master(const fs::path& folder) noexcept {
    std::error_code failed;
    bool is_empty = take_away(folder / kHashFile);
    for (const auto& entry : fs::directory_iterator{folder, failed}) {
        const auto name = entry.path().filename();
        if (name != kSizeFile && name != kLockFile) is_empty = take_away(entry.path()) && is_empty;
    }
    return !failed && is_empty && take_away(folder);
}

fs::path lock_of_job(const fs::path& folder) { return folder.string() + ".lock"; }

}  // namespace

Result<std::optional<FileLock>> FileLock::try_lock(const fs::path& file, Mode mode) {
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0) {
        return fail(ErrorKind::Internal, "cannot open " + file.string() + ": " + std::strerror(errno));
    }
    FileLock lock{descriptor};
    if (::flock(descriptor, (mode == Mode::Shared ? LOCK_SH : LOCK_EX) | LOCK_NB) == 0) {
        if (is_still(descriptor, file)) return lock;
        return std::nullopt;
    }
    if (errno == EWOULDBLOCK) return std::nullopt;
    return fail(ErrorKind::Internal, "cannot lock " + file.string() + ": " + std::strerror(errno));
}

FileLock& FileLock::operator=(FileLock&& other) noexcept {
    if (this != &other) {
        if (descriptor_ >= 0) ::close(descriptor_);
        descriptor_ = std::exchange(other.descriptor_, -1);
    }
    return *this;
}

FileLock::~FileLock() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

bool FileLock::share() { return ::flock(descriptor_, LOCK_SH | LOCK_NB) == 0; }

WorkFolder::~WorkFolder() {
    if (path_.empty()) return;
    take_away(path_);
    take_away(lock_of_job(path_));
}

void MasterFile::distrust() && {
    take_away(path_.parent_path() / kHashFile);
    const auto let_go = std::move(lock_);
}

Result<MasterFile> MasterDraft::keep(std::string sha256) && {
    std::error_code error;
    const auto whole = folder_ / filename_;
    fs::rename(part(), whole, error);
    if (error || !write_word(folder_ / kHashFile, sha256)) {
        return fail(ErrorKind::Internal, "cannot keep " + whole.string() + ": " + error.message());
    }
    if (!lock_.share() || !fs::exists(folder_ / kHashFile, error)) {
        return fail(ErrorKind::Unavailable, "scratch needed the room at once");
    }
    return MasterFile{whole, std::move(sha256), std::move(lock_)};
}

Result<Scratch> Scratch::open(ScratchOptions options) {
    std::error_code error;
    for (const auto* name : {"masters", "jobs"}) {
        fs::create_directories(options.folder / name, error);
        if (error) return fail(ErrorKind::InvalidInput, options.folder.string() + ": " + error.message());
    }
    Scratch scratch{std::move(options)};
    // Who looks after it at this moment buries them, too.
    const auto all = FileLock::try_lock(scratch.options_.folder / kLockFile, FileLock::Mode::Exclusive);
    if (!all) return fail(all.error());
    if (*all) scratch.bury_the_dead();
    return scratch;
}

Result<WorkFolder> Scratch::work_folder(std::uint64_t bytes) {
    const auto all = FileLock::try_lock(options_.folder / kLockFile, FileLock::Mode::Exclusive);
    if (!all) return fail(all.error());
    if (!*all) return fail(ErrorKind::Unavailable, "scratch is being looked after");
    if (const auto room = make_room(bytes); !room) return fail(room.error());
    const auto folder = options_.folder / "jobs" / Uuid::make().to_string();
    auto lock = FileLock::try_lock(lock_of_job(folder), FileLock::Mode::Exclusive);
    if (!lock) return fail(lock.error());
    if (!*lock) return fail(ErrorKind::Unavailable, "scratch is being looked after");
    std::ofstream{lock_of_job(folder)} << bytes << '\n';
    std::error_code error;
    fs::create_directory(folder, error);
    if (error) return fail(ErrorKind::Internal, folder.string() + ": " + error.message());
    return WorkFolder{folder, std::move(**lock)};
}

Result<std::optional<MasterFile>> Scratch::find_master(const std::string& name) {
    const auto folder = options_.folder / "masters" / name;
    std::error_code ignored;
    if (!fs::exists(folder / kHashFile, ignored)) return std::nullopt;
    auto lock = FileLock::try_lock(folder / kLockFile, FileLock::Mode::Shared);
    // Not ours to use when it is just being taken away.
    if (!lock || !*lock) return std::nullopt;
    const auto file = original_in(folder);
    auto hash = read_word(folder / kHashFile);
    if (!file || hash.empty()) return std::nullopt;
    fs::last_write_time(folder / kHashFile, fs::file_time_type::clock::now(), ignored);
    return MasterFile{*file, std::move(hash), std::move(**lock)};
}

Result<std::optional<MasterDraft>> Scratch::begin_master(const std::string& name, const std::string& extension,
                                                         std::uint64_t bytes) {
    const auto all = FileLock::try_lock(options_.folder / kLockFile, FileLock::Mode::Exclusive);
    if (!all) return fail(all.error());
    if (!*all) return std::nullopt;
    const auto folder = options_.folder / "masters" / name;
    const bool promised = read_size(folder / kSizeFile) >= bytes;
    if (!promised) {
        if (const auto room = make_room(bytes); !room) return fail(room.error());
    }
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) return fail(ErrorKind::Internal, folder.string() + ": " + error.message());
    auto lock = FileLock::try_lock(folder / kLockFile, FileLock::Mode::Exclusive);
    if (!lock) return fail(lock.error());
    if (!*lock) return std::nullopt;
    // Somebody brought it since it was looked for.
    if (fs::exists(folder / kHashFile, error) && original_in(folder)) return std::nullopt;
    if (!write_word(folder / kSizeFile, std::to_string(bytes))) {
        return fail(ErrorKind::Unavailable, "the disk of scratch is full");
    }
    return MasterDraft{folder, "original" + extension, std::move(**lock)};
}

std::uint64_t Scratch::used_bytes() const {
    std::uint64_t used = 0;
    std::error_code ignored;
    for (const auto& master : fs::directory_iterator{options_.folder / "masters", ignored}) {
        used += read_size(master.path() / kSizeFile);
    }
    for (const auto& job : fs::directory_iterator{options_.folder / "jobs", ignored}) {
        if (job.path().extension() == ".lock") used += read_size(job.path());
    }
    return used;
}

Result<void> Scratch::make_room(std::uint64_t bytes) {
    // No waiting makes it fit, and nothing is evicted for it.
    if (bytes > options_.quota_bytes) {
        return fail(ErrorKind::InvalidInput, "it needs " + std::to_string(bytes) +
                                                 " bytes of scratch, all there may be are " +
                                                 std::to_string(options_.quota_bytes));
    }
    bury_the_dead();
    while (used_bytes() + bytes > options_.quota_bytes) {
        if (evict_oldest()) continue;
        return fail(ErrorKind::Unavailable, "scratch is full: " + std::to_string(used_bytes()) + " of " +
                                                std::to_string(options_.quota_bytes) + " bytes are in use");
    }
    std::error_code error;
    const auto space = fs::space(options_.folder, error);
    if (!error && space.available < bytes) return fail(ErrorKind::Unavailable, "the disk of scratch is full");
    return ok();
}

bool Scratch::evict_oldest() {
    std::vector<std::pair<fs::file_time_type, fs::path>> masters;
    std::error_code ignored;
    for (const auto& master : fs::directory_iterator{options_.folder / "masters", ignored}) {
        std::error_code none;
        const auto used = fs::last_write_time(master.path() / kHashFile, none);
        // One that was never whole: of who brings it no more.
        masters.emplace_back(none ? fs::file_time_type::min() : used, master.path());
    }
    std::ranges::sort(masters);
    // One that cannot be removed is no room; the next one may be.
    return std::ranges::any_of(masters, [](const auto& master) {
        const auto lock = FileLock::try_lock(master.second / kLockFile, FileLock::Mode::Exclusive);
        return lock && *lock && take_away_master(master.second);
    });
}

void Scratch::bury_the_dead() {
    std::error_code ignored;
    for (const auto& job : fs::directory_iterator{options_.folder / "jobs", ignored}) {
        if (job.path().extension() != ".lock") continue;
        const auto lock = FileLock::try_lock(job.path(), FileLock::Mode::Exclusive);
        if (!lock || !*lock) continue;
        auto folder = job.path();
        take_away(folder.replace_extension());
        take_away(job.path());
    }
}

}  // namespace acervo
