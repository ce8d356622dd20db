#include <charconv>

#include "net/url.hpp"
#include "ports/contract/object_store_fixture.hpp"
#include "testkit/http_fault_proxy.hpp"
#include "testkit/pattern.hpp"

namespace acervo {
namespace {

using testkit::HttpFault;
using Kind = HttpFault::Kind;
using namespace std::chrono_literals;

const std::string kSlowDown =
    "HTTP/1.1 503 Slow Down\r\nContent-Type: application/xml\r\nContent-Length: 40\r\n\r\n"
    "<Error><Code>SlowDown</Code>    </Error>";
const std::string kInternalError =
    "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 45\r\n\r\n"
    "<Error><Code>InternalError</Code>    </Error>";
/// How a completion can fail after its header was sent.
const std::string kErrorBehind200 =
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    "1\r\n \r\n2d\r\n<Error><Code>InternalError</Code>    </Error>\r\n0\r\n\r\n";

class ObjectStoreFaults {
public:
    /// The first requests whose header holds `marker` meet these faults, one after another.
    void plan(std::string marker, std::vector<HttpFault> faults) {
        marker_ = std::move(marker);
        faults_ = std::move(faults);
        met_ = 0;
    }
    HttpFault decide(const std::string& header) {
        if (!header.contains(marker_)) return {};
        ++seen_;
        return met_ < faults_.size() ? faults_[met_++] : HttpFault{};
    }
    int seen() const { return seen_; }

private:
    std::string marker_;
    std::vector<HttpFault> faults_;
    std::size_t met_{0};
    int seen_{0};
};

/// A store behind a network that does what the test says.
class FaultyStore {
public:
    FaultyStore(boost::asio::io_context& context, S3Options options)
        : proxy{context, Url::parse(options.endpoint)->port(),
                [this](const std::string& header) { return faults.decide(header); }} {
        options.endpoint = proxy.url();
        options.retry.first = 1ms;
        options.call_timeout = 5s;
        options.completion_timeout = 5s;
        options.stall_timeout = 3s;
        options.breaker.minimum_calls = 1000;
        store = make_s3_object_store(context.get_executor(), options).value();
    }

