// Real files, made by FFmpeg when the test runs, and what hostile people send.
#include "adapters/ffprobe/ffprobe.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <csignal>
#include <cstdlib>
#include <fstream>

#include "core/id.hpp"
#include "testkit/run.hpp"

namespace acervo {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;

class FfprobeTest : public testing::Test {
protected:
    FfprobeTest() : folder_{fs::temp_directory_path() / ("ffprobe-" + Uuid::make().to_string())} {
        fs::create_directories(folder_ / "work");
    }
    ~FfprobeTest() override { fs::remove_all(folder_); }

    fs::path make(const std::string& name, const std::string& arguments) {
        const auto file = folder_ / name;
        const auto command = "ffmpeg -nostdin -v error -y " + arguments + " " + file.string();
        if (std::system(command.c_str()) != 0) throw std::runtime_error{command};
        return file;
    }
    fs::path write(const std::string& name, const std::string& content) {
        const auto file = folder_ / name;
        std::ofstream{file, std::ios::binary} << content;
        return file;
    }
    Result<MediaInfo> probe(const fs::path& file) {
        const auto prober = make_ffprobe({.work_folder = folder_ / "work"});
        return testkit::run(context_, prober->probe(file));
    }
    std::string refused(const fs::path& file) {
        const auto found = probe(file);
        if (found) return "was taken as " + found->container;
        EXPECT_EQ(found.error().kind(), ErrorKind::UnsupportedType) << found.error().message();
        EXPECT_THAT(found.error().message(), Not(HasSubstr(folder_.string()))) << "paths are ours";
        return found.error().message();
    }

