#include <gmock/gmock.h>
#include <unistd.h>

#include <array>
#include <fstream>

#include "client/file_bytes.hpp"
#include "client/upload_journal.hpp"
#include "client/upload_sources.hpp"
#include "core/digest.hpp"
#include "core/id.hpp"

namespace acervo::client {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;

class UploadSources : public testing::Test {
protected:
    UploadSources() { fs::create_directories(folder); }
    ~UploadSources() override { fs::remove_all(folder); }
    fs::path write(const std::string& name, const std::string& text) const {
        fs::create_directories((folder / name).parent_path());
        std::ofstream{folder / name} << text;
        return folder / name;
    }
    UploadJournal journal(const fs::path& file, const std::string& body = "{}") const {
        return {folder / "journal", "http://server", InputFile::open(file).value()->identity(), body};
    }
    std::string key_for(const fs::path& file, const std::string& body = "{}") const {
        return journal(file, body).key().value();
    }
    const fs::path folder = fs::path{testing::TempDir()} / ("sources-" + Uuid::make().to_string());
};

TEST_F(UploadSources, of_a_folder_are_the_masters_below_it_by_name) {
    const auto second = write("tree/b/2.MOV", "x");
    const auto first = write("tree/a.wav", "x");
    write("tree/notes.txt", "x");
    write("tree/.hidden/3.mp4", "x");
    const auto named = write("anything.txt", "x");
    // Whoever may write into the folder cannot have other files taken by putting links there.
    fs::create_symlink(named, folder / "tree/link.mp4");
    fs::create_directory_symlink(folder, folder / "tree/up");
    EXPECT_THAT(files_of({named, folder / "tree"}).value(), ElementsAre(named, first, second));
    EXPECT_EQ(files_of({folder / "nothing"}).error().kind(), ErrorKind::NotFound);
}

TEST_F(UploadSources, of_a_stream_are_kept_and_hashed_until_they_are_sent) {
    std::array<int, 2> ends{};
    ASSERT_EQ(::pipe(ends.data()), 0);
    ASSERT_EQ(::write(ends[1], "bytes", 5), 5);
    ::close(ends[1]);
    fs::path file;
    {
        const auto input = SpooledInput::read(ends[0]).value();
        file = input.file();
        EXPECT_EQ(fs::file_size(file), 5);
        EXPECT_EQ(input.hash().to_string(), sha256_hex("bytes"));
    }
    EXPECT_FALSE(fs::exists(file));
    ::close(ends[0]);
}

TEST_F(UploadSources, are_remembered_until_they_are_forgotten) {
    const auto clip = write("clip.mp4", "one");
    auto first = journal(clip);
    const auto key = first.key().value();
    EXPECT_FALSE(first.is_resumed());
    auto second = journal(clip);
    EXPECT_EQ(second.key().value(), key);
    EXPECT_TRUE(second.is_resumed());
    second.forget();
    EXPECT_NE(key_for(clip), key);
}

TEST_F(UploadSources, that_differ_in_anything_are_other_uploads) {
    const auto clip = write("clip.mp4", "one");
    const auto key = key_for(clip);
    EXPECT_NE(key_for(clip, R"({"title": "other"})"), key);
    EXPECT_NE(key_for(write("other.mp4", "one")), key);
    fs::last_write_time(clip, fs::last_write_time(clip) + std::chrono::seconds{1});
    EXPECT_NE(key_for(clip), key) << "it was written to";
}

TEST_F(UploadSources, a_file_that_was_written_to_is_no_more_what_it_was) {
    const auto path = write("film.mp4", "bytes");
    const auto file = InputFile::open(path).value();
    EXPECT_TRUE(file->check());
    EXPECT_EQ(hash_of(*file).value().to_string(), sha256_hex("bytes"));

    fs::last_write_time(path, fs::last_write_time(path) + std::chrono::milliseconds{1});

    EXPECT_EQ(file->check().error().kind(), ErrorKind::Conflict);
    fs::resize_file(path, 3);
    EXPECT_EQ(file->check().error().kind(), ErrorKind::Conflict);
}

TEST_F(UploadSources, a_hash_that_nobody_waits_for_is_not_made) {
    const auto file = InputFile::open(write("film.mp4", "bytes")).value();
    std::stop_source stop;
    stop.request_stop();
    EXPECT_EQ(hash_of(*file, stop.get_token()).error().kind(), ErrorKind::Unavailable);
}

}  // namespace
}  // namespace acervo::client
