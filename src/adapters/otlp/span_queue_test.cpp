#include "adapters/otlp/span_queue.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>

namespace acervo::otlp {
namespace {

Span named(std::string name) {
    Span span;
    span.name = std::move(name);
    return span;
}

TEST(SpanQueue, gives_the_oldest_first) {
    SpanQueue queue{10};
    for (const auto* name : {"a", "b", "c"}) EXPECT_TRUE(queue.push(named(name)));
    const auto first = queue.take(2);
    ASSERT_EQ(first.size(), 2U);
    EXPECT_EQ(first[0].name, "a");
    EXPECT_EQ(first[1].name, "b");
    EXPECT_EQ(queue.size(), 1U);
    EXPECT_EQ(queue.take(2).size(), 1U);
    EXPECT_TRUE(queue.take(2).empty());
}

TEST(SpanQueue, refuses_more_than_its_limit_and_takes_again_when_there_is_room) {
    SpanQueue queue{2};
    EXPECT_TRUE(queue.push(named("a")));
    EXPECT_TRUE(queue.push(named("b")));
    EXPECT_FALSE(queue.push(named("c")));
    EXPECT_EQ(queue.take(1).front().name, "a");
    EXPECT_TRUE(queue.push(named("d")));
    EXPECT_EQ(queue.take(9).back().name, "d");
}

TEST(SpanQueue, loses_nothing_between_threads) {
    SpanQueue queue{100};
    std::atomic<int> accepted{0};
    std::atomic<int> writing{4};
    std::size_t taken = 0;
    {
        std::vector<std::jthread> threads;
        threads.reserve(4);
        for (int thread = 0; thread < 4; ++thread) {
            threads.emplace_back([&] {
                for (int i = 0; i < 2000; ++i) accepted += queue.push(named("x")) ? 1 : 0;
                --writing;
            });
        }
        while (writing > 0 || queue.size() > 0) taken += queue.take(7).size();
    }
    EXPECT_EQ(taken, static_cast<std::size_t>(accepted));
    EXPECT_GT(taken, 0U);
}

}  // namespace
}  // namespace acervo::otlp
