// Real media, made by FFmpeg, through the real FFmpeg; what comes out is decoded and compared with what went in.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "adapters/ffmpeg/ffmpeg_rendition_maker.hpp"
#include "testkit/run.hpp"

namespace acervo {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

namespace fs = std::filesystem;

VideoCoding box(int width, int height, int kbps) {
    VideoCoding coding;
    coding.max_width = width;
    coding.max_height = height;
    coding.bitrate_kbps = kbps;
    return coding;
}

Profile profile_of(std::string name, std::string filename, Product product) {
    Profile profile;
    profile.name = std::move(name);
    profile.asset_types = {AssetType::Video, AssetType::Audio};
    profile.filename = std::move(filename);
    profile.mime_type = "application/octet-stream";
    profile.product = std::move(product);
    return profile;
}

Profile proxy() {
    FilmFile film{box(1920, 1080, 5000), {}};
    film.sound.loudness = LoudnessTarget{};
    return profile_of("proxy", "proxy.mp4", film);
}
Profile small() { return profile_of("small", "small.mp4", FilmFile{box(320, 180, 500), {}}); }
Profile adaptive() {
    AdaptiveSet set;
    set.rungs = {box(640, 360, 800), box(320, 180, 300)};
    set.dash_filename = "dash/manifest.mpd";
    return profile_of("adaptive", "hls/master.m3u8", set);
}
Profile sprite() {
    SpriteSheet sheet;
    sheet.columns = 4;
    sheet.min_interval_seconds = 1;
    sheet.track_filename = "sprite.vtt";
    return profile_of("sprite", "sprite.webp", sheet);
}
Profile waveform() { return profile_of("waveform", "waveform.json", WaveformPeaks{}); }

class FfmpegMaker : public testing::Test {
protected:
    FfmpegMaker() {
        std::string name = (fs::temp_directory_path() / "encode-XXXXXX").string();
        folder_ = mkdtemp(name.data());
    }
    ~FfmpegMaker() override { fs::remove_all(folder_); }

    /// What FFmpeg says on both streams; the test fails when it fails.
    std::string ffmpeg(const std::string& arguments) const {
        return say("ffmpeg -hide_banner -nostdin -y " + arguments);
    }
    std::string say(const std::string& command) const {
        std::string said;
        auto* const pipe = popen(fmt::format("cd {} && {} 2>&1", folder_.string(), command).c_str(), "r");
        for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) said += static_cast<char>(c);
        EXPECT_EQ(pclose(pipe), 0) << command << "\n" << said;
        return said;
    }

    /// A film of `seconds` whose frames differ, with a tone.
    void make_master(const std::string& video, const std::string& rest) {
        ffmpeg(fmt::format("-v error -f lavfi -i {} {} master.mov", video, rest));
    }

    static MediaStream picture(int width, int height, Rational rate, std::int64_t ms) {
        MediaStream stream;
        stream.kind = StreamKind::Video;
        stream.codec = "h264";
        stream.duration_ms = ms;
        stream.video.emplace();
        stream.video->width = width;
        stream.video->height = height;
        stream.video->frame_rate = rate;
        stream.video->field_order = FieldOrder::Progressive;
        stream.video->pixel_format = "yuv420p";
        return stream;
    }
    static MediaStream sound(int index, int channels, std::int64_t ms) {
        MediaStream stream;
        stream.index = index;
        stream.kind = StreamKind::Audio;
        stream.codec = "pcm_s16le";
        stream.duration_ms = ms;
        stream.audio.emplace();
        stream.audio->channels = channels;
        stream.audio->channel_layout = channels == 1 ? "mono" : "stereo";
        return stream;
    }
    static MediaInfo media_of(std::vector<MediaStream> streams, std::int64_t ms) {
        MediaInfo media;
        media.container = "mov,mp4,m4a,3gp,3g2,mj2";
        media.duration_ms = ms;
        media.streams = std::move(streams);
        return media;
    }

    Result<MadePass> make(AssetType type, const MediaInfo& media, const std::vector<Profile>& profiles,
                          std::optional<FrameSpan> span = std::nullopt) {
        auto plan = plan_pass(type, media, profiles, span);
        if (!plan) return fail(plan.error());
        fs::create_directories(work_ = folder_ / "work");
        PassRequest request{.master = folder_ / "master.mov", .work_folder = work_, .plan = *plan};
        auto maker = make_ffmpeg_rendition_maker({});
        auto made = maker->make(std::move(request), [this](double done) { progress_.push_back(done); });
        return testkit::run(context_, std::move(made), std::chrono::seconds{300});
    }
    MadePass made_of(const MediaInfo& media, const std::vector<Profile>& profiles,
                     std::optional<FrameSpan> span = std::nullopt) {
        auto made = make(AssetType::Video, media, profiles, span);
        EXPECT_TRUE(made) << made.error().message();
        return made ? *made : MadePass{};
    }

