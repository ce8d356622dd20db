#include "app/access/name_cursor.hpp"

#include <gtest/gtest.h>

namespace acervo {
namespace {

TEST(NameCursor, comes_back_as_it_went) {
    for (const auto* name : {"", "Deportes", "a/b c", "Ñandú €"}) {
        const NamePosition position{.name = name, .id = Uuid::make()};
        const auto read = read_name_cursor(std::string_view{write_name_cursor(position)}).value();
        EXPECT_EQ(read.name, position.name);
        EXPECT_EQ(read.id, position.id);
    }
}

TEST(NameCursor, that_nobody_wrote_is_refused) {
    for (const auto* text : {"", "-", "AAAA", "bm8gY3Vyc29y"}) EXPECT_FALSE(read_name_cursor(std::string_view{text}));
}

}  // namespace
}  // namespace acervo
