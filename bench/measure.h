// Counts the instructions of a piece of code: under callgrind each measurement becomes a dump that
// carries its name and how often the code ran; without callgrind the code just runs. The counter
// stands still except within Counted.
#pragma once

#include <valgrind/callgrind.h>

#include <cstdio>
#include <cstdlib>
#include <string>

namespace bench {

constexpr int kRepetitions = 16;

/// Instructions count while one of these lives. They must not nest.
class Counted {
 public:
  Counted() { CALLGRIND_TOGGLE_COLLECT; }
  ~Counted() { CALLGRIND_TOGGLE_COLLECT; }
  Counted(const Counted&) = delete;
  Counted& operator=(const Counted&) = delete;
};

/// Instructions do not count while one of these lives within a Counted.
class NotCounted {
 public:
  NotCounted() { CALLGRIND_TOGGLE_COLLECT; }
  ~NotCounted() { CALLGRIND_TOGGLE_COLLECT; }
  NotCounted(const NotCounted&) = delete;
  NotCounted& operator=(const NotCounted&) = delete;
};

/// Runs `once`, which holds Counted around what is of interest, until lazy set-up is over, then
/// kRepetitions times under `name`.
template <class Once>
void measure_parts(const std::string& name, Once once) {
  for (int i = 0; i < 3; ++i)
    once();
  const std::string label = name + " " + std::to_string(kRepetitions);
  CALLGRIND_ZERO_STATS;
  for (int i = 0; i < kRepetitions; ++i)
    once();
  CALLGRIND_DUMP_STATS_AT(label.c_str());
}

/// Like measure_parts, where all of `once` is of interest.
template <class Once>
void measure(const std::string& name, Once once) {
  measure_parts(name, [&] {
    const Counted counted;
    once();
  });
}

/// Ends the program when what was measured did not do what it should.
inline void require(bool held, const char* what) {
  if (held) return;
  std::fprintf(stderr, "bench: %s\n", what);
  std::exit(1);
}

/// Makes the compiler believe that the value is used.
template <class T>
void keep(const T& value) {
  asm volatile("" : : "g"(&value) : "memory");
}

}  // namespace bench