    fs::path folder_;
    boost::asio::io_context context_;
};

const std::string kFilm = "-f lavfi -i testsrc2=s=320x180:r=30000/1001:d=1 ";
const std::string kTone = "-f lavfi -i sine=d=1:r=48000 ";

TEST_F(FfprobeTest, tells_what_a_film_is) {
    const auto media =
        probe(make("a.mov", kFilm + kTone + "-timecode '10:00:00;00' -c:v libx264 -pix_fmt yuv420p -c:a aac")).value();
    ASSERT_NE(media.main_video(), nullptr);
    EXPECT_EQ(media.main_video()->codec, "h264");
    EXPECT_EQ(media.main_video()->video->width, 320);
    EXPECT_EQ(media.main_video()->video->frame_rate, (Rational{30000, 1001}));
    EXPECT_FALSE(media.main_video()->video->variable_frame_rate);
    EXPECT_EQ(media.audio_streams().size(), 1u);
    EXPECT_EQ(media.start_timecode, "10:00:00;00");
    EXPECT_NEAR(static_cast<double>(*media.duration_ms), 1000, 40);
    EXPECT_GT(media.file_size_bytes, 1000u);
}

TEST_F(FfprobeTest, tells_of_eight_mono_tracks) {
    std::string inputs = "-f lavfi -i testsrc2=s=320x180:r=25:d=1 ";
    std::string maps = "-map 0 ";
    for (int i = 1; i <= 8; ++i) {
        inputs += kTone;
        maps += "-map " + std::to_string(i) + " ";
    }
    const auto media = probe(make("a.mxf", inputs + maps + "-c:v mpeg2video -c:a pcm_s24le -ac 1")).value();
    EXPECT_EQ(media.audio_streams().size(), 8u);
    EXPECT_EQ(media.audio_streams()[7]->audio->channels, 1);
    EXPECT_EQ(media.container, "mxf");
}

TEST_F(FfprobeTest, knows_how_a_picture_is_turned) {
    const auto plain = make("p.mp4", "-f lavfi -i testsrc2=s=320x180:r=25:d=0.2 -c:v libx264 -pix_fmt yuv420p");
    const auto turned = make("t.mp4", "-i " + plain.string() + " -c copy -metadata:s:v rotate=90");
    EXPECT_EQ(probe(plain)->main_video()->video->rotation, 0);
    // A matrix of 90 degrees counter-clockwise: FFmpeg shows the corner at the top left at the bottom left.
    EXPECT_EQ(probe(turned)->main_video()->video->rotation, 270);
}

TEST_F(FfprobeTest, knows_a_cover_from_a_film_and_a_picture_from_both) {
    const auto cover = make("c.jpg", "-f lavfi -i testsrc2=s=64x64 -frames:v 1");
    const auto sound =
        make("s.mp3", kTone + "-i " + cover.string() + " -map 0 -map 1 -c:v copy -disposition:v attached_pic");
    EXPECT_EQ(probe(sound)->main_video(), nullptr);
    EXPECT_EQ(probe(sound)->audio_streams().size(), 1u);
    EXPECT_FALSE(probe(cover)->duration_ms);
    ASSERT_NE(probe(cover)->main_video(), nullptr);
}

TEST_F(FfprobeTest, knows_interlace_depth_alpha_and_wide_range) {
    const auto interlaced =
        make("i.mxf",
             "-f lavfi -i testsrc2=s=320x180:r=25:d=0.4 -vf setfield=tff -flags +ildct+ilme -top 1 -c:v mpeg2video");
    EXPECT_EQ(probe(interlaced)->main_video()->video->field_order, FieldOrder::TopFirst);
    const auto alpha =
        make("a.mov", "-f lavfi -i testsrc2=s=64x64:r=25:d=0.2 -pix_fmt yuva444p10le -c:v prores_ks -profile:v 4");
    EXPECT_TRUE(probe(alpha)->main_video()->video->has_alpha);
    EXPECT_GE(probe(alpha)->main_video()->video->bits_per_component, 10);
    const auto wide =
        make("w.mkv",
             "-f lavfi -i testsrc2=s=64x64:r=25:d=0.2 -c:v ffv1 -pix_fmt yuv420p10le -color_trc smpte2084 "
             "-color_primaries bt2020 -colorspace bt2020nc");
    EXPECT_TRUE(probe(wide)->main_video()->video->is_high_dynamic_range());
}

TEST_F(FfprobeTest, is_not_taken_in_by_names) {
    const auto film = make("f.mp4", "-f lavfi -i testsrc2=s=64x64:r=25:d=0.2 -c:v libx264 -pix_fmt yuv420p");
    fs::rename(film, folder_ / "f.jpg");
    const auto found = probe(folder_ / "f.jpg");
    ASSERT_TRUE(found) << found.error().message();
    EXPECT_THAT(found->container, HasSubstr("mp4"));
}

TEST_F(FfprobeTest, refuses_what_bears_no_media) {
    EXPECT_THAT(refused(write("empty.mp4", "")), Not(HasSubstr("was taken")));
    EXPECT_THAT(refused(write("text.mp4", "just some words\n")), Not(HasSubstr("was taken")));
    EXPECT_THAT(refused(write("noise.mxf", std::string(100'000, '\x5a'))), Not(HasSubstr("was taken")));
    EXPECT_THAT(refused(write("cut.mp4", std::string("\0\0\0\x20"
                                                     "ftypisom\0\0\2\0isomiso2avc1mp41\0\0\1",
                                                     35))),
                Not(HasSubstr("was taken")));
}

TEST_F(FfprobeTest, follows_no_pointer_to_elsewhere) {
    const auto film = make("f.ts", "-f lavfi -i testsrc2=s=64x64:r=25:d=0.2 -c:v mpeg2video");
    for (const auto& list :
         {write("a.m3u8", "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n" + film.string() + "\n#EXT-X-ENDLIST\n"),
          write("b.mp4", "ffconcat version 1.0\nfile '" + film.string() + "'\n"),
          write("c.mp4", "#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/x.ts\n"),
          write("d.mov", "<?xml version=\"1.0\"?><MPD><BaseURL>file:///etc/passwd</BaseURL></MPD>"),
          write("e.png", "<svg xmlns=\"http://www.w3.org/2000/svg\"><image href=\"/etc/passwd\"/></svg>")}) {
        EXPECT_THAT(refused(list), Not(HasSubstr("was taken"))) << list;
    }
}

TEST_F(FfprobeTest, keeps_what_the_tool_wrote_without_the_path) {
    const auto media = probe(make("a.mov", kFilm + "-c:v libx264 -pix_fmt yuv420p")).value();
    EXPECT_THAT(media.raw, HasSubstr(R"("codec_name":"h264")"));
    EXPECT_THAT(media.raw, Not(HasSubstr(folder_.string())));
    const auto large =
        media_from_ffprobe(R"({"streams":[],"format":{"tags":{"a":")" + std::string(300'000, 'x') + R"("}}})");
    ASSERT_TRUE(large);
    EXPECT_EQ(large->raw, "{}");
}

TEST_F(FfprobeTest, knows_the_side_data_of_high_range) {
    const auto film = [](const std::string& side_data) {
        const auto media = media_from_ffprobe(
            R"({"streams":[{"index":0,"codec_type":"video","codec_name":"hevc","width":16,"height":16,)"
            R"("side_data_list":[{"side_data_type":")" +
            side_data + R"("}]}],"format":{}})");
        return *media.value().main_video()->video;
    };
    EXPECT_TRUE(film("Mastering display metadata").has_mastering_display);
    EXPECT_TRUE(film("DOVI configuration record").has_dolby_vision);
    EXPECT_FALSE(film("Display Matrix").has_mastering_display);
    EXPECT_FALSE(film("Display Matrix").has_dolby_vision);
}

