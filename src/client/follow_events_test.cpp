#include "client/follow_events.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace acervo::client {
namespace {

std::vector<std::string> read_in_pieces(std::string_view stream, std::size_t size) {
    EventReader reader;
    std::vector<std::string> shown;
    for (std::size_t at = 0; at < stream.size(); at += size) {
        const auto events = reader.read(stream.substr(at, size));
        if (!events) return {events.error().message()};
        for (const auto& event : *events) shown.push_back(event.id + "|" + event.type + "|" + event.data);
    }
    return shown;
}

TEST(EventReader, reads_what_the_standard_says_however_it_is_cut) {
    // The examples of WHATWG HTML §9.2.6, with each kind of line end.
    constexpr std::string_view kStream =
        "retry: 2000\n\n: test stream\r\n\r\ndata: first event\r\nid: 1\r\n\r\ndata:second event\rid\r\rdata:  third "
        "event\n\n"
        "data\n\ndata\ndata\n\nevent: add\ndata: 73857293\nother: x\n\nid: 9\nevent: none\n\ndata: cut off\n";
    for (const std::size_t size : {1U, 2U, 3U, 7U, 1000U}) {
        EXPECT_THAT(
            read_in_pieces(kStream, size),
            testing::ElementsAre("1||first event", "||second event", "|| third event", "||", "||\n", "|add|73857293"))
            << size;
    }
}

TEST(EventReader, keeps_the_last_id_and_refuses_what_never_ends) {
    EXPECT_THAT(read_in_pieces("id: 4\ndata: a\n\ndata: b\n\n", 5), testing::ElementsAre("4||a", "4||b"));
    EXPECT_THAT(read_in_pieces(std::string((1U << 20U) + 1, 'x'), 4096),
                testing::ElementsAre("a line of the events is too long"));
    std::string many;
    for (int i = 0; i < 2000; ++i) many += "data: " + std::string(1000, 'x') + "\n";
    EXPECT_THAT(read_in_pieces(many, 4096), testing::ElementsAre("an event is too long"));
}

}  // namespace
}  // namespace acervo::client
