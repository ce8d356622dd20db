#include "client/credentials.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

namespace acervo::client {
namespace {

class CredentialsTest : public ::testing::Test {
protected:
    CredentialsTest() {
        std::string pattern = (std::filesystem::temp_directory_path() / "acervo-credentials-XXXXXX").string();
        folder_ = ::mkdtemp(pattern.data());
    }
    ~CredentialsTest() override { std::filesystem::remove_all(folder_); }

    std::filesystem::path folder_;
};

TEST_F(CredentialsTest, keeps_a_token_per_server) {
    const Credentials credentials{folder_ / "deep" / "credentials.json"};
    ASSERT_TRUE(credentials.keep("http://one", Secret{"first"}));
    ASSERT_TRUE(credentials.keep("http://two", Secret{"second"}));
    EXPECT_EQ(credentials.token_for("http://one")->reveal(), "first");
    EXPECT_EQ(credentials.token_for("http://two")->reveal(), "second");
}

TEST_F(CredentialsTest, forgets_a_server) {
    const Credentials credentials{folder_ / "credentials.json"};
    ASSERT_TRUE(credentials.keep("http://one", Secret{"first"}));
    ASSERT_TRUE(credentials.keep("http://one", Secret{}));
    EXPECT_TRUE(credentials.token_for("http://one")->empty());
}

TEST_F(CredentialsTest, lets_nobody_but_the_owner_read_the_file) {
    const Credentials credentials{folder_ / "credentials.json"};
    ASSERT_TRUE(credentials.keep("http://one", Secret{"first"}));
    using std::filesystem::perms;
    EXPECT_EQ(std::filesystem::status(credentials.file()).permissions(), perms::owner_read | perms::owner_write);
}

TEST_F(CredentialsTest, says_which_file_is_damaged_and_leaves_it_alone) {
    const Credentials credentials{folder_ / "credentials.json"};
    std::ofstream{credentials.file()} << "not json";
    EXPECT_NE(credentials.token_for("http://one").error().message().find("credentials.json"), std::string::npos);
    EXPECT_FALSE(credentials.keep("http://one", Secret{"first"}));
}

}  // namespace
}  // namespace acervo::client
