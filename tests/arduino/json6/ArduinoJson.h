// ArduinoJson 6: a document has the room that it was made with.
#pragma once

#define ARDUINOJSON_VERSION_MAJOR 6

#include "json_document.h"

class JsonDocument {
 public:
  template <class T>
  T as() const {
    return JsonVariant(&value).as<T>();
  }
  nlohmann::json value;
  size_t room = 0;

 protected:
  JsonDocument() = default;
};

class DynamicJsonDocument : public JsonDocument {
 public:
  explicit DynamicJsonDocument(size_t capacity) { room = capacity; }
};

inline DeserializationError deserializeJson(JsonDocument& document, const char* text) {
  if (document.room < 8 * strlen(text)) return DeserializationError::NoMemory;
  document.value = nlohmann::json::parse(text, nullptr, false);
  return document.value.is_discarded() ? DeserializationError::InvalidInput
                                       : DeserializationError::Ok;
}