TEST_F(FfprobeTest, reads_bad_words_as_far_as_they_are_words) {
    EXPECT_EQ(media_from_ffprobe("not json").error().kind(), ErrorKind::Internal);
    EXPECT_EQ(media_from_ffprobe("{}").error().kind(), ErrorKind::Internal);
    const auto odd = media_from_ffprobe(
        R"({"streams":[7,{"index":0,"codec_type":"video","width":"x","avg_frame_rate":"0/0","r_frame_rate":"-1/2",)"
        R"("sample_aspect_ratio":"0:1"}],"format":{"duration":"N/A","bit_rate":"-5","tags":{"Title":"a","n":3}}})");
    ASSERT_TRUE(odd);
    EXPECT_EQ(odd->duration_ms, std::nullopt);
    EXPECT_EQ(odd->bit_rate, std::nullopt);
    EXPECT_EQ(odd->streams.at(0).video->frame_rate, std::nullopt);
    EXPECT_EQ(odd->streams.at(0).video->pixel_aspect, (Rational{1, 1}));
    EXPECT_EQ(odd->main_video(), nullptr) << "of no size";
    EXPECT_EQ(odd->tags, (std::map<std::string, std::string>{{"title", "a"}}));
}

TEST(FfprobeJson, numbers_that_are_too_large_are_none) {
    const auto odd = media_from_ffprobe(
        R"({"streams":[{"index":0,"codec_type":"video","codec_name":"h264","width":4294967297,"height":64,)"
        R"("avg_frame_rate":"9223372036854775807/1","r_frame_rate":"25/1","sample_aspect_ratio":"1:99999999999",)"
        R"("side_data_list":[{"rotation":-2147483648}]}],"format":{}})");
    ASSERT_TRUE(odd);
    const auto& video = *odd->streams.at(0).video;
    EXPECT_EQ(video.width, 0) << "and not 1";
    EXPECT_EQ(video.frame_rate, (Rational{25, 1}));
    EXPECT_EQ(video.pixel_aspect, (Rational{1, 1}));
    EXPECT_EQ(video.rotation, 90);
}

TEST(FfprobeFailure, tells_the_file_from_the_machine) {
    const auto kind = [](ChildEnd end, int signal = 0) {
        return failure_of_ffprobe({.end = end, .exit_code = 1, .signal = signal}, "/a").kind();
    };
    EXPECT_EQ(kind(ChildEnd::Exited), ErrorKind::UnsupportedType);
    EXPECT_EQ(kind(ChildEnd::CpuLimit), ErrorKind::UnsupportedType);
    EXPECT_EQ(kind(ChildEnd::Signalled, SIGSEGV), ErrorKind::UnsupportedType);
    EXPECT_EQ(kind(ChildEnd::WallLimit), ErrorKind::Timeout);
    EXPECT_EQ(kind(ChildEnd::Signalled, SIGKILL), ErrorKind::Internal);
}

TEST_F(FfprobeTest, leaves_nothing_in_its_folder) {
    const auto words = write("a.mp4", "no film");
    refused(words);
    EXPECT_TRUE(fs::is_empty(folder_ / "work"));
}

}  // namespace
}  // namespace acervo
