#include "sim/demo_screen.h"

#include <unistd.h>

#include <cstdio>

namespace plugpoint::sim {

namespace {

constexpr int kBarWidth = 30;
constexpr const char* kClearLine = "\r\033[K";

void print(const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fflush(stdout);
}

}  // namespace

DemoScreen::DemoScreen() : terminal_(::isatty(STDOUT_FILENO) != 0) {}

void DemoScreen::line(const std::string& text) {
  print((bar_.empty() ? "" : kClearLine) + text + "\n" + bar_);
}

void DemoScreen::step(std::int64_t now_ms, const char* mark, const std::string& text) {
  char time[24];
  std::snprintf(time, sizeof time, "%02d:%02d", static_cast<int>(now_ms / 60000),
                static_cast<int>(now_ms / 1000 % 60));
  line(std::string(time) + "  " + mark + "  " + text);
}

void DemoScreen::progress(int percent, const std::string& text) {
  if (!terminal_) return;
  const auto filled = static_cast<std::size_t>(percent * kBarWidth / 100);
  const std::string bar = "[" + std::string(filled, '#') + std::string(kBarWidth - filled, '-') +
                          "] " + std::to_string(percent) + " %  " + text;
  if (bar == bar_) return;
  bar_ = bar;
  print(kClearLine + bar_);
}

void DemoScreen::clear() {
  if (!bar_.empty()) print(kClearLine);
  bar_.clear();
}

}  // namespace plugpoint::sim
