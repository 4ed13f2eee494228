#include "plugpoint/blocks/transaction/signed_value_v16.h"

#if PLUGPOINT_SIGNED_METER_VALUES

#include "plugpoint/base/base64.h"
#include "plugpoint/json/escape.h"

namespace plugpoint::v16 {

namespace {

/// A text that grows at the front of an arena, where bytes lie one after the other.
class Growing {
 public:
  explicit Growing(Arena& arena) : arena_(arena) {}

  Growing& put(FlashText text) {
    const std::size_t size = text.size();
    if (char* const at = room(size)) text.copy({at, size});
    return *this;
  }
  Growing& put_escaped(Text text) {
    char window[64];
    while (!text.empty()) {
      const json::Escaped done = json::escape(text, window, sizeof window);
      if (char* const at = room(done.written)) std::memcpy(at, window, done.written);
      text = text.from(done.consumed);
    }
    return *this;
  }
  Growing& put_base64(Text bytes) {
    const std::size_t size = base64_size(bytes.size());
    char* const at = room(size);
    for (std::size_t i = 0; at && i < size; ++i)
      at[i] = base64_char([bytes](std::size_t k) { return bytes[k]; }, bytes.size(), i);
    return *this;
  }
  Text text() const { return full_ ? Text() : Text(first_, size_); }

 private:
  char* room(std::size_t size) {
    auto* const at = full_ ? nullptr : static_cast<char*>(arena_.allocate(size, 1));
    full_ = !at;
    if (!first_) first_ = at;
    size_ += size;
    return at;
  }

  Arena& arena_;
  const char* first_ = nullptr;
  std::size_t size_ = 0;
  bool full_ = false;
};

}  // namespace

Text public_key(const Station& station, EvseId connector) {
  char name[14 + 20];
  std::size_t size = PLUGPOINT_TEXT("MeterPublicKey").copy(name).size();
  size += format_integer(connector, name + size);
  const VariableIndex index = station.variables.find({name, size});
  ValueRoom none;  // A key of the owner's is not in flash.
  return index == kNoVariable ? Text() : station.variables.value(index, none);
}

Text signed_value(const SignedReading& reading, Text public_key, Arena& arena) {
  Growing text(arena);
  text.put(PLUGPOINT_TEXT("{\"signedMeterData\":\"")).put_base64(reading.data);
  text.put(PLUGPOINT_TEXT("\",\"signingMethod\":\"")).put_escaped(reading.signing_method);
  text.put(PLUGPOINT_TEXT("\",\"encodingMethod\":\"")).put_escaped(reading.encoding_method);
  text.put(PLUGPOINT_TEXT("\",\"publicKey\":\"")).put_escaped(public_key);
  return text.put(PLUGPOINT_TEXT("\"}")).text();
}

}  // namespace plugpoint::v16

#endif
