// Stands in for GoogleTest where it does not run, so that the tests' sources compile for a target
// unchanged: the macros and names of GoogleTest that they use, with its meaning, and no more.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <map>
#include <memory>
#include <ostream>
#include <set>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "gtest/printing.h"

namespace testing {

class TestInfo {
 public:
  TestInfo(std::string suite, std::string name)
      : suite_(std::move(suite)), name_(std::move(name)) {}
  const char* name() const { return name_.c_str(); }
  const char* test_suite_name() const { return suite_.c_str(); }

 private:
  std::string suite_;
  std::string name_;
};

class UnitTest {
 public:
  static UnitTest* GetInstance();
  const TestInfo* current_test_info() const { return current_; }
  void set_current(const TestInfo* info) { current_ = info; }

 private:
  const TestInfo* current_ = nullptr;
};

class Test {
 public:
  virtual ~Test() = default;
  virtual void SetUp() {}
  virtual void TearDown() {}
  virtual void TestBody() = 0;
  static bool HasFailure();
  static bool HasFatalFailure();
  static bool HasNonfatalFailure();
  static bool IsSkipped();
  template <class Value>
  static void RecordProperty(const std::string&, const Value&) {}
};

/// What a test streams into an assertion.
class Message {
 public:
  template <class T>
  Message& operator<<(const T& value) {
    if constexpr (internal::IsStreamable<T>::value) {
      text_ << value;
    } else {
      internal::print(text_, value);
    }
    return *this;
  }
  const std::string& text() const { return text_.str(); }

 private:
  internal::Text text_;
};

/// Whether an assertion holds, and what to say where it does not.
class AssertionResult {
 public:
  explicit AssertionResult(bool holds) : holds_(holds) {}
  explicit operator bool() const { return holds_; }
  const std::string& text() const { return text_; }
  template <class T>
  AssertionResult& operator<<(const T& value) {
    text_ += (Message() << value).text();
    return *this;
  }

 private:
  bool holds_;
  std::string text_;
};

inline AssertionResult AssertionSuccess() {
  return AssertionResult(true);
}
inline AssertionResult AssertionFailure() {
  return AssertionResult(false);
}

namespace internal {

enum class Severity { nonfatal, fatal, skip };

/// Takes the streamed message by assignment, so that `return` may stand before it.
class Report {
 public:
  Report(Severity severity, const char* file, int line, std::string text)
      : severity_(severity), file_(file), line_(line), text_(std::move(text)) {}
  void operator=(const Message& message) const;

 private:
  Severity severity_;
  const char* file_;
  int line_;
  std::string text_;
};

/// One line of SCOPED_TRACE, as long as it is in scope.
class Trace {
 public:
  Trace(const char* file, int line, const Message& message);
  ~Trace();
  Trace(const Trace&) = delete;
  Trace& operator=(const Trace&) = delete;
};

template <class A, class B>
AssertionResult differing(const char* a_text, const char* b_text, const char* relation, const A& a,
                          const B& b) {
  return AssertionFailure() << "expected: " << a_text << ' ' << relation << ' ' << b_text
                            << "\n  left:  " << PrintToString(a)
                            << "\n  right: " << PrintToString(b);
}

#define PLUGPOINT_RELATION(name, relation)                                               \
  template <class A, class B>                                                            \
  AssertionResult name(const char* a_text, const char* b_text, const A& a, const B& b) { \
    if (a relation b) return AssertionSuccess();                                         \
    return differing(a_text, b_text, #relation, a, b);                                   \
  }
PLUGPOINT_RELATION(compare_EQ, ==)
PLUGPOINT_RELATION(compare_NE, !=)
PLUGPOINT_RELATION(compare_LT, <)
PLUGPOINT_RELATION(compare_LE, <=)
PLUGPOINT_RELATION(compare_GT, >)
PLUGPOINT_RELATION(compare_GE, >=)
#undef PLUGPOINT_RELATION

inline AssertionResult compare_text(const char* a_text, const char* b_text, const char* a,
                                    const char* b, bool equal) {
  const bool same = a && b ? std::strcmp(a, b) == 0 : a == b;
  return same == equal ? AssertionSuccess() : differing(a_text, b_text, equal ? "==" : "!=", a, b);
}

inline AssertionResult compare_near(const char* a_text, const char* b_text, double a, double b,
                                    double most) {
  return std::fabs(a - b) <= most ? AssertionSuccess() : differing(a_text, b_text, "near", a, b);
}

template <class T>
AssertionResult truth(const char* text, const T& value, bool expected) {
  if constexpr (std::is_same_v<T, AssertionResult>) {
    if (static_cast<bool>(value) == expected) return AssertionSuccess();
    return AssertionFailure() << value.text();
  } else {
    if (static_cast<bool>(value) == expected) return AssertionSuccess();
    return AssertionFailure() << text << " is " << (expected ? "false" : "true");
  }
}

/// A test that was declared; made anew for its run.
struct Declared {
  std::string suite;
  std::string name;
  std::function<std::unique_ptr<Test>()> make;
};

bool declare(Declared test);

}  // namespace internal

// ---- tests with parameters

template <class Parameter>
struct TestParamInfo {
  Parameter param;
  std::size_t index;
};

template <class Parameter>
class WithParamInterface {
 public:
  using ParamType = Parameter;
  virtual ~WithParamInterface() = default;
  static const Parameter& GetParam() { return *current_; }
  static void set_parameter(const Parameter* parameter) { current_ = parameter; }