    /// How like two films are, 1 for the same, with the frames compared one by one; `filter` brings the master to the
    /// size of the other.
    double likeness(const std::string& file, const std::string& filter = "null") const {
        const auto said =
            ffmpeg(fmt::format("-i work/{} -i master.mov -lavfi "
                               "'[1:v:0]{},format=yuv420p[m];[0:v:0][m]ssim=shortest=0' -an -f null -",
                               file, filter));
        const auto at = said.rfind("All:");
        return at == std::string::npos ? -1 : std::strtod(said.c_str() + at + 4, nullptr);
    }
    std::string facts(const std::string& file, const std::string& entries) const {
        return say(fmt::format("ffprobe -v error -of csv=p=0 -show_entries {} {}", entries, file));
    }
    int frames(const std::string& file) const {
        return std::atoi(say("ffprobe -v error -count_frames -select_streams v:0 -show_entries stream=nb_read_frames "
                             "-of csv=p=0 " +
                             file)
                             .c_str());
    }
    std::string text(const std::string& file) const {
        std::ifstream in{work_ / file};
        return {std::istreambuf_iterator<char>{in}, {}};
    }
    /// Mean of the luma of a picture or of the first frame of a film.
    int brightness(const std::string& file, const std::string& filter = "null") const {
        ffmpeg(
            fmt::format("-v error -i {} -vf {},scale=1:1,format=gray -frames:v 1 -f rawvideo mean.raw", file, filter));
        std::ifstream in{folder_ / "mean.raw", std::ios::binary};
        return in.get();
    }

    boost::asio::io_context context_;
    fs::path folder_;
    fs::path work_;
    std::vector<double> progress_;
};

constexpr auto kTone = "-f lavfi -i sine=f=440:r=48000:d=5 -c:v libx264 -preset ultrafast -crf 12 -c:a pcm_s16le";

TEST_F(FfmpegMaker, makes_everything_of_a_film_in_one_pass) {
    make_master("testsrc2=s=640x360:r=25:d=5", fmt::format("{} -timecode 10:00:00:00", kTone));
    auto media = media_of({picture(640, 360, {25, 1}, 5000), sound(1, 1, 5000)}, 5000);
    media.start_timecode = "10:00:00:00";
    const auto made = made_of(media, {proxy(), small(), adaptive(), sprite(), waveform()});
    ASSERT_THAT(made.renditions, SizeIs(5));

    EXPECT_EQ(made.renditions[0].width, 640);
    EXPECT_EQ(made.renditions[0].duration_ms, 5000);
    EXPECT_EQ(frames("work/proxy.mp4"), 125);
    EXPECT_GT(likeness("proxy.mp4"), 0.95);
    EXPECT_THAT(facts("work/proxy.mp4", "stream_tags=timecode"), HasSubstr("10:00:00:00"));
    EXPECT_EQ(frames("work/small.mp4"), 125);
    EXPECT_GT(likeness("small.mp4", "scale=320:180"), 0.9);

    EXPECT_EQ(made.renditions[3].width, 4 * 160);
    EXPECT_EQ(made.renditions[3].height, 2 * 90);
    EXPECT_THAT(text("sprite.vtt"), HasSubstr("00:00:04.000 --> 00:00:05.000\nsprite.webp#xywh=0,90,160,90\n"));
    EXPECT_THAT(text("waveform.json"), HasSubstr(R"("samples_per_pixel":2400,"bits":8,"length":100)"));

    ASSERT_TRUE(made.loudness);
    EXPECT_NEAR(made.loudness->integrated_lufs, -21.8, 0.5);
    EXPECT_TRUE(std::ranges::is_sorted(progress_));
    EXPECT_EQ(progress_.back(), 1);
}

