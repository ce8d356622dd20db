#include "activities/scratch/scratch.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "core/id.hpp"

namespace acervo {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class ScratchTest : public testing::Test {
protected:
    ScratchTest() : folder_{fs::temp_directory_path() / ("scratch-" + Uuid::make().to_string())} {}
    ~ScratchTest() override { fs::remove_all(folder_); }

    Scratch open(std::uint64_t quota = 100) { return Scratch::open({.folder = folder_, .quota_bytes = quota}).value(); }
    /// Brought whole and let go of.
    void bring(Scratch& scratch, const std::string& name, std::uint64_t bytes) {
        auto draft = scratch.begin_master(name, ".mxf", bytes).value();
        ASSERT_TRUE(draft);
        std::ofstream{draft->part()} << name;
        ASSERT_TRUE(std::move(*draft).keep("hash of " + name));
    }
    bool has(Scratch& scratch, const std::string& name) { return scratch.find_master(name).value().has_value(); }
    /// What a process that is killed at this point leaves.
    template <class Work>
    void die_after(Work work) {
        const auto child = ::fork();
        if (child == 0) {
            work();
            ::_exit(0);
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        ASSERT_EQ(status, 0);
    }
    fs::path folder_;
};

TEST_F(ScratchTest, a_work_folder_goes_with_its_owner) {
    auto scratch = open();
    fs::path path;
    {
        const auto work = scratch.work_folder(10).value();
        path = work.path();
        std::ofstream{path / "file"} << "bytes";
        EXPECT_EQ(scratch.used_bytes(), 10u);
    }
    EXPECT_FALSE(fs::exists(path));
    EXPECT_EQ(scratch.used_bytes(), 0u);
}

TEST_F(ScratchTest, what_a_dead_process_left_is_taken_away) {
    auto scratch = open();
    die_after([this] {
        auto theirs = open();
        // Never let go of, as by SIGKILL.
        new WorkFolder{theirs.work_folder(90).value()};
    });
    EXPECT_EQ(scratch.used_bytes(), 90u);
    EXPECT_TRUE(scratch.work_folder(80));
    EXPECT_EQ(scratch.used_bytes(), 0u);
    EXPECT_TRUE(fs::is_empty(folder_ / "jobs"));
}

TEST_F(ScratchTest, refuses_work_when_there_is_no_room) {
    auto scratch = open();
    const auto first = scratch.work_folder(60).value();
    const auto second = scratch.work_folder(60);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().kind(), ErrorKind::Unavailable);
    EXPECT_THAT(second.error().message(), HasSubstr("60 of 100"));
}

TEST_F(ScratchTest, a_master_is_found_once_it_is_whole) {
    auto scratch = open();
    auto draft = scratch.begin_master("m", ".mxf", 10).value();
    std::ofstream{draft->part()} << "half";
    EXPECT_FALSE(has(scratch, "m"));
    EXPECT_FALSE(scratch.begin_master("m", ".mxf", 10).value()) << "somebody brings it";
    const auto kept = std::move(*draft).keep("h").value();
    EXPECT_EQ(kept.path().filename(), "original.mxf");
    EXPECT_EQ(scratch.find_master("m").value()->sha256(), "h");
}

TEST_F(ScratchTest, the_bytes_of_a_dead_process_are_found_by_the_next_one) {
    die_after([this] {
        auto theirs = open();
        auto* draft = new MasterDraft{*theirs.begin_master("m", ".mxf", 90).value()};
        std::ofstream{draft->part()} << "half";
    });
    auto scratch = open();
    const auto draft = scratch.begin_master("m", ".mxf", 90).value();
    ASSERT_TRUE(draft);
    EXPECT_EQ(fs::file_size(draft->part()), 4u);
    EXPECT_EQ(scratch.used_bytes(), 90u) << "counted once";
}

TEST_F(ScratchTest, the_master_that_was_unused_for_longest_goes_first) {
    auto scratch = open();
    bring(scratch, "old", 40);
    bring(scratch, "older", 40);
    fs::last_write_time(folder_ / "masters" / "older" / "sha256",
                        fs::file_time_type::clock::now() - std::chrono::hours{1});
    const auto work = scratch.work_folder(50).value();
    EXPECT_TRUE(has(scratch, "old"));
    EXPECT_FALSE(has(scratch, "older"));
}

TEST_F(ScratchTest, a_master_in_use_stays) {
    auto scratch = open();
    bring(scratch, "m", 80);
    auto held = scratch.find_master("m").value();
    EXPECT_EQ(scratch.work_folder(50).error().kind(), ErrorKind::Unavailable);
    EXPECT_TRUE(fs::exists(held->path()));
    held.reset();
    EXPECT_TRUE(scratch.work_folder(50));
}

TEST_F(ScratchTest, a_job_that_is_just_beginning_is_not_buried) {
    auto scratch = open();
    // As a job has it between the two steps of its beginning, under the lock of all.
    const auto all = FileLock::try_lock(folder_ / "lock", FileLock::Mode::Exclusive).value();
    std::ofstream{folder_ / "jobs" / "j.lock"} << 10;
    open();
    EXPECT_TRUE(fs::exists(folder_ / "jobs" / "j.lock"));
    EXPECT_EQ(scratch.work_folder(1).error().kind(), ErrorKind::Unavailable);
}

TEST_F(ScratchTest, a_master_that_came_meanwhile_is_not_brought_again) {
    auto scratch = open();
    bring(scratch, "m", 10);
    EXPECT_FALSE(scratch.begin_master("m", ".mxf", 10).value());
    EXPECT_TRUE(has(scratch, "m"));
    fs::remove(folder_ / "masters" / "m" / "original.mxf");
    EXPECT_TRUE(scratch.begin_master("m", ".mxf", 10).value()) << "its bytes are gone";
}

TEST_F(ScratchTest, a_master_that_is_distrusted_is_brought_anew) {
    auto scratch = open();
    bring(scratch, "m", 10);
    auto held = scratch.find_master("m").value();
    std::move(*held).distrust();
    EXPECT_FALSE(has(scratch, "m"));
    const auto draft = scratch.begin_master("m", ".mxf", 10).value();
    ASSERT_TRUE(draft);
    EXPECT_FALSE(fs::exists(draft->part())) << "nothing of it is used";
}

TEST_F(ScratchTest, a_lock_of_a_file_that_was_taken_away_is_none) {
    open();
    const auto file = folder_ / "l";
    std::atomic<bool> ends{false};
    std::jthread remover{[&] {
        while (!ends) {
            const auto held = FileLock::try_lock(file, FileLock::Mode::Exclusive).value();
            if (held) fs::remove(file);
        }
    }};
    int got = 0;
    for (int i = 0; i < 20'000; ++i) {
        const auto held = FileLock::try_lock(file, FileLock::Mode::Exclusive).value();
        if (!held) continue;
        ++got;
        ASSERT_TRUE(fs::exists(file)) << "what is locked has no name any more";
    }
    ends = true;
    EXPECT_GT(got, 0);
}

TEST_F(ScratchTest, a_lock_is_shared_only_if_nobody_has_it) {
    open();
    const auto file = folder_ / "l";
    auto first = FileLock::try_lock(file, FileLock::Mode::Exclusive).value();
    EXPECT_FALSE(FileLock::try_lock(file, FileLock::Mode::Shared).value());
    ASSERT_TRUE(first->share());
    EXPECT_TRUE(FileLock::try_lock(file, FileLock::Mode::Shared).value());
    EXPECT_FALSE(FileLock::try_lock(file, FileLock::Mode::Exclusive).value());
}

TEST_F(ScratchTest, what_cannot_be_removed_is_passed_over) {
    if (::geteuid() == 0 && ::access("/usr/bin/chattr", X_OK) != 0) GTEST_SKIP() << "root removes everything";
    auto scratch = open();
    bring(scratch, "stuck", 60);
    fs::last_write_time(folder_ / "masters" / "stuck" / "sha256",
                        fs::file_time_type::clock::now() - std::chrono::hours{1});
    bring(scratch, "m", 30);
    const auto stuck = (folder_ / "masters" / "stuck" / "original.mxf").string();
    if (std::system(("chattr +i " + stuck + " 2>/dev/null").c_str()) != 0) GTEST_SKIP() << "no such attribute here";
    EXPECT_TRUE(scratch.work_folder(40)) << "the other one goes";
    EXPECT_EQ(scratch.work_folder(50).error().kind(), ErrorKind::Unavailable) << "and does not try for ever";
    ASSERT_EQ(std::system(("chattr -i " + stuck).c_str()), 0);
}

TEST_F(ScratchTest, a_master_larger_than_everything_is_refused) {
    auto scratch = open();
    bring(scratch, "m", 80);
    EXPECT_EQ(scratch.begin_master("huge", ".mxf", 101).error().kind(), ErrorKind::InvalidInput);
}

}  // namespace
}  // namespace acervo