 private:
  static inline const Parameter* current_ = nullptr;
};

template <class Parameter>
class TestWithParam : public Test, public WithParamInterface<Parameter> {};

namespace internal {

/// The TEST_P of one fixture, and the values that INSTANTIATE_TEST_SUITE_P gives it: whichever
/// comes second declares the tests.
template <class Fixture>
class Parametrized {
 public:
  using Parameter = typename Fixture::ParamType;
  using Name = std::function<std::string(const TestParamInfo<Parameter>&)>;

  static bool add_test(const char* suite, const char* name,
                       std::function<std::unique_ptr<Test>()> make) {
    tests().push_back({suite, name, std::move(make)});
    for (const Values& values : instances())
      declare_all(values, tests().back());
    return true;
  }
  static bool add_values(const char* prefix, std::vector<Parameter> values, Name name = nullptr) {
    instances().push_back(
        {prefix, std::make_shared<std::vector<Parameter>>(std::move(values)), std::move(name)});
    for (const Declared& test : tests())
      declare_all(instances().back(), test);
    return true;
  }

 private:
  struct Values {
    std::string prefix;
    std::shared_ptr<std::vector<Parameter>> values;
    Name name;
  };
  static std::vector<Declared>& tests() {
    static std::vector<Declared> all;
    return all;
  }
  static std::vector<Values>& instances() {
    static std::vector<Values> all;
    return all;
  }
  static void declare_all(const Values& instance, const Declared& test) {
    for (std::size_t i = 0; i < instance.values->size(); ++i) {
      const std::string name =
          instance.name ? instance.name({(*instance.values)[i], i}) : std::to_string(i);
      declare({instance.prefix + "/" + test.suite, test.name + "/" + name,
               [values = instance.values, i, make = test.make] {
                 Fixture::set_parameter(&(*values)[i]);
                 return make();
               }});
    }
  }
};

/// What Values() and ValuesIn() give; becomes a list of whatever the fixture takes.
template <class... Value>
class ValueList {
 public:
  explicit ValueList(Value... values) : values_(std::move(values)...) {}
  template <class Parameter>
  operator std::vector<Parameter>() const {
    return std::apply(
        [](const Value&... value) {
          return std::vector<Parameter>{static_cast<Parameter>(value)...};
        },
        values_);
  }

 private:
  std::tuple<Value...> values_;
};

template <class T>
class ValueRange {
 public:
  explicit ValueRange(std::vector<T> values) : values_(std::move(values)) {}
  template <class Parameter>
  operator std::vector<Parameter>() const {
    return std::vector<Parameter>(values_.begin(), values_.end());
  }