TEST_F(FfmpegMaker, brings_sound_to_the_loudness_that_was_asked_for) {
    make_master("testsrc2=s=320x180:r=25:d=5", std::string{"-f lavfi -i sine=f=1000:r=48000:d=5,volume=-15dB "} +
                                                   "-c:v libx264 -preset ultrafast -c:a pcm_s16le");
    const auto media = media_of({picture(320, 180, {25, 1}, 5000), sound(1, 1, 5000)}, 5000);
    made_of(media, {proxy(), small()});
    const auto loudness = [&](const std::string& file) {
        const auto said = ffmpeg(fmt::format("-i work/{} -af ebur128 -f null -", file));
        return std::strtod(said.c_str() + said.rfind("I:") + 2, nullptr);
    };
    EXPECT_NEAR(loudness("proxy.mp4"), -23, 0.5);
    EXPECT_LT(loudness("small.mp4"), -30);
}

TEST_F(FfmpegMaker, makes_one_set_of_segments_that_hls_and_dash_play_to_the_end) {
    for (const auto rate : {Rational{25, 1}, Rational{30'000, 1001}}) {
        fs::remove_all(folder_ / "work");
        make_master(
            fmt::format("testsrc2=s=640x360:r={}/{}:d=10", rate.num, rate.den),
            "-f lavfi -i sine=d=10 -f lavfi -i sine=f=880:d=10 -map 0 -map 1 -map 2 -c:v libx264 -preset ultrafast "
            "-c:a pcm_s16le");
        const auto count = frames("master.mov");
        const auto ms = static_cast<std::int64_t>(std::lround(count * 1000 / rate.to_double()));
        auto media = media_of({picture(640, 360, rate, ms), sound(1, 1, 10'000), sound(2, 1, 10'000)}, ms);
        media.streams[1].language = "spa";
        media.streams[2].language = "eng";
        const auto made = made_of(media, {adaptive()});
        ASSERT_THAT(made.renditions, SizeIs(1));
        EXPECT_EQ(made.renditions[0].files.front().filename, "hls/master.m3u8");
        EXPECT_THAT(made.renditions[0].files, SizeIs(2 + 4 + 4));  // manifests, playlists, tracks
        for (const auto* way : {"-allowed_extensions ALL work/hls/master.m3u8", "work/dash/manifest.mpd"}) {
            EXPECT_EQ(frames(way), count) << way;
            const auto streams = facts(way, "stream=codec_type,width,sample_rate");
            EXPECT_EQ(std::ranges::count(streams, '\n') >= 4, true) << streams;
            ffmpeg(fmt::format("-v error -xerror -i {} -map 0 -f null -",
                               std::string{way}.substr(std::string{way}.find("work"))));
        }
        const auto playlist = text("hls/track_0.m3u8");
        EXPECT_THAT(text("hls/track_1.m3u8"), HasSubstr(playlist.substr(playlist.find("#EXTINF:"), 17)));
        EXPECT_THAT(text("hls/master.m3u8"), HasSubstr("LANGUAGE=\"eng\""));
        EXPECT_THAT(text("hls/master.m3u8"), HasSubstr("RESOLUTION=640x360"));
    }
}

TEST_F(FfmpegMaker, cuts_to_the_frame_at_every_rate) {
    const auto fine = profile_of("fine", "fine.mp4", FilmFile{box(320, 180, 6000), {}});
    for (const auto rate :
         {Rational{24'000, 1001}, Rational{25, 1}, Rational{30'000, 1001}, Rational{50, 1}, Rational{60'000, 1001}}) {
        fs::remove_all(folder_ / "work");
        make_master(fmt::format("testsrc2=s=320x180:r={}/{}:d=4", rate.num, rate.den),
                    "-f lavfi -i sine=d=4 -c:v libx264 -preset veryfast -g 250 -c:a pcm_s16le");
        const auto media = media_of({picture(320, 180, rate, 4000), sound(1, 1, 4000)}, 4000);
        for (const auto span : {FrameSpan{0, 1}, FrameSpan{37, 61}}) {
            fs::remove_all(folder_ / "work");
            made_of(media, {fine}, span);
            EXPECT_EQ(frames("work/fine.mp4"), span.end - span.first);
            const auto part = [&](std::int64_t late) {
                return fmt::format("trim=start_frame={}:end_frame={},setpts=PTS-STARTPTS", span.first + late,
                                   span.end + late);
            };
            const auto like = likeness("fine.mp4", part(0));
            EXPECT_GT(like, 0.95) << rate.num << " from " << span.first;
            EXPECT_LT(likeness("fine.mp4", part(1)), like - 0.02) << rate.num << " from " << span.first;
        }
    }
}

TEST_F(FfmpegMaker, shows_odd_masters_as_people_see_them) {
    // A phone held upright whose picture is white above and black below.
    ffmpeg(
        "-v error -f lavfi -i color=white:s=180x160:d=1:r=25,pad=180:320:0:0:black,transpose=2 -c:v libx264 "
        "-preset ultrafast flat.mov");
    ffmpeg("-v error -i flat.mov -c copy -metadata:s:v:0 rotate=-90 master.mov");
    auto phone = picture(320, 180, {25, 1}, 1000);
    phone.video->rotation = 90;
    auto made = made_of(media_of({phone}, 1000), {proxy()});
    ASSERT_THAT(made.renditions, SizeIs(1));
    EXPECT_EQ(made.renditions[0].width, 180);
    EXPECT_GT(brightness("work/proxy.mp4", "crop=180:150:0:0"), 200);
    EXPECT_LT(brightness("work/proxy.mp4", "crop=180:150:0:170"), 40);

    fs::remove_all(folder_ / "work");
    make_master("testsrc2=s=720x576:r=25:d=1,setsar=16/15", "-c:v libx264 -preset ultrafast");
    auto pal = picture(720, 576, {25, 1}, 1000);
    pal.video->pixel_aspect = {16, 15};
    made = made_of(media_of({pal}, 1000), {proxy()});
    EXPECT_EQ(made.renditions[0].width, 768);
    EXPECT_GT(likeness("proxy.mp4", "scale=768:576,setsar=1"), 0.95);
}

TEST_F(FfmpegMaker, makes_black_of_what_is_transparent) {
    make_master("color=red@0.0:s=64x64:d=1:r=25,format=rgba", "-c:v qtrle -pix_fmt argb");
    auto stream = picture(64, 64, {25, 1}, 1000);
    stream.codec = "qtrle";
    stream.video->pixel_format = "argb";
    stream.video->has_alpha = true;
    made_of(media_of({stream}, 1000), {proxy()});
    EXPECT_LT(brightness("work/proxy.mp4"), 20);
}

TEST_F(FfmpegMaker, brings_high_range_down_to_what_screens_show) {
    make_master(
        "testsrc2=s=640x360:r=25:d=1,format=yuv420p,setparams=range=tv:colorspace=bt709:color_primaries=bt709:"
        "color_trc=bt709,zscale=t=linear:npl=203,format=gbrpf32le,zscale=p=bt2020:t=smpte2084:m=2020_ncl:r=limited:npl="
        "203,"
        "format=yuv420p10le",
        "-c:v libx265 -x265-params log-level=none -preset ultrafast -color_trc smpte2084 -color_primaries bt2020 "
        "-colorspace bt2020nc");
    auto stream = picture(640, 360, {25, 1}, 1000);
    stream.codec = "hevc";
    stream.video->color_transfer = "smpte2084";
    stream.video->color_primaries = "bt2020";
    stream.video->color_space = "bt2020nc";
    stream.video->color_range = "tv";
    made_of(media_of({stream}, 1000), {proxy()});
    EXPECT_THAT(facts("work/proxy.mp4", "stream=color_transfer,color_space,color_primaries,pix_fmt"),
                HasSubstr("yuv420p,bt709,bt709,bt709"));
    ffmpeg("-v error -f lavfi -i testsrc2=s=640x360:r=25:d=1 -c:v ffv1 -pix_fmt yuv420p master.mov");
    EXPECT_GT(likeness("proxy.mp4"), 0.78);
    // The brightest parts are made darker, so that there is room for what is brighter still.
    EXPECT_NEAR(brightness("work/proxy.mp4"), brightness("master.mov"), 30);
}

TEST_F(FfmpegMaker, takes_fields_apart) {
    make_master("testsrc2=s=320x240:r=50:d=1,interlace=scan=tff", "-c:v mpeg2video -b:v 8M -flags +ilme+ildct -top 1");
    auto stream = picture(320, 240, {25, 1}, 1000);
    stream.codec = "mpeg2video";
    stream.video->field_order = FieldOrder::TopFirst;
    made_of(media_of({stream}, 1000), {proxy()});
    EXPECT_EQ(frames("work/proxy.mp4"), 25);
    const auto of_fields = [&](const std::string& file) {
        const auto said = ffmpeg(fmt::format("-i {} -vf idet -f null -", file));
        const auto at = said.find("TFF:", said.find("Multi frame detection"));
        return at == std::string::npos ? -1 : std::atoi(said.c_str() + at + 4);
    };
    EXPECT_GT(of_fields("master.mov"), 20);
    EXPECT_LT(of_fields("work/proxy.mp4"), 12);  // steps in a drawing look like fields too
}

TEST_F(FfmpegMaker, joins_two_of_eight_tracks) {
    std::string inputs;
    std::string maps = "-map 0";
    for (int i = 1; i <= 8; ++i) {
        inputs += fmt::format(" -f lavfi -i sine=f={}:d=1", i * 200);
        maps += fmt::format(" -map {}", i);
    }
    make_master("testsrc2=s=320x180:r=25:d=1", inputs + " " + maps + " -c:v libx264 -preset ultrafast -c:a pcm_s16le");
    std::vector<MediaStream> streams{picture(320, 180, {25, 1}, 1000)};
    for (int i = 1; i <= 8; ++i) streams.push_back(sound(i, 1, 1000));
    const auto made = made_of(media_of(streams, 1000), {small(), adaptive()});
    ASSERT_THAT(made.renditions, SizeIs(2));
    EXPECT_THAT(facts("work/small.mp4", "stream=channels"), HasSubstr("2"));
    // On the right is the second track alone: nothing of the first is left where its own tone is taken away.
    const auto said =
        ffmpeg("-i work/small.mp4 -af 'pan=mono|c0=c1,bandreject=f=400:width_type=h:w=150,volumedetect' -f null -");
    EXPECT_LT(std::strtod(said.c_str() + said.rfind("mean_volume:") + 12, nullptr), -40);
    EXPECT_THAT(text("hls/master.m3u8"), HasSubstr("NAME=\"Tracks 7+8\""));
    EXPECT_THAT(text("dash/manifest.mpd"), HasSubstr("<Label>Tracks 3+4</Label>"));
}

TEST_F(FfmpegMaker, makes_one_picture_a_film_and_a_film_without_sound_silent) {
    make_master("testsrc2=s=321x181:r=25", "-frames:v 1 -pix_fmt yuv444p -c:v libx264 -preset ultrafast");
    const auto made = made_of(media_of({picture(321, 181, {25, 1}, 40)}, 40), {proxy(), adaptive(), sprite()});
    ASSERT_THAT(made.renditions, SizeIs(3));
    EXPECT_EQ(frames("work/proxy.mp4"), 1);
    EXPECT_EQ(made.renditions[0].width, 320);
    EXPECT_FALSE(made.loudness);
}

TEST_F(FfmpegMaker, tells_of_black_frozen_and_silent_spans) {
    make_master("testsrc2=s=320x180:r=25:d=2,tpad=stop_duration=3:stop_mode=add:color=black",
                "-f lavfi -i sine=d=1.5,apad=whole_dur=5 -c:v libx264 -preset ultrafast -c:a pcm_s16le");
    auto found = made_of(media_of({picture(320, 180, {25, 1}, 5000), sound(1, 1, 5000)}, 5000), {proxy()}).findings;
    const auto at = [&](QualityFinding::Kind kind) {
        const auto one = std::ranges::find(found, kind, &QualityFinding::kind);
        return one == found.end() ? std::pair{-1L, -1L} : std::pair{one->start_ms, one->end_ms};
    };
    EXPECT_EQ(at(QualityFinding::Kind::Black), std::pair(2000L, 5000L));
    EXPECT_EQ(at(QualityFinding::Kind::Frozen), std::pair(2000L, 5000L));
    EXPECT_NEAR(static_cast<double>(at(QualityFinding::Kind::Silent).first), 1500, 30);
}

TEST_F(FfmpegMaker, takes_stills_of_a_film_and_a_cover_of_a_sound) {
    make_master("testsrc2=s=1280x720:r=25:d=3", "-c:v libx264 -preset ultrafast");
    const auto poster = profile_of("poster", "poster.jpg", StillFile{StillFormat::Jpeg, 1920, 1080, 85});
    const auto thumb = profile_of("thumb", "thumb.webp", StillFile{StillFormat::Webp, 300, 300, 80});
    auto made = made_of(media_of({picture(1280, 720, {25, 1}, 3000)}, 3000), {poster, thumb});
    ASSERT_THAT(made.renditions, SizeIs(2));
    EXPECT_EQ(made.renditions[0].width, 1280);
    EXPECT_EQ(made.renditions[1].height, 168);
    EXPECT_FALSE(made.renditions[1].duration_ms);
    EXPECT_NEAR(brightness("work/poster.jpg"), brightness("master.mov"), 12);
    EXPECT_NEAR(brightness("work/thumb.webp"), brightness("master.mov"), 12);

    fs::remove_all(folder_ / "work");
    ffmpeg(
        "-v error -f lavfi -i sine=d=1 -f lavfi -i color=white:s=500x500:d=1 -map 0 -map 1 -c:a libmp3lame "
        "-c:v mjpeg "
        "-disposition:v attached_pic -f mp3 master.mov");
    auto cover = picture(500, 500, {25, 1}, 0);
    cover.index = 1;
    cover.video->is_attached_picture = true;
    auto media = media_of({sound(0, 1, 1000), cover}, 1000);
    media.container = "mp3";
    auto of_sound = make(AssetType::Audio, media, {thumb});
    ASSERT_TRUE(of_sound) << of_sound.error().message();
    EXPECT_EQ(of_sound->renditions[0].width, 300);
    EXPECT_GT(brightness("work/thumb.webp"), 240);
}

TEST_F(FfmpegMaker, makes_a_sound_of_all_kinds) {
    ffmpeg("-v error -f lavfi -i sine=d=5:r=44100 -c:a pcm_s16le -f wav master.mov");
    auto media = media_of({sound(0, 1, 5000)}, 5000);
    media.container = "wav";
    SoundFile wav;
    wav.sound.codec = SoundCodec::Pcm24;
    SoundFile mp3;
    mp3.sound.codec = SoundCodec::Mp3;
    AdaptiveSet set;
    set.dash_filename = "dash/manifest.mpd";
    const auto made = make(AssetType::Audio, media,
                           {profile_of("wav", "broadcast.wav", wav), profile_of("mp3", "preview.mp3", mp3),
                            profile_of("adaptive", "hls/master.m3u8", set), waveform()});
    ASSERT_TRUE(made) << made.error().message();
    EXPECT_THAT(facts("work/broadcast.wav", "stream=codec_name,sample_rate"), HasSubstr("pcm_s24le,48000"));
    EXPECT_NEAR(static_cast<double>(*made->renditions[1].duration_ms), 5000, 100);
    ffmpeg("-v error -xerror -i work/hls/master.m3u8 -f null -");
    ffmpeg("-v error -xerror -i work/dash/manifest.mpd -f null -");
}

TEST_F(FfmpegMaker, says_that_a_master_ends_before_its_time) {
    make_master("testsrc2=s=640x360:r=25:d=4", "-c:v libx264 -preset ultrafast -movflags +faststart");
    fs::resize_file(folder_ / "master.mov", fs::file_size(folder_ / "master.mov") / 2);
    const auto made = make(AssetType::Video, media_of({picture(640, 360, {25, 1}, 4000)}, 4000), {proxy()});
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().kind(), ErrorKind::UnsupportedType) << made.error().message();
    EXPECT_THAT(made.error().message(), HasSubstr("4.00 s"));
}

TEST_F(FfmpegMaker, opens_nothing_but_what_was_found) {
    std::ofstream{folder_ / "master.mov"}
        << "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n/etc/passwd\n#EXT-X-ENDLIST\n";
    const auto made = make(AssetType::Video, media_of({picture(640, 360, {25, 1}, 1000)}, 1000), {proxy()});
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().kind(), ErrorKind::UnsupportedType);
}

TEST_F(FfmpegMaker, makes_prores_for_those_who_edit) {
    make_master("testsrc2=s=640x360:r=25:d=1",
                "-f lavfi -i sine=d=1 -c:v libx264 -preset ultrafast -crf 10 -c:a pcm_s16le");
    FilmFile film{box(8192, 8192, 100'000), {}};
    film.video.codec = VideoCodec::ProRes;
    film.sound.codec = SoundCodec::Pcm24;
    auto profile = profile_of("prores", "prores.mov", film);
    profile.use = RenditionUse::OnDemand;
    made_of(media_of({picture(640, 360, {25, 1}, 1000), sound(1, 1, 1000)}, 1000), {profile}, FrameSpan{5, 20});
    EXPECT_EQ(frames("work/prores.mov"), 15);
    EXPECT_GT(likeness("prores.mov", "trim=start_frame=5:end_frame=20,setpts=PTS-STARTPTS"), 0.97);
    EXPECT_THAT(facts("work/prores.mov", "stream=codec_name,pix_fmt"), HasSubstr("prores,yuv422p10le"));
}

}  // namespace
}  // namespace acervo
