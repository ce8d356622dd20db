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

TEST(ForeignContent, is_known_by_its_first_bytes) {
    EXPECT_EQ(foreign_content("%PDF-1.7"), "a PDF");
    EXPECT_EQ(foreign_content("PK\x03\x04...."), "an archive");
    EXPECT_EQ(foreign_content("\x7F"
                              "ELF\x02\x01"),
              "a program");
    EXPECT_EQ(foreign_content("<!DOCTYPE"), "a script or markup");
    EXPECT_EQ(foreign_content("#!/bin/s"), "a script or markup");
}

TEST(ForeignContent, is_not_what_masters_begin_with) {
    using namespace std::string_view_literals;
    for (const auto master : {"\0\0\0\x18"
                              "ftyp"sv,
                              "\x06\x0E\x2B\x34\x02\x05\x01\x01"sv,
                              "\x1A\x45\xDF\xA3"sv,
                              "RIFF"sv,
                              "RF64"sv,
                              "FORM"sv,
                              "fLaC"sv,
                              "OggS"sv,
                              "ID3\x04"sv,
                              "\xFF\xFB"sv,
                              "\x0B\x77"sv,
                              "\0\0\x01\xBA"sv,
                              "\x47\x40"sv,
                              "FLV\x01"sv,
                              "\x30\x26\xB2\x75"sv,
                              "\x1F\x07\0"sv,
                              "\xFF\xD8\xFF"sv,
                              "\x89PNG"sv,
                              "II*\0"sv,
                              "MM\0*"sv,
                              "GIF8"sv,
                              "BM"sv,
                              "8BPS"sv,
                              "\x76\x2F\x31\x01"sv,
                              "riff\x2E\x91"sv,
                              "#"sv,
                              ""sv}) {
        EXPECT_EQ(foreign_content(master), std::nullopt) << master;
    }
}

}  // namespace
}  // namespace acervo