 private:
  std::vector<T> values_;
};

}  // namespace internal

template <class... Value>
internal::ValueList<Value...> Values(Value... values) {
  return internal::ValueList<Value...>(std::move(values)...);
}
template <class Container>
auto ValuesIn(const Container& container) {
  using Element = std::decay_t<decltype(*std::begin(container))>;
  return internal::ValueRange<Element>(
      std::vector<Element>(std::begin(container), std::end(container)));
}
inline internal::ValueRange<bool> Bool() {
  return internal::ValueRange<bool>({false, true});
}
template <class T>
internal::ValueRange<T> Range(T begin, T end, T step = 1) {
  std::vector<T> values;
  for (T value = begin; value < end; value = static_cast<T>(value + step))
    values.push_back(value);
  return internal::ValueRange<T>(std::move(values));
}

}  // namespace testing

// ---- declaring

#define PLUGPOINT_CLASS(suite, name) suite##_##name##_Test
#define PLUGPOINT_TEST(suite, name, parent, declaration)            \
  class PLUGPOINT_CLASS(suite, name) : public parent {              \
    void TestBody() override;                                       \
    static const bool declared_;                                    \
  };                                                                \
  const bool PLUGPOINT_CLASS(suite, name)::declared_ = declaration; \
  void PLUGPOINT_CLASS(suite, name)::TestBody()
#define PLUGPOINT_MAKE(suite, name) \
  [] { return std::unique_ptr<::testing::Test>(new PLUGPOINT_CLASS(suite, name)); }

#define TEST(suite, name)                      \
  PLUGPOINT_TEST(suite, name, ::testing::Test, \
                 ::testing::internal::declare({#suite, #name, PLUGPOINT_MAKE(suite, name)}))
#define TEST_F(suite, name)          \
  PLUGPOINT_TEST(suite, name, suite, \
                 ::testing::internal::declare({#suite, #name, PLUGPOINT_MAKE(suite, name)}))
#define TEST_P(suite, name)                                                        \
  PLUGPOINT_TEST(suite, name, suite,                                               \
                 ::testing::internal::Parametrized<suite>::add_test(#suite, #name, \
                                                                    PLUGPOINT_MAKE(suite, name)))
#define INSTANTIATE_TEST_SUITE_P(prefix, suite, ...)                \
  [[maybe_unused]] static const bool prefix##_##suite##_instances = \
      ::testing::internal::Parametrized<suite>::add_values(#prefix, __VA_ARGS__)

// ---- asserting

#define PLUGPOINT_REPORT(severity, text)                                                           \
  ::testing::internal::Report(::testing::internal::Severity::severity, __FILE__, __LINE__, text) = \
      ::testing::Message()
#define PLUGPOINT_ASSERT(leave, severity, result)                   \
  switch (0)                                                        \
  case 0:                                                           \
  default:                                                          \
    if (const ::testing::AssertionResult plugpoint_result = result) \
      ;                                                             \
    else                                                            \
      leave PLUGPOINT_REPORT(severity, plugpoint_result.text())
#define PLUGPOINT_COMPARE(leave, severity, name, a, b) \
  PLUGPOINT_ASSERT(leave, severity, ::testing::internal::compare_##name(#a, #b, a, b))

#define EXPECT_EQ(a, b) PLUGPOINT_COMPARE(, nonfatal, EQ, a, b)
#define EXPECT_NE(a, b) PLUGPOINT_COMPARE(, nonfatal, NE, a, b)
#define EXPECT_LT(a, b) PLUGPOINT_COMPARE(, nonfatal, LT, a, b)
#define EXPECT_LE(a, b) PLUGPOINT_COMPARE(, nonfatal, LE, a, b)
#define EXPECT_GT(a, b) PLUGPOINT_COMPARE(, nonfatal, GT, a, b)
#define EXPECT_GE(a, b) PLUGPOINT_COMPARE(, nonfatal, GE, a, b)
#define ASSERT_EQ(a, b) PLUGPOINT_COMPARE(return, fatal, EQ, a, b)
#define ASSERT_NE(a, b) PLUGPOINT_COMPARE(return, fatal, NE, a, b)
#define ASSERT_LT(a, b) PLUGPOINT_COMPARE(return, fatal, LT, a, b)
#define ASSERT_LE(a, b) PLUGPOINT_COMPARE(return, fatal, LE, a, b)
#define ASSERT_GT(a, b) PLUGPOINT_COMPARE(return, fatal, GT, a, b)
#define ASSERT_GE(a, b) PLUGPOINT_COMPARE(return, fatal, GE, a, b)

#define EXPECT_TRUE(a) PLUGPOINT_ASSERT(, nonfatal, ::testing::internal::truth(#a, a, true))
#define EXPECT_FALSE(a) PLUGPOINT_ASSERT(, nonfatal, ::testing::internal::truth(#a, a, false))
#define ASSERT_TRUE(a) PLUGPOINT_ASSERT(return, fatal, ::testing::internal::truth(#a, a, true))
#define ASSERT_FALSE(a) PLUGPOINT_ASSERT(return, fatal, ::testing::internal::truth(#a, a, false))

#define EXPECT_STREQ(a, b) \
  PLUGPOINT_ASSERT(, nonfatal, ::testing::internal::compare_text(#a, #b, a, b, true))
#define EXPECT_STRNE(a, b) \
  PLUGPOINT_ASSERT(, nonfatal, ::testing::internal::compare_text(#a, #b, a, b, false))
#define ASSERT_STREQ(a, b) \
  PLUGPOINT_ASSERT(return, fatal, ::testing::internal::compare_text(#a, #b, a, b, true))
#define EXPECT_NEAR(a, b, most) \
  PLUGPOINT_ASSERT(, nonfatal, ::testing::internal::compare_near(#a, #b, a, b, most))
#define ASSERT_NEAR(a, b, most) \
  PLUGPOINT_ASSERT(return, fatal, ::testing::internal::compare_near(#a, #b, a, b, most))

#define ADD_FAILURE() PLUGPOINT_REPORT(nonfatal, "failed")
#define FAIL() return PLUGPOINT_REPORT(fatal, "failed")
#define SUCCEED() static_cast<void>(0)
#define GTEST_SKIP() return PLUGPOINT_REPORT(skip, "")
#define ASSERT_NO_FATAL_FAILURE(...)                \
  do {                                              \
    __VA_ARGS__;                                    \
    if (::testing::Test::HasFatalFailure()) return; \
  } while (0)
#define EXPECT_NO_FATAL_FAILURE(...) \
  do {                               \
    __VA_ARGS__;                     \
  } while (0)

#define PLUGPOINT_JOIN2(a, b) a##b
#define PLUGPOINT_JOIN(a, b) PLUGPOINT_JOIN2(a, b)
#define SCOPED_TRACE(message)                                                  \
  const ::testing::internal::Trace PLUGPOINT_JOIN(plugpoint_trace_, __LINE__)( \
      __FILE__, __LINE__, ::testing::Message() << message)
