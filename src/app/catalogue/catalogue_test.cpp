#include "app/catalogue/catalogue.hpp"

#include <gtest/gtest.h>

namespace acervo {
namespace {

TEST(ContentDisposition, leaves_a_plain_name_as_it_is) {
    EXPECT_EQ(content_disposition("clip.mp4"), "attachment; filename=\"clip.mp4\"; filename*=UTF-8''clip.mp4");
}

TEST(ContentDisposition, writes_other_letters_in_utf_8_and_something_readable_beside_it) {
    EXPECT_EQ(content_disposition("señal.mp4"), "attachment; filename=\"se__al.mp4\"; filename*=UTF-8''se%C3%B1al.mp4");
}

TEST(ContentDisposition, lets_no_name_end_the_header_or_leave_the_folder) {
    const auto header = content_disposition("a\"b\\c\r\nX: y/../%41;.mp4");
    for (const char* bad : {"\r", "\n", "\\"}) EXPECT_EQ(header.find(bad), std::string::npos) << header;
    EXPECT_EQ(header.find("filename*"), header.rfind("filename*")) << header;
    EXPECT_NE(header.find("a_b_c__X: y_.._"), std::string::npos) << header;
    EXPECT_NE(header.find("a%22b%5Cc%0D%0AX%3A%20y%2F..%2F%2541%3B.mp4"), std::string::npos) << header;
}

}  // namespace
}  // namespace acervo
