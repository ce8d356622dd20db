#pragma once

#include <memory>
#include <utility>

#include "core/result.hpp"
#include "temporal/model/activation.hpp"
#include "temporal/model/activity_task.hpp"
#include "temporal/model/completion.hpp"
#include "temporal/payload/codec.hpp"
#include "temporal/payload/limits.hpp"

namespace acervo::temporal {

/// What every payload goes through on its way between worker and server: the codec, the form of failures, the limits of
/// size. For any thread. The first error ends it; the message is then good for nothing.
class PayloadBorder {
public:
    /// No codec: payloads stay as they are. `encode_failures`: messages and stack traces travel as payloads, so that
    /// the codec goes over them too.
    PayloadBorder(std::shared_ptr<const PayloadCodec> codec, bool encode_failures, PayloadLimits limits)
        : codec_{guarded(std::move(codec))}, encode_failures_{encode_failures}, limits_{limits} {}

    Result<void> enter(Activation& activation) const;
    /// TooLarge, with the command's name, for one that grew too large by its encoding.
    Result<void> leave(Completion& completion) const;

    Result<void> enter(activity_task::Start& start) const;
    /// TooLarge when the result is, or what a failure carries.
    Result<void> leave(ActivityCompletion& completion) const;
    /// Details of a heartbeat.
    Result<void> leave(Payloads& details) const;

private:
    Result<void> decode(Payload& payload) const;
    Result<void> encode(Payload& payload) const;
    Result<void> leave(Failure& failure) const;
    Result<void> leave_checked(Failure& failure) const;

    std::shared_ptr<const PayloadCodec> codec_;
    bool encode_failures_;
    PayloadLimits limits_;
};

}  // namespace acervo::temporal
