#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "core/async.hpp"
#include "core/result.hpp"

namespace acervo {

/// A stream of bytes that is pulled: the reader's pace is the back-pressure, the reader's buffer the only memory.
/// One reader at a time; after an error or the end nothing more is read.
class ByteSource {
public:
    virtual ~ByteSource() = default;

    /// Puts between 1 and `into.size()` bytes at the front of `into` and answers how many; 0 is the end.
    /// `into` must stay alive until the answer.
    virtual Async<Result<std::size_t>> read(std::span<char> into) = 0;

    /// How many bytes there are in all, where that is known before they are read.
    virtual std::optional<std::uint64_t> size() const noexcept = 0;
};

/// A source over text held in memory.
class StringSource final : public ByteSource {
public:
    explicit StringSource(std::string text) : text_{std::move(text)} {}
    Async<Result<std::size_t>> read(std::span<char> into) override;
    std::optional<std::uint64_t> size() const noexcept override { return text_.size(); }

private:
    std::string text_;
    std::size_t offset_{0};
};

/// The whole rest of `source` as text; TooLarge when it is more than `limit` bytes. `source` must outlive the call.
Async<Result<std::string>> read_all(ByteSource& source, std::size_t limit);

}  // namespace acervo
