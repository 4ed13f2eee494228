#include "plugpoint/station/recovered.h"

#include "plugpoint/base/flash_text.h"

namespace plugpoint {

namespace {

class Line {
 public:
  explicit Line(char* into) : into_(into) {}
  Line& add(FlashText text) {
    size_ += text.copy({into_ + size_, Recovered::kTextSize - size_}).size();
    return *this;
  }
  /// A number with what it counts.
  Line& count(std::uint32_t number, FlashText one, FlashText many) {
    size_ += format_integer(number, into_ + size_);
    return add(number == 1 ? one : many);
  }
  Text text() const { return {into_, size_}; }

 private:
  char* into_;
  std::size_t size_ = 0;
};

}  // namespace

Text Recovered::line(char* into) const {
  Line line(into);
  line.add(PLUGPOINT_TEXT("recovered: "));
  line.count(waiting, PLUGPOINT_TEXT(" transaction message waits, "),
             PLUGPOINT_TEXT(" transaction messages wait, "));
  line.count(ended, PLUGPOINT_TEXT(" transaction"), PLUGPOINT_TEXT(" transactions"));
  line.add(by_power_loss ? PLUGPOINT_TEXT(" ended by power loss")
                         : PLUGPOINT_TEXT(" ended by a restart"));
  if (lost_bytes > 0) {
    line.add(PLUGPOINT_TEXT(", "));
    line.count(lost_bytes, PLUGPOINT_TEXT(" byte"), PLUGPOINT_TEXT(" bytes"));
    line.add(PLUGPOINT_TEXT(" of torn records cut off"));
  }
  return line.text();
}

}  // namespace plugpoint
