#include "app/jobs/bulk_order.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace acervo {
namespace {

using testing::ElementsAre;

BulkOrder full_order() {
    BulkOrder order;
    order.selection.query = AssetFilter{.types = {AssetType::Video, AssetType::Image},
                                        .statuses = {AssetStatus::Ready},
                                        .collection = CollectionId::make(),
                                        .created_from = Timestamp{std::chrono::microseconds{1'700'000'000'123'456}},
                                        .created_before = Timestamp{std::chrono::microseconds{1'700'000'001'000'000}},
                                        .tag = "pleno \"de\" marzo"};
    order.selection.excluded = {AssetId::make(), AssetId::make()};
    order.change.title = "Título";
    order.change.description = "";
    order.change.tags = std::vector<std::string>{"a"};
    order.change.remove_tags = {"b"};
    order.change.add_tags = {"c", "d"};
    order.change.editorial_metadata = R"({"city":null})";
    return order;
}

TEST(BulkOrder, comes_back_from_the_database_as_it_was_given) {
    const auto order = full_order();
    const auto read = bulk_order_from_json(to_json(order));
    ASSERT_TRUE(read);
    ASSERT_TRUE(read->selection.query);
    EXPECT_EQ(read->selection.query->types, order.selection.query->types);
    EXPECT_EQ(read->selection.query->statuses, order.selection.query->statuses);
    EXPECT_EQ(read->selection.query->collection, order.selection.query->collection);
    EXPECT_EQ(read->selection.query->created_from, order.selection.query->created_from);
    EXPECT_EQ(read->selection.query->created_before, order.selection.query->created_before);
    EXPECT_EQ(read->selection.query->tag, order.selection.query->tag);
    EXPECT_EQ(read->selection.excluded, order.selection.excluded);
    EXPECT_EQ(read->change.title, order.change.title);
    EXPECT_EQ(read->change.description, order.change.description) << "emptied, not left as it is";
    EXPECT_EQ(read->change.tags, order.change.tags);
    EXPECT_THAT(read->change.remove_tags, ElementsAre("b"));
    EXPECT_THAT(read->change.add_tags, ElementsAre("c", "d"));
    EXPECT_EQ(read->change.editorial_metadata, order.change.editorial_metadata);
    EXPECT_TRUE(read->check());
}

TEST(BulkOrder, what_is_not_given_stays_so) {
    BulkOrder order;
    order.selection.assets = {AssetId::make()};
    order.change.add_tags = {"a"};
    const auto read = bulk_order_from_json(to_json(order));
    ASSERT_TRUE(read);
    EXPECT_FALSE(read->selection.query);
    EXPECT_EQ(read->selection.assets, order.selection.assets);
    EXPECT_FALSE(read->change.title || read->change.description || read->change.tags);
    EXPECT_FALSE(read->change.editorial_metadata);
}

TEST(BulkOrder, is_refused_when_it_selects_or_changes_nothing_or_selects_twice) {
    auto order = full_order();
    order.selection.assets = {AssetId::make()};
    EXPECT_FALSE(order.check()) << "both a query and ids";
    order.selection.query.reset();
    EXPECT_FALSE(order.check()) << "ids exclude nothing";
    order.selection.excluded.clear();
    EXPECT_TRUE(order.check());
    order.selection.assets.clear();
    EXPECT_FALSE(order.check()) << "neither";
    order = full_order();
    order.change = AssetPatch{};
    ASSERT_FALSE(order.check());
    EXPECT_EQ(order.check().error().kind(), ErrorKind::InvalidInput);
}

TEST(BulkOrder, what_this_program_did_not_write_is_a_fault_and_no_crash) {
    for (const auto* text : {"", "{}", "[]", R"({"selection":{},"change":{}})"}) {
        const auto read = bulk_order_from_json(text);
        ASSERT_FALSE(read) << text;
        EXPECT_EQ(read.error().kind(), ErrorKind::Internal);
    }
}

}  // namespace
}  // namespace acervo
