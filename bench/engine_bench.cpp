// What a connected station costs: a step with nothing to do, and one transaction cycle of 17
// messages with their answers (Preparing, Authorize, StartTransaction, Charging, ten MeterValues of
// two measurands, StopTransaction, Finishing, Available) with its transaction messages on storage.
// Counted is what the library executes; neither the central system nor what stands behind the
// ports.
#include "station.h"
#include "support/memory_storage.h"

namespace {

/// A storage device whose own work does not count.
class BenchStorage final : public plugpoint::Storage {
 public:
  plugpoint::Status append(const char* area, plugpoint::Bytes bytes) override {
    const bench::NotCounted device;
    return device_.append(area, bytes);
  }
  std::size_t read(const char* area, std::uint32_t offset, plugpoint::MutableBytes into) override {
    const bench::NotCounted device;
    return device_.read(area, offset, into);
  }
  std::uint32_t size(const char* area) override {
    const bench::NotCounted device;
    return device_.size(area);
  }
  plugpoint::Status replace(const char* target, const char* source) override {
    const bench::NotCounted device;
    return device_.replace(target, source);
  }
  plugpoint::Status remove(const char* area) override {
    const bench::NotCounted device;
    return device_.remove(area);
  }

 private:
  plugpoint::test::MemoryStorage device_;
};

}  // namespace

int main() {
  BenchStorage storage;
  bench::Station station(storage);
  bench::measure_parts("idle_step", [&] { station.idle_step(); });
  bench::measure_parts("transaction_cycle", [&] { station.transaction_cycle(); });
}
