// What the demo shows: a line for each step, and on a terminal a progress bar below.
#pragma once

#include <cstdint>
#include <string>

namespace plugpoint::sim {

class DemoScreen {
 public:
  DemoScreen();

  /// A line of text; the bar moves below it.
  void line(const std::string& text);
  /// The same with the simulated time and a mark in front.
  void step(std::int64_t now_ms, const char* mark, const std::string& text);
  /// Progress of the session in percent, and what goes on. Nothing is shown without a terminal.
  void progress(int percent, const std::string& text);
  /// Removes the bar.
  void clear();

 private:
  bool terminal_;
  std::string bar_;
};

}  // namespace plugpoint::sim
