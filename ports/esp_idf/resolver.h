// Host names to addresses, without waiting: getaddrinfo would stop its caller for seconds.
#pragma once

#include <atomic>

#include "plugpoint/base/text.h"

namespace plugpoint::esp_idf {

/// Asks lwIP's resolver in its own thread. One name at a time. It must live as long as the program:
/// lwIP cannot be told to forget a question.
class Resolver {
 public:
  enum class State : int { idle, asked, found, failed };

  /// Asks for an address. While an older question is still under way this one waits for its end; so
  /// `poll` must be called. False when the name is longer than 253 bytes.
  bool ask(Text host);
  /// How far the question is.
  State poll();
  /// The answer is not wanted any more.
  void forget();
  const char* host() const { return host_; }
  /// The address as text, when it was found.
  const char* address() const { return address_; }

 private:
  static void in_tcpip_thread(void* context);
  static void answered(const char* name, const void* address, void* context);
  void post();

  std::atomic<State> state_{State::idle};
  bool waiting_ = false;  ///< A question waits for the end of the older one.
  bool stale_ = false;    ///< What is under way is not wanted any more.
  char host_[254] = {};
  char asked_[254] = {};
  char address_[48] = {};
};

}  // namespace plugpoint::esp_idf
