#include "adapters/ffmpeg/sample_pipe.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstring>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace acervo::ffmpeg {
namespace {

constexpr std::size_t kPiece = 64U << 10U;
constexpr int kPipeBytes = 1 << 20;

}  // namespace

Result<SamplePipe> SamplePipe::open(boost::asio::any_io_executor executor, const std::filesystem::path& path) {
    if (::mkfifo(path.c_str(), S_IRUSR | S_IWUSR) != 0) {
        return fail(ErrorKind::Internal, std::string{"no pipe for samples: "} + std::strerror(errno));
    }
    // For writing too, so that opening waits for nobody.
    const int descriptor = ::open(path.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC);
    if (descriptor < 0) return fail(ErrorKind::Internal, std::string{"no pipe for samples: "} + std::strerror(errno));
    (void)::fcntl(descriptor, F_SETPIPE_SZ, kPipeBytes);  // a smaller one is only slower
    return SamplePipe{boost::asio::posix::stream_descriptor{executor, descriptor}};
}

Async<void> SamplePipe::read_until_cancelled(Waveform& waveform) {
    std::vector<unsigned char> piece(kPiece);
    while (true) {
        const auto count = co_await pipe_.async_read_some(boost::asio::buffer(piece), boost::asio::use_awaitable);
        waveform.take(std::span{piece}.first(count));
    }
}

void SamplePipe::drain(Waveform& waveform) {
    std::vector<unsigned char> piece(kPiece);
    for (auto count = ::read(pipe_.native_handle(), piece.data(), piece.size()); count > 0;
         count = ::read(pipe_.native_handle(), piece.data(), piece.size())) {
        waveform.take(std::span{piece}.first(static_cast<std::size_t>(count)));
    }
}

}  // namespace acervo::ffmpeg
