#include <gmock/gmock.h>

#include <stdexcept>
#include <utility>

#include "domain/rendition/plan.hpp"

namespace acervo {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

VideoCoding box(int width, int height, int kbps) {
    VideoCoding coding;
    coding.max_width = width;
    coding.max_height = height;
    coding.bitrate_kbps = kbps;
    return coding;
}

Profile profile_of(std::string name, Product product, std::vector<AssetType> types = {AssetType::Video}) {
    Profile profile;
    profile.name = std::move(name);
    profile.asset_types = std::move(types);
    profile.product = std::move(product);
    return profile;
}

const std::vector<AssetType> kAllTypes{AssetType::Video, AssetType::Audio, AssetType::Image};

Profile proxy() { return profile_of("proxy", FilmFile{box(1920, 1080, 5000), {}}); }
Profile web() { return profile_of("web", FilmFile{box(1280, 720, 1500), {}}); }
Profile thumb() { return profile_of("thumb", StillFile{StillFormat::Webp, 300, 300, 80}, kAllTypes); }
Profile waveform() { return profile_of("waveform", WaveformPeaks{}, {AssetType::Video, AssetType::Audio}); }
Profile mp3() { return profile_of("mp3", SoundFile{}, {AssetType::Audio}); }
Profile adaptive() {
    AdaptiveSet set;
    set.rungs = {box(1920, 1080, 4500), box(1280, 720, 2200), box(854, 480, 1000), box(426, 240, 350)};
    return profile_of("adaptive", set);
}

MediaStream video(int width, int height) {
    MediaStream stream;
    stream.kind = StreamKind::Video;
    stream.codec = "h264";
    stream.video.emplace();
    stream.video->width = width;
    stream.video->height = height;
    stream.video->frame_rate = Rational{25, 1};
    stream.video->field_order = FieldOrder::Progressive;
    stream.video->pixel_format = "yuv420p";
    return stream;
}

MediaStream sound(int channels, std::string layout = "", std::string language = "") {
    MediaStream stream;
    stream.kind = StreamKind::Audio;
    stream.codec = "pcm_s24le";
    stream.language = std::move(language);
    stream.audio.emplace();
    stream.audio->channels = channels;
    stream.audio->channel_layout = std::move(layout);
    stream.audio->sample_rate_hz = 48'000;
    return stream;
}

MediaInfo media_of(std::vector<MediaStream> streams) {
    MediaInfo media;
    media.container = "mov,mp4,m4a,3gp,3g2,mj2";
    media.duration_ms = 10'000;
    media.streams = std::move(streams);
    int index = 0;
    for (auto& stream : media.streams) stream.index = index++;
    return media;
}

PassPlan film_plan(const MediaStream& pictures, std::vector<Profile> profiles = {proxy()}) {
    const auto plan = plan_pass(AssetType::Video, media_of({pictures}), profiles);
    return plan ? *plan : throw std::runtime_error{plan.error().message()};
}

std::pair<int, int> size_of(const PassPlan& plan) {
    const auto& size = plan.renditions.front().sizes.front();
    return {size.width, size.height};
}

TEST(PlanPicture, is_never_larger_than_the_master) {
    EXPECT_EQ(size_of(film_plan(video(3840, 2160))), std::pair(1920, 1080));
    EXPECT_EQ(size_of(film_plan(video(640, 360))), std::pair(640, 360));
    EXPECT_EQ(size_of(film_plan(video(4096, 1716))), std::pair(1920, 804));
}

TEST(PlanPicture, has_even_sides_also_of_odd_and_tiny_masters) {
    EXPECT_EQ(size_of(film_plan(video(641, 361))), std::pair(640, 360));
    EXPECT_EQ(size_of(film_plan(video(853, 480))), std::pair(852, 480));
    EXPECT_EQ(size_of(film_plan(video(1, 1))), std::pair(2, 2));
    EXPECT_EQ(size_of(film_plan(video(8000, 2))), std::pair(1920, 2));
}

TEST(PlanPicture, is_upright_with_square_pixels) {
    auto phone = video(1920, 1080);
    phone.video->rotation = 90;
    EXPECT_EQ(size_of(film_plan(phone)), std::pair(1080, 1920));
    auto pal = video(720, 576);
    pal.video->pixel_aspect = {16, 15};
    EXPECT_EQ(size_of(film_plan(pal)), std::pair(768, 576));
    auto hdv = video(1440, 1080);
    hdv.video->pixel_aspect = {4, 3};
    EXPECT_EQ(size_of(film_plan(hdv)), std::pair(1920, 1080));
    auto broken = video(720, 576);
    broken.video->pixel_aspect = {1000, 1};
    EXPECT_EQ(size_of(film_plan(broken)), std::pair(720, 576));
    broken.video->pixel_aspect = {0, 1};
    EXPECT_EQ(size_of(film_plan(broken)), std::pair(720, 576));
}

TEST(PlanPicture, of_an_upright_phone_fills_a_turned_box) {
    EXPECT_EQ(size_of(film_plan(video(2160, 3840))), std::pair(1080, 1920));
}

TEST(PlanPicture, spends_fewer_bits_on_fewer_pixels) {
    EXPECT_EQ(film_plan(video(1920, 1080)).renditions[0].sizes[0].bitrate_kbps, 5000);
    EXPECT_EQ(film_plan(video(960, 540)).renditions[0].sizes[0].bitrate_kbps, 1768);  // 5000 · (1/4)^0.75
}

TEST(PlanRungs, above_the_master_are_dropped_and_the_lowest_stays) {
    const auto heights = [](int width, int height) {
        std::vector<int> all;
        for (const auto& size : film_plan(video(width, height), {adaptive()}).renditions[0].sizes)
            all.push_back(size.height);
        return all;
    };
    EXPECT_THAT(heights(3840, 2160), ElementsAre(1080, 720, 480, 240));
    EXPECT_THAT(heights(1280, 720), ElementsAre(720, 480, 240));
    EXPECT_THAT(heights(1920, 1000), ElementsAre(1000, 666, 444, 222));
    EXPECT_THAT(heights(160, 120), ElementsAre(120));
}

TEST(PlanPicture, decodes_once_at_the_size_of_the_largest_file) {
    const auto plan = film_plan(video(3840, 2160), {web(), proxy(), adaptive()});
    EXPECT_EQ(plan.picture->width, 1920);
    EXPECT_EQ(plan.picture->height, 1080);
}

TEST(PlanPicture, takes_fields_apart) {
    using enum PicturePlan::Deinterlace;
    auto stream = video(1920, 1080);
    EXPECT_EQ(film_plan(stream).picture->deinterlace, No);
    stream.video->field_order = FieldOrder::TopFirst;
    EXPECT_EQ(film_plan(stream).picture->deinterlace, AllFrames);
    stream.video->field_order = FieldOrder::Unknown;
    EXPECT_EQ(film_plan(stream).picture->deinterlace, FlaggedFrames);
    stream.codec = "vp9";
    EXPECT_EQ(film_plan(stream).picture->deinterlace, No);
}

TEST(PlanPicture, knows_what_its_colours_mean) {
    auto stream = video(1920, 1080);
    EXPECT_EQ(film_plan(stream).picture->color, PicturePlan::Color::Standard);
    EXPECT_EQ(film_plan(stream).picture->color_space, "bt709");
    EXPECT_EQ(film_plan(video(720, 576)).picture->color_space, "smpte170m");
    stream.video->color_primaries = "bt2020";
    EXPECT_EQ(film_plan(stream).picture->color, PicturePlan::Color::Convert);
    for (const auto* transfer : {"smpte2084", "arib-std-b67"}) {
        stream.video->color_transfer = transfer;
        const auto plan = film_plan(stream);
        EXPECT_EQ(plan.picture->color, PicturePlan::Color::ToneMap);
        EXPECT_EQ(plan.picture->color_transfer, transfer);
        EXPECT_EQ(plan.picture->color_space, "bt2020nc");
    }
    auto rgb = video(640, 480);
    rgb.video->pixel_format = "rgba";
    rgb.video->has_alpha = true;
    EXPECT_EQ(film_plan(rgb).picture->color_space, "gbr");
    EXPECT_EQ(film_plan(rgb).picture->color_range, "pc");
    EXPECT_TRUE(film_plan(rgb).picture->flatten_alpha);
}

TEST(PlanPicture, has_one_constant_rate) {
    auto stream = video(1920, 1080);
    const auto rate = [&](Rational of, bool varies) {
        stream.video->frame_rate = of;
        stream.video->variable_frame_rate = varies;
        return *film_plan(stream).picture;
    };
    EXPECT_EQ(rate({30'000, 1001}, false).frame_rate, (Rational{30'000, 1001}));
    EXPECT_TRUE(rate({30'000, 1001}, false).keeps_every_frame);
    EXPECT_EQ(rate({293, 10}, true).frame_rate, (Rational{30'000, 1001}));
    EXPECT_FALSE(rate({30, 1}, true).keeps_every_frame);
    EXPECT_EQ(rate({120, 1}, false).frame_rate, (Rational{60, 1}));
    EXPECT_EQ(rate({240'000, 1001}, false).frame_rate, (Rational{60'000, 1001}));
    EXPECT_EQ(rate({12, 1}, true).frame_rate, (Rational{12, 1}));
    stream.video->frame_rate.reset();
    EXPECT_EQ(film_plan(stream).picture->frame_rate, (Rational{25, 1}));
}

TEST(PlanPicture, keeps_the_time_code_only_where_frames_are_kept) {
    auto media = media_of({video(1920, 1080)});
    media.start_timecode = "10:00:00:00";
    EXPECT_EQ(plan_pass(AssetType::Video, media, {proxy()})->start_timecode, "10:00:00:00");
    media.streams[0].video->frame_rate = Rational{120, 1};
    EXPECT_EQ(plan_pass(AssetType::Video, media, {proxy()})->start_timecode, std::nullopt);
}

std::vector<SoundPlan> sounds_of(std::vector<MediaStream> streams) {
    streams.insert(streams.begin(), video(1920, 1080));
    return plan_pass(AssetType::Video, media_of(std::move(streams)), {proxy()})->sounds;
}

TEST(PlanSound, takes_two_of_eight_tracks_for_left_and_right_and_offers_the_rest) {
    const auto sounds = sounds_of({8, sound(1)});
    ASSERT_THAT(sounds, SizeIs(4));
    EXPECT_THAT(sounds[0].streams, ElementsAre(1, 2));
    EXPECT_EQ(sounds[0].mix, SoundPlan::Mix::JoinMono);
    EXPECT_EQ(sounds[0].channels, 2);
    EXPECT_THAT(sounds[3].streams, ElementsAre(7, 8));
    EXPECT_EQ(sounds[1].title, "Tracks 3+4");
}

TEST(PlanSound, of_three_tracks_leaves_the_last_alone) {
    const auto sounds = sounds_of({3, sound(1)});
    ASSERT_THAT(sounds, SizeIs(2));
    EXPECT_THAT(sounds[1].streams, ElementsAre(3));
    EXPECT_EQ(sounds[1].title, "Track 3");
    EXPECT_EQ(sounds[1].channels, 1);
}

TEST(PlanSound, of_two_languages_is_not_joined) {
    const auto sounds = sounds_of({sound(1, "mono", "spa"), sound(1, "mono", "eng")});
    ASSERT_THAT(sounds, SizeIs(2));
    EXPECT_EQ(sounds[0].language, "spa");
    EXPECT_EQ(sounds[1].language, "eng");
}

TEST(PlanSound, begins_with_the_default_stream) {
    auto second = sound(2, "stereo", "eng");
    second.is_default = true;
    EXPECT_THAT(sounds_of({sound(2, "stereo", "spa"), second})[0].streams, ElementsAre(2));
}

TEST(PlanSound, mixes_a_known_layout_and_takes_two_channels_of_an_unknown_one) {
    EXPECT_EQ(sounds_of({sound(6, "5.1")})[0].mix, SoundPlan::Mix::Downmix);
    EXPECT_EQ(sounds_of({sound(6, "5.1")})[0].channels, 6);
    EXPECT_EQ(sounds_of({sound(8)})[0].mix, SoundPlan::Mix::FirstTwo);
    EXPECT_EQ(sounds_of({sound(1)})[0].channels, 1);
}

TEST(PlanSound, is_bounded_and_skips_what_cannot_be_decoded) {
    EXPECT_THAT(sounds_of({40, sound(1)}), SizeIs(8));
    auto unknown = sound(2);
    unknown.codec.clear();
    EXPECT_THAT(sounds_of({unknown, sound(0)}), IsEmpty());
    EXPECT_THAT(sounds_of({}), IsEmpty());
}

std::vector<std::string> names_of(const PassGroup& group) {
    std::vector<std::string> names;
    for (const auto& profile : group.profiles) names.push_back(profile.name);
    return names;
}

TEST(PassGroups, let_no_still_wait_for_a_film) {
    const auto groups = group_into_passes(AssetType::Video, media_of({video(640, 360), sound(2, "stereo")}),
                                          {proxy(), thumb(), waveform(), mp3()});
    ASSERT_THAT(groups, SizeIs(2));
    EXPECT_EQ(groups[0].name, "film");
    EXPECT_FALSE(groups[0].is_light);
    EXPECT_THAT(names_of(groups[0]), ElementsAre("proxy", "waveform"));
    EXPECT_EQ(groups[1].name, "stills");
    EXPECT_TRUE(groups[1].is_light);
}

TEST(PassGroups, make_nothing_of_what_is_not_there) {
    const auto silent = group_into_passes(AssetType::Video, media_of({video(640, 360)}), {proxy(), waveform()});
    ASSERT_THAT(silent, SizeIs(1));
    EXPECT_THAT(names_of(silent[0]), ElementsAre("proxy"));
    EXPECT_THAT(group_into_passes(AssetType::Audio, media_of({sound(2)}), {mp3(), thumb()}), SizeIs(1));
}

TEST(PassGroups, take_the_cover_of_a_sound_for_its_picture_and_not_for_a_film) {
    auto cover = video(500, 500);
    cover.video->is_attached_picture = true;
    const auto media = media_of({sound(2), cover});
    EXPECT_THAT(group_into_passes(AssetType::Audio, media, {mp3(), thumb()}), SizeIs(2));
    EXPECT_THAT(group_into_passes(AssetType::Video, media, {proxy()}), IsEmpty());
    const auto plan = plan_pass(AssetType::Audio, media, {thumb()});
    EXPECT_EQ(plan->picture->stream, 1);
    EXPECT_EQ(size_of(*plan), std::pair(300, 300));
}

TEST(PlanPass, leaves_the_size_of_photos_to_those_who_decode_them) {
    const auto plan = plan_pass(AssetType::Image, media_of({}), {thumb()});
    ASSERT_TRUE(plan);
    EXPECT_EQ(plan->tool, PassTool::Picture);
    EXPECT_THAT(plan->renditions[0].sizes, IsEmpty());
}

TEST(PlanPass, takes_a_still_from_the_tenth_part_of_a_film_and_from_its_first_minute) {
    auto media = media_of({video(640, 360)});
    EXPECT_EQ(plan_pass(AssetType::Video, media, {thumb()})->still_at_ms, 1000);
    media.duration_ms = 36'000'000;
    EXPECT_EQ(plan_pass(AssetType::Video, media, {thumb()})->still_at_ms, 60'000);
    media.duration_ms.reset();
    EXPECT_EQ(plan_pass(AssetType::Video, media, {thumb()})->still_at_ms, 0);
}

TEST(PlanPass, believes_only_containers_that_know_how_long_they_are) {
    auto media = media_of({video(640, 360)});
    EXPECT_EQ(plan_pass(AssetType::Video, media, {proxy()})->picture->duration_ms, 10'000);
    media.streams.push_back(sound(2));  // which of the two is the longer one?
    EXPECT_EQ(plan_pass(AssetType::Video, media, {proxy()})->picture->duration_ms, std::nullopt);
    media.streams[0].duration_ms = 9'960;
    EXPECT_EQ(plan_pass(AssetType::Video, media, {proxy()})->picture->duration_ms, 9'960);
    media.container = "mpeg";
    EXPECT_EQ(plan_pass(AssetType::Video, media, {proxy()})->picture->duration_ms, std::nullopt);
}

TEST(PlanPass, of_a_part_counts_frames_that_are_there) {
    auto media = media_of({video(640, 360)});
    EXPECT_TRUE(plan_pass(AssetType::Video, media, {proxy()}, FrameSpan{10, 250}));
    for (const auto span : {FrameSpan{10, 10}, FrameSpan{-1, 10}, FrameSpan{0, 300}}) {
        EXPECT_EQ(plan_pass(AssetType::Video, media, {proxy()}, span).error().kind(), ErrorKind::InvalidInput);
    }
    media.streams[0].video->variable_frame_rate = true;
    EXPECT_THAT(plan_pass(AssetType::Video, media, {proxy()}, FrameSpan{0, 10}).error().message(),
                HasSubstr("counted"));
}

TEST(PlanPass, refuses_what_does_not_belong_together) {
    const auto media = media_of({video(640, 360)});
    EXPECT_FALSE(plan_pass(AssetType::Video, media, {proxy(), thumb()}));
    EXPECT_FALSE(plan_pass(AssetType::Video, media, {waveform()}));
    EXPECT_FALSE(plan_pass(AssetType::Video, media, {}));
}

}  // namespace
}  // namespace acervo
