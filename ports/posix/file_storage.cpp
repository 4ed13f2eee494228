#include "posix/file_storage.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <limits>

namespace plugpoint::posix {

namespace {

constexpr std::size_t kMaxName = 15;

/// A descriptor that closes itself.
class File {
 public:
  explicit File(int descriptor) : descriptor_(descriptor) {}
  ~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  bool is_open() const { return descriptor_ >= 0; }
  int get() const { return descriptor_; }

 private:
  int descriptor_;
};

bool valid_name(const char* area) {
  if (!area || *area == '\0') return false;
  std::size_t size = 0;
  for (; area[size] != '\0'; ++size) {
    const char c = area[size];
    if (size == kMaxName) return false;
    if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-')) return false;
  }
  return true;
}

Status status_of(int error) {
  if (error == ENOSPC || error == EDQUOT || error == EFBIG) return Status::no_space;
  return error == ENOENT ? Status::not_found : Status::io_error;
}

/// Writes everything, over short writes and signals.
Status write_all(int file, Bytes bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(file, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return status_of(errno);
    if (count == 0) return Status::io_error;
    bytes = bytes.from(static_cast<std::size_t>(count));
  }
  return Status::ok;
}

bool make_directories(const std::string& path) {
  for (std::size_t at = 1; at != std::string::npos;) {
    at = path.find('/', at);
    const std::string prefix = path.substr(0, at);
    if (::mkdir(prefix.c_str(), 0700) != 0 && errno != EEXIST) return false;
    if (at != std::string::npos) ++at;
  }
  return true;
}

std::string reason(const std::string& what, const std::string& path) {
  return what + " " + path + ": " + std::strerror(errno);
}

}  // namespace

std::unique_ptr<FileStorage> FileStorage::open(const std::string& directory, const Options& options,
                                               std::string& error) {
  if (directory.empty() || !make_directories(directory)) {
    error = reason("cannot create the directory", directory);
    return nullptr;
  }
  const int descriptor = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) {
    error = reason("cannot open the directory", directory);
    return nullptr;
  }
  std::unique_ptr<FileStorage> storage(new FileStorage(descriptor, options));
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    error = errno == EWOULDBLOCK ? "another program uses the directory " + directory
                                 : reason("cannot lock the directory", directory);
    return nullptr;
  }
  if (::fchmod(descriptor, 0700) != 0) {
    error = reason("cannot protect the directory", directory);
    return nullptr;
  }
  return storage;
}

FileStorage::~FileStorage() {
  ::close(directory_);
}

Status FileStorage::sync_directory() const {
  if (!options_.survives_power_cut) return Status::ok;
  return ::fsync(directory_) == 0 ? Status::ok : status_of(errno);
}

Status FileStorage::append(const char* area, Bytes bytes) {
  if (!valid_name(area)) return Status::bad_argument;
  constexpr int kFlags = O_WRONLY | O_APPEND | O_CLOEXEC | O_NOFOLLOW;
  int descriptor = ::openat(directory_, area, kFlags);
  const bool created = descriptor < 0 && errno == ENOENT;
  if (created) descriptor = ::openat(directory_, area, kFlags | O_CREAT, 0600);
  const File file(descriptor);
  if (!file.is_open()) return errno == ENOSPC ? Status::no_space : Status::io_error;

  if (const Status status = write_all(file.get(), bytes); status != Status::ok) return status;
  if (options_.survives_power_cut && ::fdatasync(file.get()) != 0) return status_of(errno);
  return created ? sync_directory() : Status::ok;
}

std::size_t FileStorage::read(const char* area, std::uint32_t offset, MutableBytes into) {
  if (!valid_name(area)) return 0;
  const File file(::openat(directory_, area, O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (!file.is_open()) return 0;
  std::size_t total = 0;
  while (total < into.size()) {
    const ssize_t count = ::pread(file.get(), into.data() + total, into.size() - total,
                                  static_cast<off_t>(offset) + static_cast<off_t>(total));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    total += static_cast<std::size_t>(count);
  }
  return total;
}

std::uint32_t FileStorage::size(const char* area) {
  struct stat facts {};
  if (!valid_name(area) || ::fstatat(directory_, area, &facts, AT_SYMLINK_NOFOLLOW) != 0) return 0;
  constexpr auto kMost = std::numeric_limits<std::uint32_t>::max();
  return facts.st_size > static_cast<off_t>(kMost) ? kMost
                                                   : static_cast<std::uint32_t>(facts.st_size);
}

Status FileStorage::replace(const char* target, const char* source) {
  if (!valid_name(target) || !valid_name(source)) return Status::bad_argument;
  if (::renameat(directory_, source, directory_, target) != 0) return status_of(errno);
  return sync_directory();
}

Status FileStorage::remove(const char* area) {
  if (!valid_name(area)) return Status::bad_argument;
  if (::unlinkat(directory_, area, 0) != 0) {
    return errno == ENOENT ? Status::ok : status_of(errno);
  }
  return sync_directory();
}

}  // namespace plugpoint::posix
