#pragma once

#include <boost/asio/posix/stream_descriptor.hpp>
#include <filesystem>

#include "adapters/ffmpeg/waveform.hpp"
#include "core/async.hpp"
#include "core/result.hpp"

namespace acervo::ffmpeg {

/// A named pipe through which a child gives samples: they never lie on the disk, and a slow reader slows the child.
class SamplePipe {
public:
    /// Internal when it cannot be made.
    static Result<SamplePipe> open(boost::asio::any_io_executor executor, const std::filesystem::path& path);

    /// Takes samples as they come, until it is cancelled: nobody sees the end of a pipe that he holds open himself.
    Async<void> read_until_cancelled(Waveform& waveform);
    /// Takes what has come since, once the child is gone.
    void drain(Waveform& waveform);

private:
    explicit SamplePipe(boost::asio::posix::stream_descriptor pipe) : pipe_{std::move(pipe)} {}
    boost::asio::posix::stream_descriptor pipe_;
};

}  // namespace acervo::ffmpeg
