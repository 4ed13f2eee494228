// Counts the instructions of a piece of code: under callgrind each measurement becomes a dump that
// carries its name and how often the code ran; without callgrind the code just runs.
#pragma once

#include <valgrind/callgrind.h>

#include <cstdio>
#include <cstdlib>
#include <string>

namespace bench {

constexpr int kRepetitions = 16;

/// Runs `once` until lazy set-up is over, then counts kRepetitions runs under `name`.
template <class Once>
void measure(const std::string& name, Once once) {
  for (int i = 0; i < 3; ++i)
    once();
  const std::string label = name + " " + std::to_string(kRepetitions);
  CALLGRIND_ZERO_STATS;
  for (int i = 0; i < kRepetitions; ++i)
    once();
  CALLGRIND_DUMP_STATS_AT(label.c_str());
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
