#include <gtest/gtest.h>

#include "temporal/payload/aes_gcm_codec.hpp"
#include "temporal/payload/convert.hpp"
#include "temporal/payload/failures.hpp"
#include "temporal/payload/limits.hpp"
#include "temporal/payload/payload_wire.hpp"

namespace acervo::temporal {
namespace {

EncryptionKeys keys_with(std::string current) {
    EncryptionKeys keys;
    keys.current = std::move(current);
    keys.keys.emplace("2025", Secret{std::string(32, 'a')});
    keys.keys.emplace("2026", Secret{std::string(32, 'b')});
    return keys;
}

Payload sample() {
    auto payload = json_payload(R"({"headline":"embargoed"})");
    payload.metadata.emplace("other", "x");
    return payload;
}

TEST(AesGcmCodec, hides_value_and_encoding_and_gives_both_back) {
    const auto codec = make_aes_gcm_codec(keys_with("2026")).value();
    const auto sealed = codec->encode(sample()).value();
    EXPECT_EQ(sealed.encoding(), "binary/encrypted");
    EXPECT_EQ(sealed.metadata.at("encryption-key-id"), "2026");
    EXPECT_EQ(sealed.data.find("headline"), std::string::npos);
    EXPECT_NE(codec->encode(sample()).value().data, sealed.data) << "a nonce is used once";
    EXPECT_EQ(codec->decode(sealed).value(), sample());
}

TEST(AesGcmCodec, reads_what_older_keys_wrote_and_plain_payloads) {
    const auto sealed = make_aes_gcm_codec(keys_with("2025")).value()->encode(sample()).value();
    const auto codec = make_aes_gcm_codec(keys_with("2026")).value();
    EXPECT_EQ(codec->decode(sealed).value(), sample());
    EXPECT_EQ(codec->decode(sample()).value(), sample());
}

TEST(AesGcmCodec, refuses_each_changed_bit_and_unknown_keys) {
    const auto codec = make_aes_gcm_codec(keys_with("2026")).value();
    const auto sealed = codec->encode(sample()).value();
    for (std::size_t bit = 0; bit < sealed.data.size() * 8; ++bit) {
        auto changed = sealed;
        changed.data[bit / 8] = static_cast<char>(changed.data[bit / 8] ^ (1 << bit % 8));
        ASSERT_FALSE(codec->decode(changed)) << bit;
    }
    for (std::size_t length = 0; length < sealed.data.size(); ++length) {
        auto cut = sealed;
        cut.data.resize(length);
        ASSERT_FALSE(codec->decode(cut)) << length;
    }
    auto foreign = sealed;
    foreign.metadata["encryption-key-id"] = "1999";
    EXPECT_EQ(codec->decode(foreign).error().kind(), ErrorKind::NotFound);
}

TEST(AesGcmCodec, wants_keys_of_32_bytes_and_a_current_one) {
    auto keys = keys_with("2027");
    EXPECT_FALSE(make_aes_gcm_codec(keys));
    keys.keys.emplace("2027", Secret{"short"});
    EXPECT_FALSE(make_aes_gcm_codec(keys));
}

TEST(PayloadWire, is_the_protobuf_form) {
    Payload payload;
    payload.metadata["encoding"] = "e";
    payload.data = "xy";
    EXPECT_EQ(to_wire(payload),
              "\x0a\x0d\x0a\x08"
              "encoding\x12\x01"
              "e\x12\x02xy");
    EXPECT_EQ(from_wire(to_wire(sample())).value(), sample());
    EXPECT_FALSE(from_wire("\x0a\x7f"));
}

TEST(CodecChain, goes_back_the_way_it_came) {
    const auto one = make_aes_gcm_codec(keys_with("2025")).value();
    const auto two = make_aes_gcm_codec(keys_with("2026")).value();
    const CodecChain chain{{one, two}};
    const auto sealed = chain.encode(sample()).value();
    EXPECT_EQ(sealed.metadata.at("encryption-key-id"), "2026");
    EXPECT_EQ(chain.decode(sealed).value(), sample());
}

TEST(EncodeWith, leaves_search_attributes_readable_and_nothing_else) {
    const auto codec = make_aes_gcm_codec(keys_with("2026")).value();
    command::StartChildWorkflow child;
    child.input = {sample()};
    child.memo["m"] = sample();
    child.search_attributes["s"] = sample();
    command::FailWorkflow failed;
    ApplicationFailure thrown{FailureType{"T"}, "secret"};
    failed.failure = caused_by(Failure{}, encode_attributes(std::move(thrown).with_details(7).failure()));
    Completion completion;
    completion.status = completion::Commands{{Command{child, {}, {}}, Command{failed, {}, {}}}, {}};
    ASSERT_TRUE(encode_with(*codec, completion));

    const auto& commands = std::get<completion::Commands>(completion.status).commands;
    const auto& sealed = std::get<command::StartChildWorkflow>(commands[0].what);
    EXPECT_EQ(sealed.input[0].encoding(), "binary/encrypted");
    EXPECT_EQ(sealed.memo.at("m").encoding(), "binary/encrypted");
    EXPECT_EQ(sealed.search_attributes.at("s"), sample());
    auto failure = *std::get<command::FailWorkflow>(commands[1].what).failure.cause;
    EXPECT_EQ(failure.message, "Encoded failure");
    EXPECT_EQ(failure.encoded_attributes->encoding(), "binary/encrypted");
    EXPECT_EQ(std::get<Failure::ApplicationInfo>(failure.info).details[0].encoding(), "binary/encrypted");
    ASSERT_TRUE(decode_with(*codec, failure));
    EXPECT_EQ(decode_attributes(failure).message, "secret");
}

TEST(CheckSize, names_the_command_and_the_limit) {
    command::ScheduleActivity activity;
    activity.seq = 3;
    activity.activity_type = "probe";
    activity.arguments = {make_payload("binary/plain", std::string(3'000'000, 'x'))};
    const auto report = check_size(Command{activity, {}, {}}, PayloadLimits{});
    EXPECT_EQ(report.verdict, SizeVerdict::TooLarge);
    EXPECT_NE(report.text.find("ScheduleActivity{seq 3 \"probe\"} carries 30000"), std::string::npos) << report.text;
    activity.arguments[0].data.resize(600 * 1024);
    EXPECT_EQ(check_size(Command{activity, {}, {}}, PayloadLimits{}).verdict, SizeVerdict::Large);
    activity.arguments[0].data.resize(10);
    EXPECT_EQ(check_size(Command{activity, {}, {}}, PayloadLimits{}).verdict, SizeVerdict::Fine);
}

TEST(ToFailure, keeps_type_message_and_causes) {
    std::exception_ptr thrown;
    try {
        try {
            throw std::out_of_range{"index 9"};
        } catch (...) {
            std::throw_with_nested(std::runtime_error{"reading the reel"});
        }
    } catch (...) {
        thrown = std::current_exception();
    }
    const auto failure = to_failure(thrown);
    EXPECT_EQ(failure.message, "reading the reel");
    ASSERT_TRUE(failure.cause);
    EXPECT_EQ(describe(*failure.cause), "index 9 (std::out_of_range)");
}

TEST(ToFailure, tells_which_house_errors_a_retry_can_mend) {
    const auto gone = to_failure(Error{ErrorKind::NotFound, "no such asset"});
    EXPECT_EQ(application_type(gone), "not_found");
    EXPECT_TRUE(std::get<Failure::ApplicationInfo>(gone.info).non_retryable);
    const auto busy = to_failure(Error{ErrorKind::RateLimited, "slow"}.with_retry_after(std::chrono::seconds{3}));
    EXPECT_FALSE(std::get<Failure::ApplicationInfo>(busy.info).non_retryable);
    EXPECT_EQ(std::get<Failure::ApplicationInfo>(busy.info).next_retry_delay, std::chrono::seconds{3});
}

TEST(ToException, chooses_the_class_by_the_case) {
    Failure activity;
    activity.info.emplace<Failure::ActivityInfo>().activity_type = "probe";
    EXPECT_THROW(std::rethrow_exception(to_exception(activity)), ActivityFailure);
    EXPECT_THROW(std::rethrow_exception(to_exception(caused_by(activity, Cancelled{"stop"}.failure()))), Cancelled);
    Failure timeout;
    timeout.info.emplace<Failure::TimeoutInfo>();
    EXPECT_THROW(std::rethrow_exception(to_exception(timeout)), TimeoutFailure);
}

}  // namespace
}  // namespace acervo::temporal
