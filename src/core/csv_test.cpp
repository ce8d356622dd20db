#include "core/csv.hpp"

#include <gmock/gmock.h>

namespace acervo {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Cells = std::vector<std::string>;

/// All records, or the error as its only cell.
std::vector<Cells> read(std::string_view text) {
    std::vector<Cells> found;
    for (CsvReader reader{text};;) {
        auto record = reader.next();
        if (!record) {
            found.push_back({record.error().message()});
            return found;
        }
        if (!*record) return found;
        found.push_back((*record)->cells);
    }
}

TEST(CsvReader, reads_cells_as_rfc_4180_writes_them) {
    EXPECT_THAT(read("a,b\r\n1,2\r\n"), ElementsAre(Cells{"a", "b"}, Cells{"1", "2"}));
    EXPECT_THAT(read("a,b\n1,2"), ElementsAre(Cells{"a", "b"}, Cells{"1", "2"}));
    EXPECT_THAT(read("\"a,\"\"b\"\"\",\"x\r\ny\"\r\n"), ElementsAre(Cells{"a,\"b\"", "x\r\ny"}));
    EXPECT_THAT(read(",\n\"\",x"), ElementsAre(Cells{"", ""}, Cells{"", "x"}));
    EXPECT_THAT(read(""), ElementsAre());
    EXPECT_THAT(read("\n\r\n\n"), ElementsAre());
}

TEST(CsvReader, passes_over_a_byte_order_mark_and_refuses_utf_16) {
    EXPECT_THAT(read("\xEF\xBB\xBFid,x"), ElementsAre(Cells{"id", "x"}));
    EXPECT_THAT(read(std::string_view{"\xFF\xFEi\0d\0", 6}), ElementsAre(ElementsAre(HasSubstr("UTF-16"))));
}

TEST(CsvReader, takes_the_separator_that_comes_first) {
    EXPECT_THAT(read("a;b\n1,5;2"), ElementsAre(Cells{"a", "b"}, Cells{"1,5", "2"}));
    EXPECT_THAT(read("a\tb\n1\t2"), ElementsAre(Cells{"a", "b"}, Cells{"1", "2"}));
    EXPECT_THAT(read("\"a;b\",c\n1,2"), ElementsAre(Cells{"a;b", "c"}, Cells{"1", "2"}));
}

TEST(CsvReader, keeps_bytes_it_does_not_know) {
    EXPECT_THAT(read(std::string_view{"a\0b,\xE9", 5}), ElementsAre(Cells{std::string{"a\0b", 3}, "\xE9"}));
}

TEST(CsvReader, names_the_line_of_what_is_no_csv_and_then_ends) {
    for (const auto* text : {"a,b\nx\"y,1", "a,b\n\"x\"y,1", "a,b\nx\ry,1", "a,b\nx,\"1", "a,b\nx,1\r"}) {
        CsvReader reader{text};
        ASSERT_TRUE(reader.next().has_value()) << text;
        const auto wrong = reader.next();
        ASSERT_FALSE(wrong.has_value()) << text;
        EXPECT_THAT(wrong.error().message(), HasSubstr("line 2:")) << text;
        EXPECT_FALSE(reader.next().value().has_value()) << text;
    }
}

TEST(CsvReader, tells_where_a_record_lies) {
    constexpr std::string_view kText = "a\n\"x\ny\"\nz\n";
    CsvReader reader{kText};
    (void)reader.next();
    const auto second = reader.next().value().value();
    EXPECT_EQ(second.line, 2);
    EXPECT_EQ(kText.substr(second.begin, second.end - second.begin), "\"x\ny\"\n");
    EXPECT_EQ(reader.next().value().value().line, 4);
}

TEST(CsvCells, are_read_as_they_were_written) {
    for (const auto& cells : {Cells{""}, Cells{"", ""}, Cells{"a", "", "b\"c"}, Cells{" x", "y\r\nz", ";", "\t"}}) {
        std::string row;
        for (const auto& cell : cells) append_csv_cell(row, cell);
        EXPECT_THAT(read(row + "\r\n"), ElementsAre(cells)) << row;
    }
}

TEST(CsvCells, are_no_formulas_and_come_back_as_they_were) {
    for (const auto* text : {"=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "'=1", "''=1", "＝1"}) {
        const auto cell = neutral_cell(text);
        EXPECT_EQ(cell.front(), '\'') << text;
        EXPECT_EQ(plain_cell(cell), text);
    }
    for (const auto* text : {"", "'", "'tis", "a=1", "1-2", "''"}) {
        EXPECT_EQ(neutral_cell(text), text);
        EXPECT_EQ(plain_cell(text), text);
    }
}

}  // namespace
}  // namespace acervo
