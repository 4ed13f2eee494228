// The storage port on a directory of files.
#pragma once

#include <memory>
#include <string>

#include "plugpoint/port.h"

namespace plugpoint::posix {

/// Each area is one file. Only the owner may read them (0700 and 0600): passwords and private keys
/// are among them. Files are opened on demand; one descriptor, of the directory, stays open and
/// locked, so that no second program writes to the same state.
class FileStorage final : public Storage {
 public:
  struct Options {
    /// False: nothing is flushed to the disk, so a power cut may lose or reorder writes. For tests
    /// and load generators. The end of the program alone loses nothing either way.
    bool survives_power_cut = true;
  };

  /// Uses `directory`, creating it with its parents when it is missing. Null on failure, then
  /// `error` says why: it cannot be created, or another program uses it.
  static std::unique_ptr<FileStorage> open(const std::string& directory, const Options& options,
                                           std::string& error);
  static std::unique_ptr<FileStorage> open(const std::string& directory, std::string& error) {
    return open(directory, Options(), error);
  }

  ~FileStorage();
  FileStorage(const FileStorage&) = delete;
  FileStorage& operator=(const FileStorage&) = delete;

  /// All of these: bad_argument for a name that is no area's, besides what Storage says.
  Status append(const char* area, Bytes bytes) override;
  std::size_t read(const char* area, std::uint32_t offset, MutableBytes into) override;
  std::uint32_t size(const char* area) override;
  Status replace(const char* target, const char* source) override;
  Status remove(const char* area) override;

 private:
  FileStorage(int directory, const Options& options) : directory_(directory), options_(options) {}
  Status sync_directory() const;

  int directory_;
  Options options_;
};

}  // namespace plugpoint::posix
