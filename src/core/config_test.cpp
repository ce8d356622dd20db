#include "core/config.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <boost/json/parse.hpp>
#include <filesystem>
#include <fstream>

namespace acervo {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

struct ServerSection {
    std::string address{"127.0.0.1"};
    std::uint16_t port{8080};
    std::chrono::milliseconds header_timeout{10s};
    ByteSize max_body{mebibytes(1)};
    std::vector<std::string> origins{"a"};
    bool trace{false};
    int nice{0};
    std::uint64_t limit{7};
};

void describe(config::Section<ServerSection>& s) {
    s.doc("The server");
    s.key("address", &ServerSection::address, "Where to listen");
    s.key("port", &ServerSection::port, "TCP port").range(1, 65535);
    s.key("header_timeout", &ServerSection::header_timeout, "For one header").range(1ms, 1min);
    s.key("max_body", &ServerSection::max_body, "Largest body").range(kibibytes(1), gibibytes(1));
    s.key("origins", &ServerSection::origins, "Allowed origins");
    s.key("trace", &ServerSection::trace, "Record traces");
    s.key("nice", &ServerSection::nice, "Niceness");
    s.key("limit", &ServerSection::limit, "A limit");
    s.check([](const ServerSection& server) -> Result<void> {
        if (server.trace && server.port == 1) return fail(ErrorKind::InvalidInput, "port 1 cannot be traced");
        return {};
    });
}

struct StoreSection {
    std::string access_key_id;
    Secret secret_access_key;
    std::string region{"us-east-1"};
    std::string endpoint;
    bool force_path_style{true};
    std::string mode{"plain"};
};

void describe(config::Section<StoreSection>& s) {
    s.key("access_key_id", &StoreSection::access_key_id, "").also_from("AWS_ACCESS_KEY_ID");
    s.key("secret_access_key", &StoreSection::secret_access_key, "The key")
        .required()
        .also_from("AWS_SECRET_ACCESS_KEY");
    s.key("region", &StoreSection::region, "").also_from("AWS_REGION").also_from("AWS_DEFAULT_REGION");
    s.key("endpoint", &StoreSection::endpoint, "").also_from("S3_ENDPOINT");
    s.key("force_path_style", &StoreSection::force_path_style, "").also_from("S3_FORCE_PATH_STYLE");
    s.key("mode", &StoreSection::mode, "").one_of({"plain", "fancy"});
}

class Configuration : public testing::Test {
protected:
    Configuration() : folder_{std::filesystem::temp_directory_path() / ("acervo-config-" + std::to_string(getpid()))} {
        std::filesystem::create_directories(folder_);
        sources.environment["AWS_SECRET_ACCESS_KEY"] = "from-variable";
        document.section("server", server).section("s3", store);
    }
    ~Configuration() override { std::filesystem::remove_all(folder_); }

    std::string write(const std::string& name, const std::string& text) {
        const auto path = folder_ / name;
        std::ofstream{path} << text;
        return path.string();
    }
    Result<void> load_file(const std::string& text) {
        sources.file = write("acervo.toml", text);
        return document.load(sources);
    }
    std::string complaint_about(const std::string& text) {
        const auto loaded = load_file(text);
        return loaded ? "(none)" : loaded.error().message();
    }
    std::string complaint() {
        const auto loaded = document.load(sources);
        return loaded ? "(none)" : loaded.error().message();
    }

