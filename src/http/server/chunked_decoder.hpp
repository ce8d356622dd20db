#pragma once

#include <memory>
#include <span>
#include <string_view>

namespace acervo::http {

/// Takes the chunked transfer coding (RFC 9112 §7.1) off a body. Extensions and trailer fields are read and dropped.
class ChunkedDecoder {
public:
    enum class State { NeedsMore, Done, Malformed };

    class Step {
    public:
        State state{State::NeedsMore};
        /// How many bytes of the input are dealt with: call again with what follows them.
        std::size_t consumed{0};
        /// How many bytes of the body were put at the front of `into`.
        std::size_t produced{0};
    };

    ChunkedDecoder();
    ~ChunkedDecoder();
    ChunkedDecoder(const ChunkedDecoder&) = delete;
    ChunkedDecoder& operator=(const ChunkedDecoder&) = delete;

    /// Ends when something was produced, at the end of the body, or when only more input helps.
    Step decode(std::string_view input, std::span<char> into);

private:
    class Parser;
    std::unique_ptr<Parser> parser_;
};

}  // namespace acervo::http
