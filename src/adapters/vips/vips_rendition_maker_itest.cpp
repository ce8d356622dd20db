// Pictures of all kinds through the real acervo-media; what comes out is decoded again.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <array>
#include <boost/asio/io_context.hpp>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>

#include "adapters/vips/vips_rendition_maker.hpp"
#include "testkit/run.hpp"

namespace acervo {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

namespace fs = std::filesystem;

Profile thumb(int side, StillFormat format = StillFormat::Webp) {
    Profile profile;
    profile.name = fmt::format("thumb_{}", side);
    profile.asset_types = {AssetType::Image};
    profile.filename = fmt::format("thumb_{}.{}", side, format == StillFormat::Webp ? "webp" : "jpg");
    profile.mime_type = "image/webp";
    profile.product = StillFile{format, side, side, 90};
    return profile;
}

class VipsMaker : public testing::Test {
protected:
    VipsMaker() {
        std::string name = (fs::temp_directory_path() / "pictures-XXXXXX").string();
        folder_ = mkdtemp(name.data());
    }
    ~VipsMaker() override { fs::remove_all(folder_); }

    void shell(const std::string& command) const {
        EXPECT_EQ(std::system(fmt::format("cd {} && ( {} ) >/dev/null 2>log.txt", folder_.string(), command).c_str()),
                  0)
            << command;
    }
    /// Left half red, right half blue.
    void paint(const std::string& rest) const {
        shell("ffmpeg -nostdin -y -f lavfi -i color=red:s=400x600:d=1,pad=800:600:0:0:blue " + rest);
    }
    Result<MadePass> make(const std::string& master, std::uint64_t max_pixels = 100'000'000) {
        fs::remove_all(folder_ / "work");
        fs::create_directories(folder_ / "work");
        auto plan = plan_pass(AssetType::Image, {}, {thumb(300), thumb(1200), thumb(100, StillFormat::Jpeg)});
        PassRequest request{.master = folder_ / master, .work_folder = folder_ / "work", .plan = plan.value()};
        auto maker = make_vips_rendition_maker({.program = ACERVO_MEDIA, .max_pixels = max_pixels});
        auto made = maker->make(std::move(request), nullptr);
        return testkit::run(context_, std::move(made));
    }
    static std::pair<int, int> size(const Result<MadePass>& made, std::size_t number) {
        if (!made) return {0, 0};
        return {made->renditions.at(number).width.value(), made->renditions.at(number).height.value()};
    }
    /// Red, green and blue in the middle of a part of the picture.
    std::array<int, 3> color(const std::string& file, const std::string& where) const {
        shell(fmt::format("ffmpeg -nostdin -y -i work/{} -vf 'format=rgb24,{},scale=1:1' -f rawvideo one.raw", file,
                          where));
        std::ifstream in{folder_ / "one.raw", std::ios::binary};
        return {in.get(), in.get(), in.get()};
    }
    void expect_red_and_blue(const Result<MadePass>& made) const {
        ASSERT_TRUE(made) << made.error().message();
        ASSERT_THAT(made->renditions, SizeIs(3));
        for (const auto* file : {"thumb_300.webp", "thumb_100.jpg"}) {
            const auto left = color(file, "crop=iw/4:ih/4:iw/8:ih/4");
            const auto right = color(file, "crop=iw/4:ih/4:iw*5/8:ih/4");
            EXPECT_GT(left[0], 170) << file;
            EXPECT_LT(left[2], 90) << file;
            EXPECT_GT(right[2], 120) << file;
            EXPECT_LT(right[0], 90) << file;
        }
    }

    boost::asio::io_context context_;
    fs::path folder_;
};

TEST_F(VipsMaker, makes_all_sizes_and_never_a_larger_one) {
    paint("-frames:v 1 -q:v 2 master.jpg");
    const auto made = make("master.jpg");
    expect_red_and_blue(made);
    EXPECT_EQ(size(made, 0), std::pair(300, 225));
    EXPECT_EQ(size(made, 1), std::pair(800, 600));
    EXPECT_EQ(size(made, 2), std::pair(100, 75));
}

TEST_F(VipsMaker, turns_a_photo_as_its_camera_was_held) {
    paint("-vf transpose=2 -frames:v 1 -q:v 2 master.jpg");
    shell("exiftool -overwrite_original -n -Orientation=6 master.jpg");
    const auto made = make("master.jpg");
    EXPECT_EQ(size(made, 0), std::pair(300, 225));
    expect_red_and_blue(made);
}

TEST_F(VipsMaker, reads_what_newsrooms_bring) {
    paint("-frames:v 1 master.png");
    shell("vips colourspace master.png deep.tif rgb16");
    expect_red_and_blue(make("deep.tif"));
    shell("vips icc_export master.png print.tif --output-profile cmyk");
    expect_red_and_blue(make("print.tif"));
    shell(
        "convert master.png master.psd || python3 -c 'import "
        "struct;h=b\"8BPS\"+struct.pack(\">H6xHIIHH\",1,3,600,800,8,3)"
        "+bytes(12);p=(b\"\\xff\"*400+b\"\\0\"*400)*600;q=bytes(480000);r=(b\"\\0\"*400+b\"\\xff\"*400)*600;"
        "open(\"master.psd\",\"wb\").write(h+b\"\\0\\0\"+p+q+r)'");
    expect_red_and_blue(make("master.psd"));
    shell("vips webpsave master.png master.webp");
    expect_red_and_blue(make("master.webp"));
    shell("ffmpeg -nostdin -y -loop 1 -i master.png -t 1 -r 10 master.gif");
    expect_red_and_blue(make("master.gif"));
}

TEST_F(VipsMaker, keeps_what_is_transparent_and_makes_black_of_it_in_a_jpeg) {
    shell("ffmpeg -nostdin -y -f lavfi -i color=white@0.0:s=400x400,format=rgba -frames:v 1 master.png");
    const auto made = make("master.png");
    ASSERT_TRUE(made) << made.error().message();
    EXPECT_LT(color("thumb_100.jpg", "null")[0], 10);
}

TEST_F(VipsMaker, refuses_bombs_by_their_header) {
    shell("vips black huge.png 4000 4000 --bands 3");
    const auto made = make("huge.png", 10'000'000);
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().kind(), ErrorKind::UnsupportedType);
    EXPECT_THAT(made.error().message(), HasSubstr("4000×4000 pixels"));
}

TEST_F(VipsMaker, refuses_what_is_no_picture_or_not_to_be_trusted) {
    std::ofstream{folder_ / "words.jpg"} << "these are words";
    std::ofstream{folder_ / "drawing.svg"} << R"(<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>)";
    std::ofstream{folder_ / "empty.png"} << "";
    for (const auto* name : {"words.jpg", "drawing.svg", "empty.png", "absent.png"}) {
        const auto made = make(name);
        ASSERT_FALSE(made) << name;
        EXPECT_EQ(made.error().kind(), ErrorKind::UnsupportedType) << name << made.error().message();
    }
    paint("-frames:v 1 -q:v 2 master.jpg");
    fs::resize_file(folder_ / "master.jpg", fs::file_size(folder_ / "master.jpg") / 2);
    EXPECT_FALSE(make("master.jpg"));
}

}  // namespace
}  // namespace acervo
