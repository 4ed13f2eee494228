// One file at a time from or to a server, over HTTP, HTTPS, FTP or FTPS, by libcurl.
#pragma once

#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "plugpoint/port.h"
#include "posix/event_loop.h"

namespace plugpoint::sim {

/// What the disk with an open file has left for others than root, in bytes.
std::uint64_t free_on_disk(int descriptor);

struct TransferOptions {
  std::string ca;  ///< File with the certificates to trust (PEM); empty: those of the system.
  bool insecure_skip_verify = false;
  std::uint64_t max_bytes = 512ULL << 20;  ///< A larger file is refused.
  /// The free space of the disk that a file is written to; a download leaves 4 MB of it.
  std::function<std::uint64_t(int descriptor)> free_bytes = free_on_disk;
};

/// Moves a file without ever blocking the loop's thread. All calls come from that thread.
class FileTransfer {
 public:
  FileTransfer(posix::EventLoop& loop, TransferOptions options);
  ~FileTransfer();
  FileTransfer(const FileTransfer&) = delete;
  FileTransfer& operator=(const FileTransfer&) = delete;

  /// Called when a transfer has ended by itself.
  std::function<void()> on_end;

  /// Fetches `url` into the file `path`, which only its owner may read. Until it is whole it is
  /// `path`.part; a later call with the same url goes on with that, if the server still has the
  /// same file. False when the part cannot be written.
  bool download(const std::string& url, const std::string& path);
  /// Stores the file `path` on the server as `url`: PUT, or STOR. False when it cannot be read.
  bool upload(const std::string& path, const std::string& url);
  /// Ends what runs. What was fetched stays.
  void cancel();

  /// `idle` before the first transfer and after `cancel`.
  Progress progress() const { return progress_; }
  /// Bytes moved by the present or last transfer, with what was there before.
  std::uint64_t bytes() const;

 private:
  struct Run;

  void begin(std::unique_ptr<Run> run);
  void work();
  void finish(int code);
  void end(Progress progress);

  TransferOptions options_;
  std::unique_ptr<Run> run_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
  boost::asio::steady_timer timer_;
  Progress progress_;
  std::uint64_t bytes_ = 0;
};

/// The address of `file` in the folder `url`. An address with a query names the file itself.
std::string address_in(const std::string& url, const std::string& file);
/// `url` without user and password.
std::string without_credentials(const std::string& url);

}  // namespace plugpoint::sim