    ObjectStoreFaults faults;
    testkit::HttpFaultProxy proxy;
    std::unique_ptr<ObjectStore> store;
};

TEST_P(ObjectStoreContract, repeats_what_can_be_repeated_when_the_store_fails_for_a_moment) {
    FaultyStore faulty{context_, options()};
    const std::vector<HttpFault> passing{{.kind = Kind::Answer, .text = kSlowDown},
                                         {.kind = Kind::Reset},
                                         {.kind = Kind::Answer, .text = kInternalError}};
    put(plain("a"), "x");
    faulty.faults.plan("GET ", passing);
    EXPECT_TRUE(run(faulty.store->get(plain("a"), std::nullopt)));
    faulty.faults.plan("HEAD ", passing);
    EXPECT_TRUE(run(faulty.store->head(plain("a"))));
    faulty.faults.plan("list-type",
                       {{.kind = Kind::CutAnswer, .text = {}, .answer_bytes = 300}, {.kind = Kind::Reset}});
    EXPECT_EQ(run(faulty.store->list(plain(""), ""))->entries.size(), 1U);
    faulty.faults.plan("DELETE ", {{.kind = Kind::LoseAnswer}, {.kind = Kind::Answer, .text = kSlowDown}});
    EXPECT_TRUE(run(faulty.store->remove(plain("a"), "")));
    EXPECT_EQ(text_of(plain("a")), "not_found");
}

TEST_P(ObjectStoreContract, gives_up_after_a_bounded_number_of_attempts) {
    FaultyStore faulty{context_, options()};
    faulty.faults.plan("HEAD ", std::vector<HttpFault>(100, {.kind = Kind::Answer, .text = kSlowDown}));
    const auto info = run(faulty.store->head(plain("a")));
    EXPECT_EQ(failure_of(info), "unavailable");
    EXPECT_EQ(faulty.faults.seen(), S3Options{.endpoint = ""}.retry.attempts);
}

TEST_P(ObjectStoreContract, never_sends_a_body_twice) {
    FaultyStore faulty{context_, options()};
    faulty.faults.plan("PUT ", {{.kind = Kind::Answer, .text = kSlowDown}});
    const auto info = run(faulty.store->put(plain("a"), std::make_unique<StringSource>("x"), ""));
    EXPECT_EQ(failure_of(info), "unavailable");
    EXPECT_EQ(faulty.faults.seen(), 1);
}

TEST_P(ObjectStoreContract, notices_bytes_that_changed_on_their_way) {
    FaultyStore faulty{context_, options()};
    faulty.faults.plan("PUT ", {{.kind = Kind::CorruptBody}});
    const auto info = run(faulty.store->put(plain("a"), std::make_unique<testkit::PatternSource>(100'000), ""));
    EXPECT_EQ(failure_of(info), "unavailable");
}

TEST_P(ObjectStoreContract, tells_a_cut_off_body_from_a_whole_one) {
    FaultyStore faulty{context_, options()};
    put(plain("a"), std::string(100'000, 'x'));
    faulty.faults.plan("GET ", {{.kind = Kind::CutAnswer, .text = {}, .answer_bytes = 50'000}});
    const auto stream = run(faulty.store->get(plain("a"), std::nullopt));
    ASSERT_TRUE(stream);
    const auto text = run(read_all(*stream->body, kMebibyte));
    EXPECT_EQ(failure_of(text), "unavailable");
}

TEST_P(ObjectStoreContract, completes_an_upload_although_the_answer_was_lost_or_bad) {
    for (const auto& fault :
         {HttpFault{.kind = Kind::LoseAnswer}, HttpFault{.kind = Kind::Answer, .text = kErrorBehind200},
          HttpFault{.kind = Kind::Answer, .text = kInternalError}, HttpFault{.kind = Kind::Hang},
          HttpFault{.kind = Kind::CutAnswer, .text = {}, .answer_bytes = 20}}) {
        FaultyStore faulty{context_, options()};
        const auto object = plain("film");
        const auto upload = start_upload(object);
        const std::vector parts{put_part(object, upload, 1, 100)};
        faulty.faults.plan("POST ", {fault});
        const auto done = run(faulty.store->complete_multipart(object, upload, parts));
        ASSERT_TRUE(done) << done.error().message();
        EXPECT_EQ(done->size, 100U);
        ASSERT_TRUE(run(store_->remove(object, "")));
    }
}

TEST_P(ObjectStoreContract, is_unavailable_when_nobody_listens) {
    auto away = options();
    {
        const testkit::LoopbackServer gone{context_, {}};
        away.endpoint = gone.url();
    }
    const auto store = store_of(away);
    EXPECT_EQ(failure_of(run(store->head(plain("a")))), "unavailable");
    EXPECT_EQ(failure_of(run(store->get(plain("a"), std::nullopt))), "unavailable");
    EXPECT_EQ(failure_of(run(store->put(plain("a"), std::make_unique<StringSource>("x"), ""))), "unavailable");
    EXPECT_EQ(failure_of(run(store->list(plain(""), ""))), "unavailable");
    EXPECT_EQ(failure_of(run(store->create_multipart(plain("a"), ""))), "unavailable");
    EXPECT_EQ(failure_of(run(store->complete_multipart(plain("a"), "u", {{.part_number = 1, .etag = "e", .size = 1}}))),
              "unavailable");
    EXPECT_EQ(failure_of(run(store->probe(plain("").bucket))), "unavailable");
    EXPECT_EQ(failure_of(run(administration_of(away)->ensure_bucket("b", {}))), "unavailable");
}

TEST_P(ObjectStoreContract, does_not_wait_for_ever_for_a_store_that_hangs) {
    FaultyStore faulty{context_, options()};
    faulty.faults.plan("/", std::vector<HttpFault>(100, {.kind = Kind::Hang}));
    EXPECT_EQ(failure_of(run(faulty.store->probe(plain("").bucket))), "timeout");
    const auto info = run(faulty.store->put(plain("a"), std::make_unique<StringSource>("x"), ""));
    EXPECT_EQ(failure_of(info), "timeout");
}

TEST_P(ObjectStoreContract, is_not_asked_for_a_while_when_it_failed_often_and_then_again) {
    auto guarded = options();
    guarded.breaker = {.minimum_calls = 3, .window = 10s, .open_for = 300ms};
    guarded.retry.first = 1ms;
    ObjectStoreFaults faults;
    faults.plan("/", std::vector<HttpFault>(3, {.kind = Kind::Answer, .text = kInternalError}));
    const testkit::HttpFaultProxy proxy{context_, Url::parse(guarded.endpoint)->port(),
                                        [&](const std::string& header) { return faults.decide(header); }};
    guarded.endpoint = proxy.url();
    const auto store = store_of(guarded);
    put(plain("a"), "x");
    EXPECT_EQ(failure_of(run(store->head(plain("a")))), "unavailable");
    const int seen = faults.seen();
    EXPECT_EQ(failure_of(run(store->head(plain("a")))), "unavailable");
    EXPECT_EQ(faults.seen(), seen);
    bool back = false;
    for (int tries = 0; tries < 100 && !back; ++tries) {
        context_.restart();
        context_.run_for(50ms);
        back = run(store->head(plain("a"))).has_value();
    }
    EXPECT_TRUE(back);
}

}  // namespace
}  // namespace acervo
