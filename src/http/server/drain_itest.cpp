// How a server ends.
#include <gmock/gmock.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <exception>
#include <stdexcept>
#include <thread>

#include "core/sleep.hpp"
#include "http/server/server_fixture.hpp"

namespace acervo::http {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

class Drain : public ServerTest {
protected:
    /// A client whose request is being answered by `path`.
    TestClient client_in(const char* path) {
        auto client = connect();
        const auto before = stage_.entered.load();
        client.send(get(path));
        EXPECT_TRUE(eventually([&] { return stage_.entered > before; }));
        return client;
    }
    TestClient idle_client() {
        auto client = connect();
        EXPECT_EQ(client.ask(get("/hello")).status, 200);
        return client;
    }
    /// Holds the server's thread while its drain should go on to the next step, and `meanwhile` happens.
    void at_the_end_of_the_lead(const std::function<void()>& meanwhile) {
        constexpr seconds kLead{1};
        auto options = ServerTest::options();
        options.drain.lead = kLead;
        start(options);
        auto busy = client_in("/block-later");
        server_->drain();
        ASSERT_TRUE(eventually([this] { return ask(get("/hello")).field("Connection") == "close"; }));
        const auto lead_is_over = steady_clock::now() + kLead + milliseconds{100};
        stage_.may_block = true;
        ASSERT_TRUE(eventually([this] { return stage_.blocked == 1; }));
        meanwhile();
        std::this_thread::sleep_until(lead_is_over);
        stage_.is_open = true;
        EXPECT_EQ(busy.receive().body, "blocked");
    }
    bool refuses_connections() {
        return eventually([this] {
            try {
                connect();
                return false;
            } catch (const std::runtime_error&) {
                return true;
            }
        });
    }
};

TEST_F(Drain, first_only_says_so_and_goes_on) {
    auto options = ServerTest::options();
    options.drain.lead = seconds{60};
    start(options);
    auto early = idle_client();
    EXPECT_FALSE(server_->is_draining());
    server_->drain();
    EXPECT_TRUE(server_->is_draining());
    const auto answer = early.ask(get("/hello"));
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.field("Connection"), "close");
    EXPECT_TRUE(early.is_closed());
    EXPECT_EQ(ask(get("/hello")).field("Connection"), "close") << "it still accepts";
}

TEST_F(Drain, lets_requests_finish_and_closes_idle_connections) {
    start();
    auto idle = idle_client();
    auto busy = client_in("/wait");
    server_->drain();
    EXPECT_TRUE(idle.is_closed());
    EXPECT_TRUE(refuses_connections());
    EXPECT_EQ(stage_.left, 0);
    stage_.is_open = true;
    const auto answer = busy.receive();
    EXPECT_EQ(answer.body, "waited");
    EXPECT_EQ(answer.field("Connection"), "close");
    EXPECT_TRUE(busy.is_closed());
    server_->wait();
    EXPECT_EQ(stage_.alive, 0);
}

TEST_F(Drain, lets_a_stream_finish) {
    start();
    auto client = connect(4096);
    client.send(get("/sized?n=50000000"));
    ASSERT_TRUE(eventually([this] { return stage_.streamed > 0; }));
    server_->drain();
    EXPECT_TRUE(refuses_connections());
    const auto answer = client.receive();
    EXPECT_TRUE(answer.is_whole);
    EXPECT_EQ(answer.body.size(), 50'000'000U);
    server_->wait();
}

TEST_F(Drain, hears_a_client_that_has_only_just_connected) {
    start();
    auto busy = client_in("/wait");  // keeps the server from being done
    auto idle = idle_client();
    auto newcomer = connect();
    auto silent = connect();
    server_->drain();
    EXPECT_TRUE(idle.is_closed());
    EXPECT_EQ(newcomer.ask(get("/hello")).body, "hello") << "who was never answered may still ask, for a second";
    EXPECT_TRUE(newcomer.is_closed());
    EXPECT_TRUE(silent.is_closed());
    stage_.is_open = true;
    EXPECT_EQ(busy.receive().status, 200);
    server_->wait();
}

TEST_F(Drain, cancels_what_has_not_finished_in_time) {
    auto options = ServerTest::options();
    options.drain.finish = milliseconds{200};
    start(options);
    auto busy = client_in("/wait");
    server_->drain();
    server_->wait();
    EXPECT_EQ(stage_.left, 0);
    EXPECT_EQ(stage_.alive, 0);
    EXPECT_TRUE(busy.is_closed());
}

TEST_F(Drain, may_be_asked_for_again_and_after_the_end) {
    start();
    server_->drain();
    server_->drain();
    server_->wait();
    server_->drain();
    server_->stop_now();
    server_->wait();
}

