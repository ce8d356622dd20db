#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>

#include "core/id.hpp"
#include "temporal/payload/convert.hpp"

namespace acervo::temporal {
namespace {

enum class Colour { Red, Blue };
constexpr auto enum_names(Colour) { return std::array{EnumName{Colour::Red, "red"}, EnumName{Colour::Blue, "blue"}}; }

struct Still {
    static constexpr std::string_view kName = "still";
    std::int64_t width = 0;
    static constexpr auto fields() { return std::tuple{field("width", &Still::width)}; }
    friend bool operator==(const Still&, const Still&) = default;
};
struct Reel {
    static constexpr std::string_view kName = "reel";
    std::string label;
    static constexpr auto fields() { return std::tuple{field("label", &Reel::label)}; }
    friend bool operator==(const Reel&, const Reel&) = default;
};

struct Clip {
    std::string name;
    std::int64_t frames = 0;
    std::uint64_t bytes = 0;
    std::uint8_t track = 0;
    double rate = 0;
    bool hidden = false;
    Colour colour = Colour::Red;
    std::optional<std::string> note;
    std::vector<Still> stills;
    std::map<std::string, std::vector<bool>> marks;
    std::variant<std::monostate, Still, Reel> origin;
    std::chrono::milliseconds length{};
    Blob thumbnail;
    Uuid id;
    std::int32_t rank = 7;
    static constexpr auto fields() {
        return std::tuple{field("name", &Clip::name),
                          field("frames", &Clip::frames),
                          field("bytes", &Clip::bytes),
                          field("track", &Clip::track),
                          field("rate", &Clip::rate),
                          field("hidden", &Clip::hidden),
                          field("colour", &Clip::colour),
                          field("note", &Clip::note),
                          field("stills", &Clip::stills),
                          field("marks", &Clip::marks),
                          field("origin", &Clip::origin),
                          field("length_ms", &Clip::length),
                          field("thumbnail", &Clip::thumbnail),
                          field("id", &Clip::id),
                          field("rank", &Clip::rank).may_be_missing()};
    }
    friend bool operator==(const Clip&, const Clip&) = default;
};

Clip full_clip() {
    Clip clip;
    clip.name = "Käse \"1\"\n";
    clip.frames = std::numeric_limits<std::int64_t>::min();
    clip.bytes = std::numeric_limits<std::uint64_t>::max();
    clip.track = 255;
    clip.rate = 0.1;
    clip.hidden = true;
    clip.colour = Colour::Blue;
    clip.note = "n";
    clip.stills = {{1}, {2}};
    clip.marks["a"] = {true, false};
    clip.origin = Reel{"A12"};
    clip.length = std::chrono::milliseconds{1500};
    clip.thumbnail.data = std::string{"\0\xff\x01\x02", 4};
    clip.id = Uuid::make();
    return clip;
}

template <class T>
std::string reason(std::string_view text) {
    const auto decoded = decode<T>(json_payload(std::string{text}));
    return decoded ? "no error" : decoded.error().message();
}

TEST(Json, gives_back_every_kind_of_member_exactly) {
    const auto clip = full_clip();
    const auto payload = encode(clip).value();
    EXPECT_EQ(payload.encoding(), "json/plain");
    EXPECT_EQ(decode<Clip>(payload).value(), clip);
}

TEST(Json, writes_whole_numbers_of_64_bits_with_all_their_digits) {
    EXPECT_EQ(encode(std::int64_t{9007199254740993}).value().data, "9007199254740993");
    EXPECT_EQ(decode<std::int64_t>(json_payload("9007199254740993")).value(), 9007199254740993);
    EXPECT_EQ(decode<std::uint64_t>(json_payload("18446744073709551615")).value(), 18446744073709551615U);
}

TEST(Json, names_the_place_of_what_is_wrong) {
    EXPECT_EQ(reason<std::vector<Still>>(R"([{"width":1},{"width":"x"}])"),
              "$[1].width: a whole number of 64 bits was expected, not a text");
    EXPECT_EQ(reason<Still>("{}"), "$.width: is missing");
    EXPECT_EQ(reason<Still>("[]"), "$: an object was expected, not an array");
    EXPECT_EQ(reason<Colour>(R"("green")"), R"($: "green" is not one of the known names)");
    EXPECT_EQ(reason<std::uint8_t>("256"), "$: 256 is out of range");
    EXPECT_EQ(reason<std::int64_t>("1.5"), "$: a whole number of 64 bits was expected, not a number");
    using Counts = std::map<std::string, int>;
    EXPECT_EQ(reason<Counts>(R"({"a":{}})"), "$.a: a whole number of 64 bits was expected, not an object");
    EXPECT_NE(reason<Still>("{\"width\":").find("not JSON"), std::string::npos);
    EXPECT_NE(reason<Still>(std::string(100, '[')).find("not JSON"), std::string::npos);
    EXPECT_EQ(reason<Uuid>("7"), "$: a text was expected, not a number");
}

TEST(Json, ignores_what_it_does_not_know_unless_the_struct_refuses) {
    struct Strict {
        using RefuseUnknownFields = void;
        std::int64_t width = 0;
        static constexpr auto fields() { return std::tuple{field("width", &Strict::width)}; }
    };
    EXPECT_EQ(decode<Still>(json_payload(R"({"width":3,"height":4})")).value().width, 3);
    EXPECT_EQ(reason<Strict>(R"({"width":3,"height":4})"), "$.height: is not a known field");
    EXPECT_EQ(reason<Strict>(R"({"width":3})"), "no error");
}

struct OrderV1 {
    std::string reel;
    static constexpr auto fields() { return std::tuple{field("reel", &OrderV1::reel)}; }
};
struct OrderV2 {
    static constexpr int kVersion = 2;
    using Previous = OrderV1;
    std::vector<std::string> reels;
    static constexpr auto fields() { return std::tuple{field("reels", &OrderV2::reels)}; }
    static OrderV2 upgrade(OrderV1 old) { return OrderV2{{std::move(old.reel)}}; }
};
struct OrderV3 {
    static constexpr int kVersion = 3;
    using Previous = OrderV2;
    std::vector<std::string> reels;
    bool rush = false;
    static constexpr auto fields() {
        return std::tuple{field("reels", &OrderV3::reels), field("rush", &OrderV3::rush)};
    }
    static OrderV3 upgrade(OrderV2 old) { return OrderV3{std::move(old.reels), true}; }
};

TEST(Json, reads_older_versions_step_by_step_and_refuses_newer_ones) {
    const auto from_one = decode<OrderV3>(json_payload(R"({"reel":"A12"})")).value();
    EXPECT_EQ(from_one.reels, std::vector<std::string>{"A12"});
    EXPECT_TRUE(from_one.rush);
    const auto from_two = decode<OrderV3>(encode(OrderV2{{"B", "C"}}).value()).value();
    EXPECT_EQ(from_two.reels.size(), 2);
    EXPECT_EQ(encode(OrderV3{{}, false}).value().data, R"({"_version":3,"reels":[],"rush":false})");
    EXPECT_EQ(reason<OrderV3>(R"({"_version":4,"reels":[]})"), "$: version 4 is newer than this program's 3");
}

TEST(Json, has_neither_nan_nor_infinity) { EXPECT_FALSE(encode(std::numeric_limits<double>::infinity())); }

TEST(Convert, keeps_bytes_null_and_messages_in_encodings_of_their_own) {
    const Blob blob{std::string{"\0\xff", 2}};
    EXPECT_EQ(encode(blob).value().encoding(), "binary/plain");
    EXPECT_EQ(decode<Blob>(encode(blob).value()).value(), blob);

    const std::optional<int> nothing;
    EXPECT_EQ(encode(nothing).value().encoding(), "binary/null");
    EXPECT_EQ(decode<std::optional<int>>(null_payload()).value(), nothing);
    EXPECT_EQ(decode<std::optional<int>>(json_payload("null")).value(), nothing);

    const ProtoMessage message{"acme.Clip", "\x08\x01", ProtoMessage::Form::Binary};
    const auto payload = encode(message).value();
    EXPECT_EQ(payload.encoding(), "binary/protobuf");
    EXPECT_EQ(payload.metadata.at("messageType"), "acme.Clip");
    EXPECT_EQ(decode<ProtoMessage>(payload).value(), message);
}

TEST(Convert, says_which_encoding_it_cannot_read) {
    const auto wrong = decode<int>(make_payload("binary/encrypted", "x"));
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().message(), "a payload of encoding json/plain was expected, not binary/encrypted");
}

TEST(Base64, refuses_what_it_would_not_write) {
    for (const auto* text : {"a", "ab", "abc", "ab=c", "a===", "YQ", "YR==", "Y Q="}) {
        EXPECT_FALSE(from_base64(text)) << text;
    }
    for (std::size_t length = 0; length < 7; ++length) {
        const Blob blob{std::string(length, '\xfe')};
        EXPECT_EQ(from_base64(to_base64(blob)).value(), blob) << length;
    }
}

}  // namespace
}  // namespace acervo::temporal
