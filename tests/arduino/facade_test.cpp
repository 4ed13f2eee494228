// Parts of the façade that need no server: addresses, and the JSON type for sketches without
// ArduinoJson.
#include <gtest/gtest.h>

#include "ESP8266-OCPP.h"
#include "plugpoint/port_arduino/facade_url.h"

namespace plugpoint::facade {
namespace {

TEST(Url, of_every_form_that_sketches_give) {
  struct Row {
    const char *host, *url, *want_host, *path, *id;
    bool secure;
  };
  const Row rows[] = {
      {"csms.org", "ws://csms.org/ocpp/CP1", "csms.org", "/ocpp/", "CP1", false},
      {"csms.org", "wss://csms.org/CP1", "csms.org", "/", "CP1", true},
      {"csms.org", "/steve/websocket/CP%201", "csms.org", "/steve/websocket/", "CP 1", false},
      {"csms.org", "ocpp/CP1", "csms.org", "/ocpp/", "CP1", false},
      {"echo.org", "ws://echo.org/", "echo.org", "/", "ESP8266-OCPP", false},
      {"echo.org", "ws://echo.org", "echo.org", "/", "ESP8266-OCPP", false},
      {"wss://csms.org/", "/ocpp/CP1", "csms.org", "/ocpp/", "CP1", true},
      {"ws://csms.org:8080", "/CP1", "csms.org", "/", "CP1", false},
      {"csms.org", "", "csms.org", "/", "ESP8266-OCPP", false},
  };
  for (const Row& row : rows) {
    const Url url = parse_url(row.host, row.url);
    EXPECT_EQ(url.host, row.want_host) << row.url;
    EXPECT_EQ(url.path, row.path) << row.url;
    EXPECT_EQ(url.id, row.id) << row.url;
    EXPECT_EQ(url.secure, row.secure) << row.url;
  }
}

TEST(Json, reads_members_at_any_depth) {
  const JsonTree tree(R"({"currentTime":"2025-06-01T12:00:00Z","interval":300,"ok":true,"no":false,
    "none":null,"info":{"status":"Accepted","deep":{"n":-1.5}},"list":[1,{"a":2},"x"],"empty":{}})");
  const JsonObject object(JsonVariant(tree, tree.root()));
  EXPECT_STREQ(object["currentTime"].as<const char*>(), "2025-06-01T12:00:00Z");
  EXPECT_EQ(object["interval"].as<int>(), 300);
  EXPECT_TRUE(object["ok"].as<bool>());
  EXPECT_FALSE(object["no"].as<bool>());
  EXPECT_TRUE(object["none"].isNull());
  EXPECT_STREQ(object["info"]["status"].as<String>().c_str(), "Accepted");
  EXPECT_FLOAT_EQ(object["info"]["deep"]["n"].as<float>(), -1.5F);
  EXPECT_EQ(object["list"].size(), 3U);
  EXPECT_EQ(object["list"][1]["a"].as<int>(), 2);
  EXPECT_EQ(object["empty"].size(), 0U);
  EXPECT_TRUE(object["missing"]["deeper"].isNull());
  EXPECT_FALSE(object.isNull());
  EXPECT_EQ(object["interval"] | 7, 300);
  EXPECT_EQ(object["missing"] | 7, 7);
}

TEST(Json, tells_types_apart) {
  const JsonTree tree(R"({"n":5,"f":5.5,"s":"5","b":true,"o":{}})");
  const JsonObject object(JsonVariant(tree, tree.root()));
  EXPECT_TRUE(object["n"].is<int>());
  EXPECT_TRUE(object["n"].is<float>());
  EXPECT_FALSE(object["f"].is<int>());
  EXPECT_TRUE(object["s"].is<const char*>());
  EXPECT_TRUE(object["s"].is<String>());
  EXPECT_FALSE(object["s"].is<int>());
  EXPECT_TRUE(object["b"].is<bool>());
  EXPECT_TRUE(object["o"].is<JsonObject>());
  EXPECT_FALSE(object["missing"].is<int>());
}

TEST(Json, unescapes_texts) {
  const JsonTree tree(R"({"a\"b":"line\nnext \u00e9\u20ac \\ /"})");
  const JsonObject object(JsonVariant(tree, tree.root()));
  EXPECT_STREQ(object["a\"b"].as<const char*>(), "line\nnext é€ \\ /");
}

TEST(Json, what_is_no_json_is_null) {
  for (const char* text : {"", "{", "{\"a\"", "{\"a\":", "{\"a\":1", "[1,", "{\"a\":\"x", "{a:1}",
                           "{\"a\":1 2}", "[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]"}) {
    const JsonTree tree(text);
    const JsonObject object(JsonVariant(tree, tree.root()));
    EXPECT_TRUE(object.isNull()) << text;
    EXPECT_TRUE(object["a"].isNull()) << text;
  }
}

}  // namespace
}  // namespace plugpoint::facade
