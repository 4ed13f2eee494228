// Runs the tests of a program on a target: failures as they happen, then one line that counts them.
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "stack.h"

// POSIX's; the C library does not declare it to strict C++.
extern "C" int setenv(const char* name, const char* value, int overwrite);

namespace testing {

namespace {

struct State {
  std::vector<internal::Declared> tests;
  std::vector<std::string> traces;
  UnitTest unit_test;
  bool failed = false;
  bool fatal = false;
  bool skipped = false;
};

/// Tests are declared before main(), in an order that nothing fixes.
State& state() {
  static State all;
  return all;
}

std::string full_name(const internal::Declared& test) {
  return test.suite + "." + test.name;
}

void run(const internal::Declared& test) {
  State& all = state();
  all.failed = all.fatal = all.skipped = false;
  const TestInfo info(test.suite, test.name);
  all.unit_test.set_current(&info);
  const std::unique_ptr<Test> instance = test.make();
  instance->SetUp();
  if (!all.fatal && !all.skipped) instance->TestBody();
  instance->TearDown();
  all.unit_test.set_current(nullptr);
}

}  // namespace

UnitTest* UnitTest::GetInstance() {
  return &state().unit_test;
}

bool Test::HasFailure() {
  return state().failed;
}
bool Test::HasFatalFailure() {
  return state().fatal;
}
bool Test::HasNonfatalFailure() {
  return state().failed && !state().fatal;
}
bool Test::IsSkipped() {
  return state().skipped;
}

namespace internal {

bool declare(Declared test) {
  state().tests.push_back(std::move(test));
  return true;
}

Trace::Trace(const char* file, int line, const Message& message) {
  state().traces.push_back(std::string(file) + ":" + std::to_string(line) + ": " + message.text());
}

Trace::~Trace() {
  state().traces.pop_back();
}

void Report::operator=(const Message& message) const {
  State& all = state();
  if (severity_ == Severity::skip) {
    all.skipped = true;
    std::printf("skipped: %s\n", message.text().c_str());
    return;
  }
  all.failed = true;
  all.fatal = all.fatal || severity_ == Severity::fatal;
  std::printf("%s:%d: %s\n", file_, line_, text_.c_str());
  if (!message.text().empty()) std::printf("  %s\n", message.text().c_str());
  for (const std::string& trace : all.traces)
    std::printf("  in %s\n", trace.c_str());
}

}  // namespace internal

}  // namespace testing

namespace {

/// Arguments `NAME=value` are what the environment would say: how much a test is to do.
void set_environment(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    if (char* const equals = std::strchr(argv[i], '=')) {
      *equals = '\0';
      setenv(argv[i], equals + 1, 1);
      *equals = '=';
    }
  }
}

/// Whether the arguments let a test run: `text` asks for names that contain it, `-text` leaves them
/// out.
bool wanted(const std::string& name, int argc, char** argv) {
  bool found = true;
  for (int i = 1; i < argc; ++i) {
    const char* const text = argv[i];
    if (std::strchr(text, '=')) continue;
    if (text[0] == '-' && name.find(text + 1) != std::string::npos) return false;
    if (text[0] != '-') found = name.find(text) != std::string::npos;
  }
  return found;
}

}  // namespace

int main(int argc, char** argv) {
  int passed = 0;
  int failed = 0;
  int skipped = 0;
  set_environment(argc, argv);
  for (const testing::internal::Declared& test : testing::state().tests) {
    const std::string name = testing::full_name(test);
    if (!wanted(name, argc, argv)) {
      ++skipped;
      continue;
    }
    testing::run(test);
    target_mark();
    if (testing::state().failed) std::printf("FAILED %s\n", name.c_str());
    ++(testing::state().failed ? failed : testing::state().skipped ? skipped : passed);
  }
  std::printf("on the target: %d passed, %d failed, %d skipped\n", passed, failed, skipped);
  return failed > 0 || passed == 0 ? 1 : 0;
}
