#include "app/profiles/profiles.hpp"

#include <gmock/gmock.h>

#include <cstdlib>
#include <fstream>
#include <string>

#include "app/profiles/profile_json.hpp"

namespace acervo {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::Field;
using testing::HasSubstr;
using testing::UnorderedElementsAre;

namespace fs = std::filesystem;

const fs::path kHouse{ACERVO_PROFILES};

constexpr auto kPoster = R"({"name": "poster", "version": 1000, "asset_types": ["video"], "mandatory": false,
    "use": "proxy", "filename": "poster.jpg", "mime_type": "image/jpeg",
    "still": {"format": "jpeg", "max_width": 640, "max_height": 360, "quality": 50}})";

std::string with(std::string text, std::string_view old_words, std::string_view words) {
    return text.replace(text.find(old_words), old_words.size(), words);
}

class SiteFolder : public testing::Test {
protected:
    SiteFolder() {
        std::string name = (fs::temp_directory_path() / "profiles-XXXXXX").string();
        folder_ = mkdtemp(name.data());
    }
    ~SiteFolder() override { fs::remove_all(folder_); }
    void write(const std::string& name, std::string_view text) { std::ofstream{folder_ / name} << text; }
    std::string why_not() const {
        const auto loaded = load_profiles(kHouse, folder_);
        return loaded ? "it was loaded" : loaded.error().message();
    }
    fs::path folder_;
};

std::vector<std::string> names(const std::vector<Profile>& profiles) {
    std::vector<std::string> all;
    for (const auto& profile : profiles) all.push_back(profile.name);
    return all;
}

TEST(Profiles, of_the_house_make_all_that_is_promised) {
    const auto profiles = load_profiles(kHouse, {});
    ASSERT_TRUE(profiles) << profiles.error().message();
    EXPECT_THAT(names(profiles->made_at_ingest(AssetType::Video)),
                UnorderedElementsAre("adaptive_video", "poster", "proxy_1080p", "sprite", "thumb_1200px", "thumb_300px",
                                     "thumb_800px", "waveform", "web_720p"));
    EXPECT_THAT(names(profiles->made_at_ingest(AssetType::Audio)),
                UnorderedElementsAre("adaptive_audio", "broadcast_wav", "preview_mp3", "thumb_1200px", "thumb_300px",
                                     "thumb_800px", "waveform"));
    EXPECT_THAT(names(profiles->made_at_ingest(AssetType::Image)),
                UnorderedElementsAre("thumb_1200px", "thumb_300px", "thumb_800px"));
    const auto& proxy = std::get<FilmFile>(profiles->find("proxy_1080p")->product);
    EXPECT_EQ(proxy.video.bitrate_kbps, 5000);
    EXPECT_EQ(profiles->find("nothing"), nullptr);
}

TEST_F(SiteFolder, takes_the_place_of_a_profile_of_the_house) {
    write("poster.json", kPoster);
    const auto profiles = load_profiles(kHouse, folder_);
    ASSERT_TRUE(profiles) << profiles.error().message();
    EXPECT_EQ(std::get<StillFile>(profiles->find("poster")->product).max_width, 640);
    EXPECT_EQ(profiles->all().size(), load_profiles(kHouse, {})->all().size());
}

TEST_F(SiteFolder, may_not_come_to_keys_of_the_house) {
    write("poster.json", with(kPoster, "1000", "2"));
    EXPECT_THAT(why_not(), AllOf(HasSubstr("poster.json"), HasSubstr("version must be from 1000")));
}

TEST_F(SiteFolder, may_not_write_a_file_of_another_profile) {
    write("still.json", with(kPoster, R"("poster")", R"("still")"));
    EXPECT_THAT(why_not(), AllOf(HasSubstr("poster"), HasSubstr("still"), HasSubstr("filename must differ")));
}

TEST_F(SiteFolder, is_told_which_file_and_field_is_wrong) {
    write("poster.json", with(kPoster, R"("quality": 50)", R"("quality": "best")"));
    EXPECT_THAT(why_not(), AllOf(HasSubstr("poster.json"), HasSubstr("still.quality must be a whole number")));
}

TEST_F(SiteFolder, names_a_file_after_its_profile) {
    write("other.json", kPoster);
    EXPECT_THAT(why_not(), AllOf(HasSubstr("other.json"), HasSubstr("name must be \"other\"")));
}

std::vector<FieldError> wrong_fields(std::string_view text) {
    const auto profile = profile_from_json(text);
    return profile ? std::vector<FieldError>{} : profile.error().fields();
}
auto at(const std::string& pointer) { return Contains(Field(&FieldError::pointer, pointer)); }

TEST(ProfileJson, names_what_is_unknown_missing_or_senseless) {
    EXPECT_THAT(wrong_fields(with(kPoster, "quality", "qualtiy")), AllOf(at("still.qualtiy"), at("still.quality")));
    EXPECT_THAT(wrong_fields(with(kPoster, R"("quality": 50)", R"("quality": 101)")), at("still.quality"));
    EXPECT_THAT(wrong_fields(with(kPoster, "poster.jpg", "../poster.jpg")), at("filename"));
    EXPECT_THAT(wrong_fields(with(kPoster, "poster.jpg", "poster.webp")), at("filename"));
    EXPECT_THAT(wrong_fields(with(kPoster, R"("use": "proxy")", R"("use": "sale")")), at("use"));
    EXPECT_THAT(wrong_fields(with(kPoster, R"("still")", R"("painting")")), AllOf(at("painting"), at("")));
    EXPECT_THAT(wrong_fields(with(kPoster, R"(["video"])", R"(["smell"])")), at("asset_types"));
    EXPECT_EQ(profile_from_json("[]").error().kind(), ErrorKind::InvalidInput);
    EXPECT_EQ(profile_from_json("{").error().kind(), ErrorKind::InvalidInput);
    EXPECT_TRUE(profile_from_json(kPoster));
}

}  // namespace
}  // namespace acervo
