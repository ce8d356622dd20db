#include "temporal/payload/visit.hpp"

#include <memory>
#include <optional>

namespace acervo::temporal {

namespace {

/// Goes over the fields of any message by their names: each message has some of them.
class Walk {
public:
    explicit Walk(const PayloadVisitor& visitor) : visitor_{&visitor} {}

    Result<void> take() && { return std::move(outcome_); }

    void visit(Payload& payload) {
        if (outcome_) outcome_ = (*visitor_)(payload);
    }
    void visit(Payloads& payloads) {
        for (auto& payload : payloads) visit(payload);
    }
    void visit(PayloadMap& payloads) {
        for (auto& [name, payload] : payloads) visit(payload);
    }
    template <class T>
    void visit(std::optional<T>& value) {
        if (value) visit(*value);
    }
    void visit(Failure& failure) {
        visit(failure.encoded_attributes);
        std::visit([this](auto& info) { members(info); }, failure.info);
        if (!failure.cause) return;
        auto cause = *failure.cause;  // shared with others, so it is changed as a copy
        visit(cause);
        failure.cause = std::make_shared<const Failure>(std::move(cause));
    }
    template <class... T>
    void visit(std::variant<T...>& value) {
        std::visit([this](auto& alternative) { this->enter(alternative); }, value);
    }

    void enter(Payload& payload) { visit(payload); }
    void enter(Failure& failure) { visit(failure); }
    template <class T>
    void enter(T& part) {
        members(part);
    }

    template <class T>
    void members(T& part) {
        if constexpr (requires { part.arguments; }) visit(part.arguments);
        if constexpr (requires { part.input; }) visit(part.input);
        if constexpr (requires { part.headers; }) visit(part.headers);
        if constexpr (requires { part.memo; }) visit(part.memo);
        if constexpr (requires { part.upserted_memo; }) visit(part.upserted_memo);
        if constexpr (requires { part.details; }) visit(part.details);
        if constexpr (requires { part.last_heartbeat_details; }) visit(part.last_heartbeat_details);
        if constexpr (requires { part.last_completion_result; }) visit(part.last_completion_result);
        if constexpr (requires { part.continued_failure; }) visit(part.continued_failure);
        if constexpr (requires { part.failure; }) visit(part.failure);
        if constexpr (requires { part.result; }) visit(part.result);
        if constexpr (requires { part.status; }) visit(part.status);
        if constexpr (requires { part.answer; }) visit(part.answer);
        if constexpr (requires { part.response; }) visit(part.response);
    }

private:
    const PayloadVisitor* visitor_;
    Result<void> outcome_ = ok();
};

std::size_t size_of(const Payload& payload) {
    auto bytes = payload.data.size();
    for (const auto& [name, value] : payload.metadata) bytes += name.size() + value.size();
    return bytes;
}

/// Of all that is visited; a copy, for visitors may change what they see.
template <class Message>
std::size_t bytes_of(Message message) {
    std::size_t bytes = 0;
    const auto count = [&bytes](Payload& payload) {
        bytes += size_of(payload);
        return ok();
    };
    // Counting changes nothing, so there is no error to hear of.
    static_cast<void>(visit_payloads(message, count));
    return bytes;
}

}  // namespace

Result<void> visit_payloads(Job& job, const PayloadVisitor& visitor) {
    Walk walk{visitor};
    std::visit([&](auto& part) { walk.members(part); }, job);
    return std::move(walk).take();
}

Result<void> visit_payloads(Command& command, const PayloadVisitor& visitor) {
    Walk walk{visitor};
    std::visit([&](auto& part) { walk.members(part); }, command.what);
    walk.visit(command.summary);
    walk.visit(command.details);
    return std::move(walk).take();
}

Result<void> visit_payloads(Failure& failure, const PayloadVisitor& visitor) {
    Walk walk{visitor};
    walk.visit(failure);
    return std::move(walk).take();
}

std::size_t payload_bytes(const Command& command) {
    auto bytes = bytes_of(command);
    const auto add_attributes = [&](const auto& part) {
        if constexpr (requires { part.search_attributes; }) {
            for (const auto& [name, payload] : part.search_attributes) bytes += size_of(payload);
        }
    };
    std::visit(add_attributes, command.what);
    return bytes;
}

std::size_t payload_bytes(const Failure& failure) { return bytes_of(failure); }

}  // namespace acervo::temporal
