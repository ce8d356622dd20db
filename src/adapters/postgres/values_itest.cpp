#include <gmock/gmock.h>

#include <array>
#include <limits>

#include "adapters/postgres/database_fixture.hpp"

namespace acervo {
namespace {

using namespace std::chrono;

class ValuesTest : public DatabaseTest {
protected:
    ValuesTest() : DatabaseTest{1, 1} {}

    /// `value` sent as a parameter of type `type` and read back.
    template <class T>
    T round_trip(const char* type, T value) {
        const std::string sql = std::string{"SELECT $1::"} + type;
        const auto rows = query(Statement{"", sql}, std::move(value));
        if (!rows) throw std::runtime_error{rows.error().message()};
        return (*rows)[0].template get<T>(0);
    }
};

TEST_F(ValuesTest, come_back_as_they_went) {
    EXPECT_EQ(round_trip<std::string>("text", "comillas \" ' \\ y ñ"), "comillas \" ' \\ y ñ");
    EXPECT_EQ(round_trip<int>("int", std::numeric_limits<int>::min()), std::numeric_limits<int>::min());
    EXPECT_EQ(round_trip<std::int64_t>("bigint", std::numeric_limits<std::int64_t>::max()),
              std::numeric_limits<std::int64_t>::max());
    EXPECT_EQ(round_trip<double>("float8", 0.1), 0.1);
    EXPECT_EQ(round_trip<bool>("bool", true), true);
    EXPECT_EQ(round_trip<bool>("bool", false), false);
    const auto id = Uuid::make();
    EXPECT_EQ(round_trip<Uuid>("uuid", id), id);
    using ThingId = Id<struct ThingTag>;
    EXPECT_EQ(round_trip<ThingId>("uuid", ThingId{id}), ThingId{id});
}

TEST_F(ValuesTest, timestamps_keep_their_microseconds_in_any_year) {
    for (const Timestamp moment :
         {Timestamp{sys_days{2026y / 1 / 31} + 8h + 9min + 10s + 123456us}, Timestamp{sys_days{2026y / 1 / 31}},
          Timestamp{sys_days{1969y / 12 / 31} + 23h + 1us}, Timestamp{sys_days{1000y / 1 / 1} + 100ms},
          Timestamp{sys_days{9999y / 12 / 31} + 5min}}) {
        EXPECT_EQ(round_trip<Timestamp>("timestamptz", moment), moment) << format_rfc3339(moment);
    }
}

TEST_F(ValuesTest, null_is_read_as_nothing_and_only_so) {
    const auto rows = query(Statement{"", "SELECT $1::text, 'x'"}, std::optional<std::string>{});
    ASSERT_TRUE(rows.has_value());
    EXPECT_TRUE((*rows)[0].is_null(0));
    EXPECT_EQ((*rows)[0].get<std::optional<std::string>>(0), std::nullopt);
    EXPECT_EQ((*rows)[0].get<std::optional<std::string>>(1), "x");
    EXPECT_THROW((*rows)[0].get<std::string>(0), std::logic_error);
}

TEST_F(ValuesTest, arrays_survive_commas_quotes_and_braces) {
    const std::vector<std::string> words{"a,b", "c\"d", "e\\f", "{g}", "", "NULL", "ñ"};
    EXPECT_EQ(round_trip("text[]", words), words);
    EXPECT_EQ(round_trip("text[]", std::vector<std::string>{}), std::vector<std::string>{});
    const auto rows = query(Statement{"", "SELECT unnest($1::text[])"}, words);
    ASSERT_TRUE(rows.has_value());
    std::vector<std::string> back;
    for (int i = 0; i < rows->size(); ++i) back.push_back((*rows)[i].get<std::string>(0));
    EXPECT_EQ(back, words);
}

TEST_F(ValuesTest, arrays_of_other_things_can_be_looked_up) {
    const std::vector<Uuid> ids{Uuid::make(), Uuid::make()};
    const auto found = query(Statement{"", "SELECT $1 = ANY ($2::uuid[])"}, ids[1], ids);
    ASSERT_TRUE(found.has_value());
    EXPECT_TRUE((*found)[0].get<bool>(0));
    const auto sum =
        query(Statement{"", "SELECT sum(n)::bigint FROM unnest($1::int[]) AS n"}, std::vector<int>{1, -2, 5});
    EXPECT_EQ((*sum)[0].get<std::int64_t>(0), 4);
}

TEST_F(ValuesTest, bytes_are_sent_as_bytea) {
    const std::array bytes{std::byte{0x00}, std::byte{0xff}, std::byte{0x0a}};
    const auto rows = query(Statement{"", "SELECT encode($1::bytea, 'hex')"}, std::span<const std::byte>{bytes});
    ASSERT_TRUE(rows.has_value());
    EXPECT_EQ((*rows)[0].text(0), "00ff0a");
}

TEST_F(ValuesTest, reading_what_is_not_there_is_a_broken_invariant) {
    const auto rows = query(Statement{"", "SELECT 'abc'"});
    ASSERT_TRUE(rows.has_value());
    EXPECT_THROW((*rows)[0].text(1), std::logic_error);
    EXPECT_THROW((*rows)[0].text(-1), std::logic_error);
    EXPECT_THROW((*rows)[1], std::logic_error);
    EXPECT_THROW((*rows)[0].get<int>(0), std::logic_error);
    EXPECT_THROW((*rows)[0].get<bool>(0), std::logic_error);
    EXPECT_THROW((*rows)[0].get<Uuid>(0), std::logic_error);
    EXPECT_THROW((*rows)[0].get<Timestamp>(0), std::logic_error);
    EXPECT_THROW((*rows)[0].get<std::vector<std::string>>(0), std::logic_error);
}

TEST_F(ValuesTest, a_moved_answer_keeps_its_rows) {
    auto rows = query(Statement{"", "SELECT 'abc'"});
    const auto row = (*rows)[0];
    const auto moved = *std::move(rows);
    EXPECT_EQ(row.text(0), "abc");
    EXPECT_EQ(moved.size(), 1);
}

}  // namespace
}  // namespace acervo