TEST_F(Drain, of_a_server_with_nothing_to_do_waits_for_nothing) {
    // Unwinding alone may take half a second; a server that always took it would do so in every round.
    auto shortest = steady_clock::duration::max();
    for (int round = 0; round < 40 && shortest >= milliseconds{400}; ++round) {
        start();
        EXPECT_EQ(ask(get("/hello")).status, 200);
        const auto began = steady_clock::now();
        server_->drain();
        server_->wait();
        shortest = std::min(shortest, steady_clock::now() - began);
    }
    EXPECT_LT(shortest, milliseconds{400});
}

TEST_F(Drain, serves_whom_it_has_accepted_but_not_yet_begun_with) {
    // Let go, the thread finds at once: somebody who has left again, somebody to accept, and that it is time for the
    // next step. When the first is seen off nobody is left but the one whose accepted socket waits to be looked at.
    std::optional<TestClient> second;
    at_the_end_of_the_lead([&] {
        connect().close();
        second.emplace(connect());
        second->send(get("/hello"));
    });
    EXPECT_EQ(second->receive().body, "hello");
    server_->wait();
    EXPECT_EQ(observer_->opened, observer_->closed);
}

TEST_F(Drain, serves_all_who_connected_before_it_stopped_to_accept) {
    std::vector<TestClient> queued;
    at_the_end_of_the_lead([&] {
        for (int i = 0; i < 10; ++i) {
            queued.push_back(connect());
            queued.back().send(get("/hello"));
        }
    });
    for (auto& client : queued) EXPECT_EQ(client.receive().body, "hello");
    server_->wait();
}

/// Something a handler owns, such as a pool of connections, that says goodbye when it is destroyed.
class Farewell {
public:
    Farewell(boost::asio::any_io_executor executor, Stage& stage) : executor_{std::move(executor)}, stage_{stage} {}
    Farewell(const Farewell&) = delete;
    Farewell& operator=(const Farewell&) = delete;
    ~Farewell() { boost::asio::co_spawn(executor_, say(&stage_), boost::asio::detached); }

private:
    static Async<void> say(Stage* stage) {
        co_await sleep_for(milliseconds{150});
        ++stage->left;
    }

    boost::asio::any_io_executor executor_;
    Stage& stage_;
};

TEST_F(Drain, gives_what_handlers_own_time_to_end) {
    server_.emplace(ServerTest::options(), [this](const ThreadContext& context) {
        Router router;
        auto owned = std::make_shared<Farewell>(context.executor, stage_);
        router.add(Route{Method::Get, "/hello", "hello", [owned](Request) -> Async<Response> { std::terminate(); }});
        return router;
    });
    ASSERT_TRUE(server_->start());
    server_->drain();
    server_->wait();
    EXPECT_EQ(stage_.left, 1);
}

TEST_F(Drain, under_load_breaks_no_answer) {
    for (int round = 0; round < 10; ++round) {
        auto options = ServerTest::options();
        options.threads = 2;
        start(options);
        std::atomic<int> answered{0};
        std::atomic<int> broken{0};
        const auto ask_on = [&] {
            try {
                for (;;) {
                    auto client = connect();
                    for (bool kept = true; kept;) {
                        const auto answer = client.ask(get("/sized?n=50000"));
                        // Nothing at all: the connection was closed while it was idle, which is its right.
                        if (answer.status != 0) ++(answer.is_whole ? answered : broken);
                        kept = answer.status != 0 && answer.field("Connection") != "close";
                    }
                }
            } catch (const std::runtime_error&) {
                // It does not accept any more.
            }
        };
        {
            const std::jthread one{ask_on};
            const std::jthread other{ask_on};
            EXPECT_TRUE(eventually([&] { return answered > 20; }));
            server_->drain();
        }
        server_->wait();
        EXPECT_EQ(broken, 0);
    }
    EXPECT_EQ(observer_->opened, observer_->closed);
}

TEST_F(Drain, is_cut_short_by_stop_now) {
    start();
    auto busy = client_in("/wait");
    server_->drain();
    server_->stop_now();
    server_->wait();
    EXPECT_EQ(stage_.left, 0);
    EXPECT_EQ(stage_.alive, 0);
    EXPECT_TRUE(busy.is_closed());
    EXPECT_EQ(observer_->opened, observer_->closed);
}

TEST_F(Drain, destroys_a_handler_that_will_not_hear_where_it_waits) {
    start();
    auto busy = client_in("/stubborn");
    auto streaming = connect(4096);
    streaming.send(get("/chunked?n=1073741824"));
    ASSERT_TRUE(eventually([this] { return stage_.streamed > 0; }));
    server_->stop_now();
    server_->wait();
    EXPECT_EQ(stage_.left, 0);
    EXPECT_EQ(stage_.alive, 0);
    EXPECT_TRUE(busy.is_closed());
}

TEST_F(Drain, happens_by_itself_when_the_server_is_destroyed) {
    start();
    auto busy = client_in("/wait");
    const auto began = steady_clock::now();
    server_.reset();
    EXPECT_LT(steady_clock::now() - began, seconds{30}) << "requests were given their time to finish";
    EXPECT_EQ(stage_.alive, 0);
    EXPECT_TRUE(busy.is_closed());
}

}  // namespace
}  // namespace acervo::http