    ServerSection server;
    StoreSection store;
    config::Document document;
    config::Sources sources;

private:
    std::filesystem::path folder_;
};

TEST_F(Configuration, keeps_the_initialisers_when_nothing_is_said) {
    ASSERT_TRUE(document.load(sources));
    EXPECT_EQ(server.port, 8080);
    EXPECT_EQ(server.header_timeout, 10s);
    EXPECT_EQ(store.region, "us-east-1");
}

TEST_F(Configuration, reads_every_type_from_a_file) {
    ASSERT_TRUE(load_file(R"(
        [server]
        address = "::1"
        port = 81
        header_timeout = "1s500ms"
        max_body = "64MiB"
        origins = ["x", "y"]
        trace = true
        nice = -5
        limit = 9223372036854775807
        [s3]
        secret_access_key = "s3cret"
    )"));
    EXPECT_EQ(server.address, "::1");
    EXPECT_EQ(server.port, 81);
    EXPECT_EQ(server.header_timeout, 1500ms);
    EXPECT_EQ(server.max_body, mebibytes(64));
    EXPECT_EQ(server.origins, (std::vector<std::string>{"x", "y"}));
    EXPECT_TRUE(server.trace);
    EXPECT_EQ(server.nice, -5);
    EXPECT_EQ(server.limit, 9223372036854775807U);
}

TEST_F(Configuration, lets_the_environment_beat_the_file_and_a_flag_beat_both) {
    sources.environment["ACERVO_SERVER_PORT"] = "82";
    ASSERT_TRUE(load_file("[server]\nport = 81\n"));
    EXPECT_EQ(server.port, 82);
    sources.settings = {{"server.port", "83"}};
    ASSERT_TRUE(document.load(sources));
    EXPECT_EQ(server.port, 83);
}

TEST_F(Configuration, takes_the_last_of_two_flags) {
    sources.settings = {{"server.port", "83"}, {"server.port", "84"}};
    ASSERT_TRUE(document.load(sources));
    EXPECT_EQ(server.port, 84);
}

TEST_F(Configuration, does_not_look_at_a_value_that_is_beaten) {
    sources.environment["ACERVO_SERVER_PORT"] = "82";
    ASSERT_TRUE(load_file("[server]\nport = 99999\n"));
    EXPECT_EQ(server.port, 82);
}

TEST_F(Configuration, knows_the_standard_variables_of_s3) {
    sources.environment = {{"AWS_ACCESS_KEY_ID", "id"},         {"AWS_SECRET_ACCESS_KEY", "key"},
                           {"AWS_DEFAULT_REGION", "eu-west-2"}, {"AWS_REGION", "eu-west-1"},
                           {"S3_ENDPOINT", "http://s3:8333"},   {"S3_FORCE_PATH_STYLE", "false"}};
    ASSERT_TRUE(load_file("[s3]\nregion = \"from-file\"\n"));
    EXPECT_EQ(store.access_key_id, "id");
    EXPECT_EQ(store.secret_access_key.reveal(), "key");
    EXPECT_EQ(store.region, "eu-west-1");
    EXPECT_EQ(store.endpoint, "http://s3:8333");
    EXPECT_FALSE(store.force_path_style);
    sources.environment["ACERVO_S3_REGION"] = "own";
    ASSERT_TRUE(document.load(sources));
    EXPECT_EQ(store.region, "own");
}

TEST_F(Configuration, takes_an_empty_variable_for_one_that_is_not_set) {
    sources.environment["AWS_REGION"] = "";
    sources.environment["ACERVO_SERVER_PORT"] = "";
    ASSERT_TRUE(document.load(sources));
    EXPECT_EQ(store.region, "us-east-1");
}

TEST_F(Configuration, names_file_line_key_and_the_nearest_known_key) {
    EXPECT_THAT(complaint_about("[server]\n\nprot = 1\n"),
                AllOf(HasSubstr("server.prot: unknown key, is `server.port` meant?"), HasSubstr("acervo.toml:3")));
    EXPECT_THAT(complaint_about("[sever]\n"),
                AllOf(HasSubstr("sever: unknown section, is `server` meant?"), HasSubstr("acervo.toml:1")));
    EXPECT_THAT(complaint_about("port = 1\n"), HasSubstr("port: stands outside of a section"));
    EXPECT_THAT(complaint_about("[server]\n[server.tls]\na = 1\n"), HasSubstr("server.tls: unknown key"));
    EXPECT_THAT(complaint_about("[[server]]\nport = 1\n"), HasSubstr("server: stands outside of a section"));
}

TEST_F(Configuration, names_the_key_of_a_wrong_type_or_range) {
    EXPECT_THAT(complaint_about("[server]\nport = 0\n"),
                AllOf(HasSubstr("server.port: 0 is not between 1 and 65535"), HasSubstr("acervo.toml:2")));
    EXPECT_THAT(complaint_about("[server]\nport = \"80\"\n"),
                HasSubstr("server.port: expected a whole number, found \"80\""));
    EXPECT_THAT(complaint_about("[server]\nport = 80.5\n"), HasSubstr("found a number with a fraction"));
    EXPECT_THAT(complaint_about("[server]\nheader_timeout = \"2h\"\n"), HasSubstr("2h is not between 1ms and 1m"));
    EXPECT_THAT(complaint_about("[server]\nmax_body = \"2GiB\"\n"), HasSubstr("2GiB is not between 1KiB and 1GiB"));
    EXPECT_THAT(complaint_about("[server]\norigins = [\"a\", 1]\n"),
                HasSubstr("a list with something else than texts"));
    EXPECT_THAT(complaint_about("[s3]\nmode = \"odd\"\n"), HasSubstr("s3.mode: \"odd\" is none of plain, fancy"));
}

TEST_F(Configuration, tells_all_problems_at_once_and_changes_nothing) {
    const auto loaded = load_file("[server]\naddress = \"x\"\nport = 0\nprot = 1\n");
    ASSERT_FALSE(loaded);
    EXPECT_EQ(loaded.error().kind(), ErrorKind::InvalidInput);
    ASSERT_EQ(loaded.error().fields().size(), 2U);
    EXPECT_EQ(loaded.error().fields()[0].pointer, "server.prot");
    EXPECT_EQ(loaded.error().fields()[1].pointer, "server.port");
    EXPECT_EQ(server.address, "127.0.0.1");
}

TEST_F(Configuration, refuses_an_unknown_key_in_variables_and_flags_too) {
    sources.environment["ACERVO_SERVER_PROT"] = "1";
    EXPECT_THAT(complaint(), HasSubstr("server.prot: unknown key, is `server.port` meant? (ACERVO_SERVER_PROT)"));
    sources.environment = {{"AWS_SECRET_ACCESS_KEY", "k"}, {"ACERVO_STATE", "x"}, {"ACERVO_OTHER_PORT", "x"}};
    EXPECT_EQ(complaint(), "(none)");
    sources.settings = {{"server.prot", "1"}, {"sever.port", "1"}, {"port", "1"}};
    EXPECT_THAT(complaint(), AllOf(HasSubstr("is `server.port` meant? (--set)"), HasSubstr("is `server` meant?"),
                                   HasSubstr("expected section.key=value")));
}

TEST_F(Configuration, says_how_to_give_what_is_missing) {
    sources.environment.clear();
    EXPECT_THAT(complaint(), HasSubstr("s3.secret_access_key: is required, set it in the file or by "
                                       "ACERVO_S3_SECRET_ACCESS_KEY or AWS_SECRET_ACCESS_KEY"));
}

TEST_F(Configuration, applies_the_rules_of_a_section_over_several_keys) {
    EXPECT_THAT(complaint_about("[server]\nport = 1\ntrace = true\n"), HasSubstr("server: port 1 cannot be traced"));
}

TEST_F(Configuration, reads_a_secret_from_a_file_and_cuts_one_line_end) {
    sources.environment = {{"ACERVO_S3_SECRET_ACCESS_KEY_FILE", write("key", "from file \r\n")}};
    ASSERT_TRUE(document.load(sources));
    EXPECT_EQ(store.secret_access_key.reveal(), "from file ");
    sources.environment = {{"AWS_SECRET_ACCESS_KEY_FILE", write("key", "other\n\n")}};
    ASSERT_TRUE(document.load(sources));
    EXPECT_EQ(store.secret_access_key.reveal(), "other\n");
    sources.environment.clear();
    sources.settings = {{"s3.secret_access_key_file", write("key", "flag")}};
    ASSERT_TRUE(document.load(sources));
    EXPECT_EQ(store.secret_access_key.reveal(), "flag");
    sources.settings.clear();
    ASSERT_TRUE(load_file("[s3]\nsecret_access_key_file = \"" + write("key", "toml") + "\"\n"));
    EXPECT_EQ(store.secret_access_key.reveal(), "toml");
}

TEST_F(Configuration, says_why_a_file_of_a_secret_is_of_no_use) {
    sources.environment = {{"ACERVO_S3_SECRET_ACCESS_KEY_FILE", "/nowhere/key"}};
    EXPECT_THAT(complaint(), HasSubstr("s3.secret_access_key: /nowhere/key: No such file or directory"));
    sources.environment = {{"ACERVO_S3_SECRET_ACCESS_KEY_FILE", write("key", "\n")}};
    EXPECT_THAT(complaint(), HasSubstr("the file is empty"));
}

TEST_F(Configuration, refuses_a_secret_on_the_command_line_and_one_given_twice) {
    sources.settings = {{"s3.secret_access_key", "hunter2"}};
    EXPECT_THAT(complaint(), AllOf(HasSubstr("seen by every user"), Not(HasSubstr("hunter2"))));
    sources.settings.clear();
    EXPECT_THAT(complaint_about("[s3]\nsecret_access_key = \"a\"\nsecret_access_key_file = \"b\"\n"),
                HasSubstr("both as a value and as a file"));
}

TEST_F(Configuration, shows_no_secret_in_any_complaint) {
    EXPECT_THAT(complaint_about("[s3]\nsecret_access_key = 987654321\n"), Not(HasSubstr("987654321")));
    EXPECT_THAT(complaint_about("[s3]\nsecret_access_key = 98765432109876543210\n"),
                AllOf(HasSubstr("acervo.toml:2"), Not(HasSubstr("98765432109876543210"))));
    EXPECT_THAT(complaint_about("[s3]\nsecret_access_key = hunter2\n"),
                AllOf(HasSubstr("acervo.toml:2"), Not(HasSubstr("hunter2"))));
    EXPECT_THAT(complaint_about("[s3]\nsecret_access_key = \"hunter2\n"),
                AllOf(HasSubstr("acervo.toml:"), Not(HasSubstr("hunter2"))));
}

TEST_F(Configuration, names_a_file_that_cannot_be_read) {
    sources.file = "/nowhere/acervo.toml";
    EXPECT_THAT(complaint(), HasSubstr("/nowhere/acervo.toml: No such file or directory"));
    sources.file = "/";
    EXPECT_THAT(complaint(), HasSubstr("/: Is a directory"));
}

TEST_F(Configuration, describes_itself_as_json_schema) {
    store.secret_access_key = Secret{"hunter2"};
    config::Document with_secret;
    with_secret.section("server", server).section("s3", store);
    const auto text = with_secret.schema();
    EXPECT_THAT(text, Not(HasSubstr("hunter2")));
    const auto schema = boost::json::parse(text);
    const auto& port = schema.at("properties").at("server").at("properties").at("port");
    EXPECT_EQ(port.at("type"), "integer");
    EXPECT_EQ(port.at("minimum"), 1);
    EXPECT_EQ(port.at("maximum"), 65535);
    EXPECT_EQ(port.at("default"), 8080);
    const auto& store_keys = schema.at("properties").at("s3").at("properties");
    EXPECT_EQ(store_keys.at("secret_access_key").at("writeOnly"), true);
    EXPECT_TRUE(store_keys.as_object().contains("secret_access_key_file"));
    EXPECT_EQ(schema.at("properties").at("server").at("properties").at("header_timeout").at("default"), "10s");
    EXPECT_EQ(schema.at("additionalProperties"), false);
}

TEST(SectionNames, are_matched_with_the_longest_first) {
    ServerSection plain;
    ServerSection second;
    config::Document document;
    document.section("server", plain).section("server_max", second);
    ASSERT_TRUE(document.load({std::nullopt, {{"ACERVO_SERVER_MAX_PORT", "5"}, {"ACERVO_SERVER_PORT", "6"}}, {}}));
    EXPECT_EQ(plain.port, 6);
    EXPECT_EQ(second.port, 5);
}

TEST(Arguments, are_taken_apart_and_the_rest_is_left) {
    const auto parsed = config::parse_arguments({"--config", "a.toml", "serve", "--set=http.port=1", "--set", "x.y=a=b",
                                                 "--print-config-schema", "--setup", "--", "--config"},
                                                {});
    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed->file, "a.toml");
    ASSERT_EQ(parsed->settings.size(), 2U);
    EXPECT_EQ(parsed->settings[1].key, "x.y");
    EXPECT_EQ(parsed->settings[1].value, "a=b");
    EXPECT_TRUE(parsed->print_config_schema);
    EXPECT_EQ(parsed->rest, (std::vector<std::string>{"serve", "--setup", "--config"}));
}

TEST(Arguments, find_the_file_in_the_environment_unless_a_flag_names_one) {
    const config::Environment environment{{"ACERVO_CONFIG", "e.toml"}};
    EXPECT_EQ(config::parse_arguments({}, environment)->file, "e.toml");
    EXPECT_EQ(config::parse_arguments({"--config=f.toml"}, environment)->file, "f.toml");
    EXPECT_EQ(config::parse_arguments({}, {})->file, std::nullopt);
}

TEST(Arguments, that_are_cut_short_are_refused) {
    EXPECT_FALSE(config::parse_arguments({"--config"}, {}));
    EXPECT_FALSE(config::parse_arguments({"--set"}, {}));
    EXPECT_FALSE(config::parse_arguments({"--set", "no-sign"}, {}));
}

TEST(EnvironmentOfProcess, holds_what_was_set) {
    setenv("ACERVO_TEST_VARIABLE", "a=b", 1);
    EXPECT_EQ(config::environment_of_process()["ACERVO_TEST_VARIABLE"], "a=b");
}

}  // namespace
}  // namespace acervo
