#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "core/byte_source.hpp"
#include "http/server/chunked_decoder.hpp"
#include "http/server/options.hpp"
#include "http/server/request_head.hpp"
#include "http/server/wire.hpp"

namespace acervo::http {

/// Reads one request's body off its connection, as fast as it is asked to.
class BodyReader {
public:
    /// `wire` and `options` must live until `detach`.
    BodyReader(Wire& wire, const RequestHead& head, const ServerOptions& options);

    /// What a route takes; a chunked body that is longer fails with TooLarge.
    void limit_to(std::uint64_t bytes) noexcept { limit_ = bytes; }

    /// As `ByteSource::read`. Asks for the body first where the client waits for that (`100 Continue`).
    Async<Result<std::size_t>> read(std::span<char> into);
    std::optional<std::uint64_t> size() const noexcept { return size_; }

    bool is_done() const noexcept { return done_; }
    /// Whether it broke off because the client was too slow.
    bool has_timed_out() const noexcept { return timed_out_; }
    std::uint64_t received() const noexcept { return received_; }
    /// Whether the connection may be kept after the answer: the rest is short, or may turn out to be.
    bool may_be_discarded() const noexcept;
    /// Reads the rest and throws it away; whether the end was reached.
    Async<bool> discard();
    /// The answer is sent: whoever still holds the body gets errors from now on.
    void detach() noexcept { wire_ = nullptr; }

private:
    Async<Result<std::size_t>> read_sized(std::span<char> into);
    Async<Result<std::size_t>> read_chunked(std::span<char> into);
    Async<IoStatus> await_input();
    std::unexpected<Error> broken(ErrorKind kind, const char* reason);

    Wire* wire_;
    const ServerOptions* options_;
    std::optional<std::uint64_t> size_;
    std::optional<ChunkedDecoder> decoder_;
    Pace pace_;
    std::uint64_t limit_{0};
    std::uint64_t received_{0};
    bool must_ask_;
    bool done_{false};
    bool broken_{false};
    bool timed_out_{false};
};

/// The body as a handler sees it. It may outlive the request; then it fails.
class RequestBody final : public ByteSource {
public:
    explicit RequestBody(std::shared_ptr<BodyReader> reader) : reader_{std::move(reader)} {}
    Async<Result<std::size_t>> read(std::span<char> into) override { return reader_->read(into); }
    std::optional<std::uint64_t> size() const noexcept override { return reader_->size(); }

private:
    std::shared_ptr<BodyReader> reader_;
};

}  // namespace acervo::http
