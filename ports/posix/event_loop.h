// The event loop that all streams of a thread share.
#pragma once

#include <array>
#include <boost/asio/io_context.hpp>
#include <cstdint>

#include "plugpoint/base/span.h"

namespace plugpoint::posix {

/// One thread's loop, with the buffers that its streams take turns in: a stream waits until its
/// socket is ready and only then needs a buffer, so that thousands of idle ones own none.
class EventLoop {
 public:
  boost::asio::io_context& context() { return context_; }
  /// Runs until there is nothing left to wait for, or `stop`.
  void run() { context_.run(); }
  void stop() { context_.stop(); }

  MutableBytes input_buffer() { return {input_.data(), input_.size()}; }
  MutableBytes output_buffer() { return {output_.data(), output_.size()}; }

 private:
  static constexpr std::size_t kBuffer = 16 * 1024;

  boost::asio::io_context context_{1};
  std::array<std::uint8_t, kBuffer> input_{};
  std::array<std::uint8_t, kBuffer> output_{};
};

}  // namespace plugpoint::posix
