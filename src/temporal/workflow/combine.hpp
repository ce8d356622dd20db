#pragma once

#include <memory>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include "temporal/workflow/future.hpp"

namespace acervo::temporal {

using States = std::vector<std::shared_ptr<FutureStateBase>>;

/// When a group of futures has come to its end.
enum class Until {
    AllSucceed,   ///< or the first failure
    OneEnds,      ///< successful or not
    OneSucceeds,  ///< or the last failure
};

/// A future of the index of the member that decided: the failure, the first, the success, the last failure; the number
/// of members when all succeeded.
Future<std::size_t> group_end(const States& states, Until until);

/// Cancels who is not done, and waits for those that are tasks: what they refer to may go away afterwards.
Task<void> dismiss(States states);

/// Waits for the end of the group, dismisses the losers, and answers the index. Throws what decided, when it failed.
Task<std::size_t> decide(States states, Until until);

/// One of several, by its place.
template <class T>
struct Winner {
    std::size_t index = 0;
    Stored<T> value;
};

template <class... T>
Task<std::tuple<Stored<T>...>> all_of(Future<T>... futures) {
    States states{futures.state()...};
    co_await decide(std::move(states), Until::AllSucceed);
    co_return std::tuple<Stored<T>...>{futures.state()->get()...};
}

template <class T>
Task<std::vector<Stored<T>>> all_of_many(std::vector<Future<T>> futures) {
    States states;
    for (const auto& future : futures) states.push_back(future.state());
    co_await decide(std::move(states), Until::AllSucceed);
    std::vector<Stored<T>> values;
    values.reserve(futures.size());
    for (const auto& future : futures) values.push_back(future.state()->get());
    co_return values;
}

template <class... T>
Task<std::variant<Stored<T>...>> one_of(Until until, Future<T>... futures) {
    using Answer = std::variant<Stored<T>...>;
    States states{futures.state()...};
    const auto index = co_await decide(std::move(states), until);
    const auto pick = [&]<std::size_t... I>(std::index_sequence<I...>) {
        std::optional<Answer> answer;
        (void)((I == index ? (answer.emplace(std::in_place_index<I>, futures.state()->get()), true) : false) || ...);
        return *std::move(answer);
    };
    co_return pick(std::index_sequence_for<T...>{});
}

template <class T>
Task<Winner<T>> one_of_many(Until until, std::vector<Future<T>> futures) {
    States states;
    for (const auto& future : futures) states.push_back(future.state());
    const auto index = co_await decide(std::move(states), until);
    Winner<T> winner{index, futures[index].state()->get()};
    co_return winner;
}

}  // namespace acervo::temporal
