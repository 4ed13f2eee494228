// What ArduinoJson 6 and 7 have in common, as far as listeners use it: our own double of its
// documented interface, on nlohmann-json. It shows that the façade fits that interface; it is not
// ArduinoJson.
#pragma once

#include <WString.h>

#include <nlohmann/json.hpp>
#include <string>

class JsonObject;

class JsonVariant {
 public:
  JsonVariant() = default;
  explicit JsonVariant(const nlohmann::json* value) : value_(value) {}
  JsonVariant operator[](const char* key) const {
    return value_ && value_->contains(key) ? JsonVariant(&(*value_)[key]) : JsonVariant();
  }
  bool isNull() const { return !value_ || value_->is_null(); }
  size_t size() const { return value_ ? value_->size() : 0; }
  template <class T>
  T as() const;

 private:
  friend class JsonObject;
  const nlohmann::json* value_ = nullptr;
};

class JsonObject {
 public:
  JsonObject() = default;
  explicit JsonObject(JsonVariant value) : value_(value) {}
  JsonVariant operator[](const char* key) const { return value_[key]; }
  bool isNull() const { return value_.isNull(); }

 private:
  JsonVariant value_;
};

template <>
inline String JsonVariant::as<String>() const {
  if (isNull()) return "null";
  return value_->is_string() ? value_->get<std::string>().c_str() : value_->dump().c_str();
}
template <>
inline int JsonVariant::as<int>() const {
  return value_ && value_->is_number() ? value_->get<int>() : 0;
}
template <>
inline JsonObject JsonVariant::as<JsonObject>() const {
  return JsonObject(*this);
}

class DeserializationError {
 public:
  enum Code { Ok, EmptyInput, IncompleteInput, InvalidInput, NoMemory, TooDeep };
  DeserializationError(Code code) : code_(code) {}
  bool operator==(Code code) const { return code_ == code; }
  explicit operator bool() const { return code_ != Ok; }

 private:
  Code code_;
};
