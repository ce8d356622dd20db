#include "domain/asset/master_format.hpp"

#include <gtest/gtest.h>

namespace acervo {
namespace {

Result<MasterFormat> master_format(std::string_view filename, std::string_view mime_type) {
    return MasterFormats{}.find(filename, mime_type);
}

TEST(MasterFormats, are_those_that_a_site_lists) {
    const auto formats = MasterFormats::make({".braw"}, {".wav"}, {}).value();
    EXPECT_EQ(formats.find("TAKE.BRAW", "application/octet-stream")->type, AssetType::Video);
    EXPECT_EQ(formats.find("a.mp4", "video/mp4").error().kind(), ErrorKind::UnsupportedType);
    for (const auto* extension : {"mp4", ".", ".MP4", ".m/4", "..", ".ninechars"}) {
        EXPECT_FALSE(MasterFormats::make({extension}, {}, {})) << extension;
    }
    EXPECT_FALSE(MasterFormats::make({".mp4"}, {".mp4"}, {})) << "of two families";
    const MasterFormats all;
    const auto same = MasterFormats::make(all.extensions_of(AssetType::Video), all.extensions_of(AssetType::Audio),
                                          all.extensions_of(AssetType::Image));
    EXPECT_TRUE(same) << "the list that is known is one that a site could write";
}

TEST(MasterFormat, takes_the_extension_from_its_own_list) {
    const auto format = master_format("Entrevista FINAL.MXF", "video/mxf").value();
    EXPECT_EQ(format.type, AssetType::Video);
    EXPECT_EQ(format.extension, ".mxf");
}

TEST(MasterFormat, accepts_a_client_that_does_not_know_the_type) {
    EXPECT_EQ(master_format("a.wav", "application/octet-stream")->type, AssetType::Audio);
}

TEST(MasterFormat, accepts_registered_names_outside_the_family) {
    EXPECT_EQ(master_format("pleno.mxf", "application/mxf")->type, AssetType::Video);
    EXPECT_EQ(master_format("pleno.mxf", "Application/MXF")->type, AssetType::Video);
    EXPECT_EQ(master_format("spot.ogg", "application/ogg")->type, AssetType::Audio);
    EXPECT_EQ(master_format("pleno.mp4", "application/mxf").error().kind(), ErrorKind::UnsupportedType);
}

TEST(MasterFormat, refuses_a_name_whose_declared_type_is_of_another_family) {
    EXPECT_EQ(master_format("a.mp4", "image/png").error().kind(), ErrorKind::UnsupportedType);
    EXPECT_EQ(master_format("a.mp4", "").error().kind(), ErrorKind::UnsupportedType);
}

TEST(MasterFormat, refuses_what_is_not_a_master) {
    for (const auto* name : {"a.pdf", "a.zip", "a.exe", "a", "a.", ".mp4x", "a.mp4/../b.sh", "mp4"}) {
        EXPECT_EQ(master_format(name, "application/octet-stream").error().kind(), ErrorKind::UnsupportedType) << name;
    }
}

}  // namespace
}  // namespace acervo
