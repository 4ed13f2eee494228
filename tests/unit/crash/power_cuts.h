// Cuts power at any point of a script's writes without running the script anew for each: at the
// write the process forks, and the child goes on from there with a torn write.
#pragma once

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <new>
#include <utility>

#include "support/memory_storage.h"

namespace plugpoint::test {

/// Sums over all processes.
struct CutTotals {
  std::atomic<std::uint64_t> tried{0};    ///< Points where power was cut.
  std::atomic<std::uint64_t> again{0};    ///< Runs in which it was cut a second time.
  std::atomic<std::uint64_t> losses{0};   ///< Runs in which anything was lost, doubled or mixed.
  std::atomic<std::uint64_t> endings{0};  ///< Transactions that the cuts ended.

  /// In memory that child processes share; lives until the end of the program.
  static CutTotals& shared() {
    void* at = ::mmap(nullptr, sizeof(CutTotals), PROT_READ | PROT_WRITE,
                      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (at == MAP_FAILED) std::abort();
    return *new (at) CutTotals;
  }
};

class PowerCuts {
 public:
  /// Says of a point whether power is to be cut there; `boundary`: between two writes.
  using Choice = std::function<bool(std::uint64_t point, bool boundary)>;

  PowerCuts(MemoryStorage& storage, CutTotals& totals, Choice chosen)
      : storage_(storage), totals_(totals), chosen_(std::move(chosen)) {
    storage_.before_write = [this](std::size_t units) { before_write(units); };
  }
  PowerCuts(const PowerCuts&) = delete;
  PowerCuts& operator=(const PowerCuts&) = delete;

  /// Called in a child, before its power goes.
  std::function<void()> on_cut = [] {};

  /// Whether this process is the one in which power is never cut.
  bool whole() const { return !child_; }
  /// The point at which power is cut in this process.
  std::uint64_t point() const { return point_; }

  /// At the end of the script: a child ends here, the parent waits for all of them.
  void finish() {
    if (child_) {
      std::fflush(stdout);
      std::_Exit(::testing::Test::HasFailure() ? 1 : 0);
    }
    while (running_ > 0)
      reap();
  }

 private:
  // A script takes a fraction of a second.
  static constexpr unsigned kLongest = 120;

  void before_write(std::size_t units) {
    if (child_) return;
    for (std::size_t written = 0; written < units; ++written, ++point_) {
      if (totals_.losses >= kMostLosses || !chosen_(point_, written == 0)) continue;
      if (running_ == processors_) reap();
      ++totals_.tried;
      std::fflush(stdout);
      const pid_t process = ::fork();
      ASSERT_GE(process, 0) << "fork failed";
      if (process == 0) {
        child_ = true;
        ::alarm(kLongest);
        storage_.fail_after(written);
        return on_cut();
      }
      ++running_;
    }
  }

  void reap() {
    int status = 0;
    if (::wait(&status) < 0) return;
    --running_;
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) ++totals_.losses;
  }

  static constexpr std::uint64_t kMostLosses = 10;  ///< Enough to look into.

  MemoryStorage& storage_;
  CutTotals& totals_;
  Choice chosen_;
  std::uint64_t point_ = 0;
  long running_ = 0;
  long processors_ = ::sysconf(_SC_NPROCESSORS_ONLN);
  bool child_ = false;
};

}  // namespace plugpoint::test
