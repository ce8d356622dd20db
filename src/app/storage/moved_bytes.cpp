#include "app/storage/moved_bytes.hpp"

#include <algorithm>
#include <vector>

#include "core/sleep.hpp"

namespace acervo {
namespace {

class PassingSource final : public ByteSource {
public:
    PassingSource(std::unique_ptr<ByteSource> inner, Passage passage)
        : inner_{std::move(inner)}, passage_{std::move(passage)} {}

    Async<Result<std::size_t>> read(std::span<char> into) override {
        const auto count = CO_TRY(co_await inner_->read(into));
        passage_.hash.add(into.first(count));
        if (passage_.count) passage_.count(count);
        co_await passage_.pace.take(count);
        co_return count;
    }
    std::optional<std::uint64_t> size() const noexcept override { return inner_->size(); }

private:
    std::unique_ptr<ByteSource> inner_;
    Passage passage_;
};

}  // namespace

Async<void> Pace::take(std::size_t bytes) {
    if (bytes_per_second_ == 0 || bytes == 0) co_return;
    const auto now = std::chrono::steady_clock::now();
    const std::chrono::duration<double> cost{static_cast<double>(bytes) / static_cast<double>(bytes_per_second_)};
    free_at_ = std::max(free_at_, now) + std::chrono::duration_cast<std::chrono::nanoseconds>(cost);
    co_await sleep_for(free_at_ - now);
}

std::unique_ptr<ByteSource> passing(std::unique_ptr<ByteSource> inner, Passage passage) {
    return std::make_unique<PassingSource>(std::move(inner), std::move(passage));
}

Async<Result<std::uint64_t>> read_through(std::unique_ptr<ByteSource> source) {
    constexpr std::size_t kChunk = std::size_t{256} << 10;
    std::vector<char> chunk(kChunk);
    for (std::uint64_t sum = 0;;) {
        const auto count = CO_TRY(co_await source->read(chunk));
        if (count == 0) co_return sum;
        sum += count;
    }
}

}  // namespace acervo
