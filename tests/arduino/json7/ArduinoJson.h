// ArduinoJson 7: a document grows by itself.
#pragma once

#define ARDUINOJSON_VERSION_MAJOR 7

#include "json_document.h"

class JsonDocument {
 public:
  template <class T>
  T as() const {
    return JsonVariant(&value).as<T>();
  }
  nlohmann::json value;
};

inline DeserializationError deserializeJson(JsonDocument& document, const char* text) {
  document.value = nlohmann::json::parse(text, nullptr, false);
  return document.value.is_discarded() ? DeserializationError::InvalidInput
                                       : DeserializationError::Ok;
}
