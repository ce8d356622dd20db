#pragma once

#include "temporal/model/failure.hpp"

namespace acervo::temporal {

/// The most bytes of a message, and of a stack trace, in one link of a chain.
inline constexpr std::size_t kMostFailureText = std::size_t{16} * 1024;
/// The most links of a chain that are sent.
inline constexpr int kMostFailureLinks = 20;

/// A failure as it can be sent. What is no UTF-8 becomes U+FFFD, for the engine refuses the whole message otherwise and
/// the attempt would hang until its time is over; long texts are cut and say so, for the server takes 4 MB in all; so
/// are long chains.
Failure sendable(const Failure& failure);

}  // namespace acervo::temporal
