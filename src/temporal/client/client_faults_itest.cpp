#include <gmock/gmock.h>

#include "temporal/client/call_failure.hpp"
#include "temporal/client/client_fixture.hpp"
#include "temporal/client/server_info.hpp"
#include "temporal/payload/aes_gcm_codec.hpp"
#include "temporal/payload/convert.hpp"
#include "testkit/tcp_proxy.hpp"

// A server that is away or slow, and payloads that nobody may read.
namespace acervo::temporal {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

/// A client whose way to the server can be broken.
class ClientFaults : public ClientTest {
protected:
    Connection connect() {
        auto options = Server::options("http://127.0.0.1:" + std::to_string(proxy_.port()));
        options.keep_alive_interval = 500ms;
        options.keep_alive_timeout = 500ms;
        return must(Connection::connect(server_.runtime(), options, soon()));
    }

    testkit::TcpProxy proxy_{server_.context(), Server::port()};
    Client far_{connect(), options()};
};

TEST_F(ClientFaults, end_in_time_with_the_name_of_what_was_asked) {
    proxy_.swallow();
    const auto hasty = far_.within(1s);
    const auto refused = run(hasty.start(echo, "hi", start_options()));
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().kind(), ::testing::AnyOf(ErrorKind::Timeout, ErrorKind::Unavailable));
    EXPECT_THAT(refused.error().message(), HasSubstr("start \"echo\" (id " + id_ + ")"));
    EXPECT_FALSE(run(check_health(hasty)));
    EXPECT_FALSE(run(hasty.handle(echo, id_).describe()));
}

TEST_F(ClientFaults, start_once_when_the_answer_was_lost) {
    must(check_health(far_));
    proxy_.cut_next_answer();
    const auto started = must(far_.start(echo, "hi", start_options()));
    EXPECT_EQ(started.started_run_id(), must(client_.handle(id_).describe()).summary.execution.run_id);
}

TEST_F(ClientFaults, do_not_end_the_wait_for_a_result) {
    const auto handle = must(far_.start(echo, "hi", start_options()));
    std::optional<Result<std::string>> ended;
    const auto keep = [](Async<Result<std::string>> work, std::optional<Result<std::string>>& out) -> Async<void> {
        out.emplace(co_await std::move(work));
    };
    testkit::start(server_.context(), keep(handle.result(soon()), ended), [] {});
    proxy_.swallow();
    for (int round = 0; round < 20; ++round) run(pause());
    EXPECT_FALSE(ended) << "it waits for the server to come back";
    proxy_.heal();
    must(client_.handle(id_).terminate("over"));
    testkit::run_until(server_.context(), [&] { return ended.has_value(); });
    ASSERT_FALSE(*ended);
    const auto failure = call_failure_of(ended->error());
    ASSERT_TRUE(failure) << ended->error().message();
    EXPECT_EQ(failure->status, WorkflowStatus::Terminated);
}

TEST_F(ClientTest, hides_payloads_from_the_server_by_its_codec) {
    EncryptionKeys keys;
    keys.current = "k1";
    keys.keys.emplace("k1", Secret{std::string(32, 'k')});
    auto secret = options();
    secret.codec = make_aes_gcm_codec(std::move(keys)).value();
    const Client client{server_.connection(), secret};
    auto start = start_options();
    start.memo.emplace("who", text_payload("anna"));
    start.summary = "a secret";
    must(client.start(echo, "hidden", start));
    const auto open = must(client_.handle(id_).describe());
    EXPECT_EQ(open.summary.memo.at("who").encoding(), "binary/encrypted");
    EXPECT_EQ(open.user_summary, "");
    const auto known = must(client.handle(id_).describe());
    EXPECT_EQ(decode<std::string>(known.summary.memo.at("who")), "anna");
    EXPECT_EQ(known.user_summary, "a secret");
}

}  // namespace
}  // namespace acervo::temporal
