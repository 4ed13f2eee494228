// What a transaction of 17 messages (see engine_bench.cpp) writes to its storage, and what that
// means for flash. Prints one JSON object.
//
// Two ways to keep the areas in NOR flash with sectors of 4 KB are counted beside each other:
//  - littlefs: each area a file, closed or synced after each append. Its last sector is copied to a
//    fresh one if it is partly full, and the directory gets a commit of one page of 256 bytes; a
//    sector of commits is rewritten when it is full. Nothing is kept inline.
//  - sectors: a port that appends within sectors that it has erased, without a file system.
// In both, wear is levelled over all sectors, and each lasts 100,000 erases.
#include <nlohmann/json.hpp>

#include "station.h"
#include "support/memory_storage.h"

namespace {

constexpr double kSector = 4096;
constexpr double kCommitsInSector = 4096.0 / 256;

class Flash final : public plugpoint::Storage {
 public:
  double appends = 0;
  double bytes = 0;
  double rewrites = 0;  ///< Areas replaced or removed.
  double littlefs_erases = 0;
  double sector_erases = 0;

  plugpoint::Status append(const char* area, plugpoint::Bytes added) override {
    const std::uint32_t before = device_.size(area);
    const auto size = static_cast<double>(added.size());
    const double partly = before % static_cast<std::uint32_t>(kSector);
    const double fresh = sectors(partly + size) - (partly > 0 ? 1 : 0);
    ++appends;
    bytes += size;
    sector_erases += fresh;
    littlefs_erases += sectors(partly + size);
    commit();
    return device_.append(area, added);
  }
  std::size_t read(const char* area, std::uint32_t offset, plugpoint::MutableBytes into) override {
    return device_.read(area, offset, into);
  }
  std::uint32_t size(const char* area) override { return device_.size(area); }
  plugpoint::Status replace(const char* target, const char* source) override {
    ++rewrites;
    commit();
    return device_.replace(target, source);
  }
  plugpoint::Status remove(const char* area) override {
    if (device_.size(area) > 0) {
      ++rewrites;
      commit();
    }
    return device_.remove(area);
  }

 private:
  static double sectors(double bytes) {
    return static_cast<double>((static_cast<std::uint64_t>(bytes) + 4095) / 4096);
  }
  void commit() { littlefs_erases += 1 / kCommitsInSector; }

  plugpoint::test::MemoryStorage device_;
};

/// Years that flash of 256 KB lasts with 20 transactions a day.
double years(double erases) {
  constexpr double kSectors = 256 * 1024 / kSector;
  constexpr double kCycles = 100000;
  return kSectors * kCycles / (erases * 20 * 365);
}

double rounded(double value) {
  return static_cast<double>(static_cast<std::int64_t>(value * 100 + 0.5)) / 100;
}

}  // namespace

int main() {
  constexpr int kCycles = 400;
  Flash flash;
  bench::Station station(flash);
  for (int i = 0; i < kCycles; ++i)
    station.transaction_cycle();
  const Flash before = flash;
  for (int i = 0; i < kCycles; ++i)
    station.transaction_cycle();
  const auto each = [&](double Flash::*count) { return (flash.*count - before.*count) / kCycles; };
  const double littlefs = each(&Flash::littlefs_erases);
  const double sectors = each(&Flash::sector_erases);
  const nlohmann::ordered_json result = {
      {"appends", rounded(each(&Flash::appends))},
      {"bytes_written", rounded(each(&Flash::bytes))},
      {"areas_replaced_or_removed", rounded(each(&Flash::rewrites))},
      {"littlefs_erases", rounded(littlefs)},
      {"littlefs_years", rounded(years(littlefs))},
      {"sector_erases", rounded(sectors)},
      {"sector_years", rounded(years(sectors))}};
  std::printf("%s\n", result.dump().c_str());
}
