#include "domain/identity/rights.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace acervo {
namespace {

using testing::ElementsAre;

constexpr std::array kRoles{Role::Viewer, Role::Producer, Role::Editor, Role::Admin, Role::Service};

Standing granted(Rights rights) { return {.granted = rights, .granted_at_home = rights}; }

TEST(Rights, hold_view_with_any_other_and_all_with_manage) {
    EXPECT_THAT(Rights{Right::Edit}.list(), ElementsAre(Right::View, Right::Edit));
    EXPECT_EQ(Rights{Right::Manage}, Rights::all());
    EXPECT_TRUE(Rights{}.empty());
}

TEST(Rights, are_written_as_the_sum_of_their_numbers) {
    EXPECT_EQ((Rights{Right::DownloadMaster, Right::Distribute}.bits()), 1 + 4 + 16);
    EXPECT_EQ(Rights::of_bits(1 + 4 + 16 + 64), (Rights{Right::DownloadMaster, Right::Distribute}));
}

TEST(Rights, are_known_by_their_names) {
    for (const auto right : Rights::all().list()) EXPECT_EQ(parse_right(name_of(right)), right);
    EXPECT_FALSE(parse_right("everything"));
}

TEST(RightsOf, nobody_but_an_administrator_has_any_where_nothing_was_granted) {
    for (const auto role : kRoles) {
        EXPECT_EQ(rights_of(role, {}), role == Role::Admin ? Rights::all() : Rights{}) << name_of(role);
        EXPECT_EQ(rights_of(role, {.is_own = true}), role == Role::Admin ? Rights::all() : Rights{}) << name_of(role);
    }
}

TEST(RightsOf, are_no_more_than_the_role_allows) {
    EXPECT_EQ(rights_of(Role::Viewer, granted(Rights::all())), (Rights{Right::View, Right::DownloadProxy}));
    EXPECT_EQ(rights_of(Role::Editor, granted(Rights::all())), Rights::all());
}

TEST(RightsOf, to_manage_a_place_that_an_asset_is_linked_to_is_not_to_manage_the_asset) {
    const auto linked = rights_of(Role::Editor, {.granted = Rights::all()});
    EXPECT_EQ(linked, (Rights{Right::DownloadProxy, Right::DownloadMaster, Right::Edit, Right::Distribute}));
    EXPECT_EQ(rights_of(Role::Editor, {.granted = Rights::all(), .granted_at_home = {Right::View}}), linked);
    EXPECT_EQ(rights_of(Role::Editor, {.granted = Rights::all(), .granted_at_home = Rights::all()}), Rights::all());
}

TEST(RightsOf, a_producer_edits_own_assets_only) {
    auto standing = granted(Rights::all());
    EXPECT_FALSE(rights_of(Role::Producer, standing).has(Right::Edit));
    standing.is_own = true;
    EXPECT_TRUE(rights_of(Role::Producer, standing).has(Right::Edit));
    EXPECT_FALSE(rights_of(Role::Producer, standing).has(Right::Manage));
}

TEST(RightsOf, a_restricted_asset_is_there_for_those_who_manage_its_home_and_its_readers_only) {
    auto standing = granted({Right::Edit, Right::DownloadMaster});
    standing.is_restricted = true;
    EXPECT_TRUE(rights_of(Role::Editor, standing).empty());
    standing.granted = Rights::all();  // to manage a place that it is linked to does not do
    EXPECT_TRUE(rights_of(Role::Editor, standing).empty());
    standing.granted_at_home = Rights::all();
    EXPECT_EQ(rights_of(Role::Editor, standing), Rights::all());
    const Standing named{.is_reader = true, .is_restricted = true};
    EXPECT_EQ(rights_of(Role::Editor, named), (Rights{Right::View, Right::DownloadProxy}));
    EXPECT_EQ(rights_of(Role::Admin, {.is_restricted = true}), Rights::all());
}

}  // namespace
}  // namespace acervo
