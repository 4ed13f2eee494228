// Bytes written down by hand from docs/storage.md: what a station stored stays readable.
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "plugpoint/store/record_log.h"
#include "support/test_station.h"

namespace plugpoint::test {
namespace {

using Image = std::vector<std::uint8_t>;

Image bytes(const std::string& hex) {
  Image image;
  std::string digits;
  for (char c : hex) {
    if (c == ' ') continue;
    digits += c;
    if (digits.size() < 2) continue;
    image.push_back(static_cast<std::uint8_t>(std::stoi(digits, nullptr, 16)));
    digits.clear();
  }
  return image;
}

/// Magic, type, length, sequence; format version, salt, first sequence; CRC.
const std::string kHeaderBytes =
    "A7 FF 0D00 01000000 "
    "01 8877665544332211 01000000 "
    "B632C5F6 ";
/// Sequence 1, `started`: EVSE 1, connector 1, 2025-06-01T10:00:00Z, 1234 Wh, token TAG1.
const std::string kStarted =
    "A7 01 2700 01000000 "
    "00000000 01 01 0011EF2A97010000 0000 01 02 00 02 02 0000 D204000000000000 "
    "03 0400 54414731 00 "
    "88A064E5 ";
/// Sequence 2, `id_assigned`: transaction 1 is the central system's 777.
const std::string kAssigned = "A7 40 0C00 02000000 01000000 0903000000000000 A1D0CFFC ";
/// Sequence 3: message 1 was delivered.
const std::string kPopped = "A7 FE 0400 03000000 01000000 6E17D693 ";
/// Sequence 4, `updated`: five minutes later 1500 Wh, and 230.5 V on L1.
const std::string kUpdated =
    "A7 02 3800 04000000 "
    "01000000 01 01 E0A4F32A97010000 0000 0D 02 00 00 00 0100 DC05000000000000 "
    "02 00 00 DC05000000000000 0000 11 01 0109000000000000 FFFF "
    "078ADBEC";

/// Sequence 4, `updated`: 1500 Wh, signed, and the public key goes with it.
const std::string kSigned =
    "A7 02 3F00 04000000 "
    "010000000101E0A4F32A97010000000000020000600100DC05000000000000 "
    "010000DC050000000000000000 "
    "01 "
    "06004F434D467C78 "
    "02004553 "
    "04004F434D46 "
    "B0BD431F";
/// Sequence 5, `stop_data`: 1234 Wh at the begin, signed.
const std::string kSignedBegin =
    "A7 41 3D00 05000000 "
    "010000000101E0A4F32A97010000000000020002200000D204000000000000 "
    "010000D2040000000000000000 "
    "00 "
    "06004F434D467C62 "
    "0000 "
    "04004F434D46 "
    "8BA95917";

TEST(Golden, the_log_writes_these_bytes) {
  MemoryStorage storage;
  std::uint8_t scratch[128];
  store::LogRoom room{storage, {scratch, sizeof scratch}};
  store::RecordLog log(room, "log");
  ASSERT_FALSE(log.open());
  log.set_salt(0x1122334455667788U);
  store::RecordBuilder first = log.build();
  first.u32(0).u8(1).u8(1).i64(1748772000000).u16(0).u8(1).u8(2).u8(0).u8(2).u8(2);
  first.u16(0).i64(1234).u8(3).text("TAG1").u8(0);
  ASSERT_EQ(log.append(1, first), Status::ok);
  store::RecordBuilder second = log.build();
  second.u32(1).i64(777);
  ASSERT_EQ(log.append(64, second), Status::ok);
  EXPECT_EQ(storage.areas["log"], bytes(kHeaderBytes + kStarted + kAssigned));
}

TEST(Golden, T08_a_stored_journal_is_read_and_its_transaction_ends) {
  TestStation station;
  station.storage.areas["transactions"] =
      bytes(kHeaderBytes + kStarted + kAssigned + kPopped + kUpdated);
  station.boot();
  ASSERT_EQ(station.sent("StartTransaction").size(), 0U) << "it was delivered";
  ASSERT_EQ(station.sent("MeterValues").size(), 1U);
  const Json values = station.sent("MeterValues")[0];
  EXPECT_EQ(values["transactionId"], 777);
  EXPECT_EQ(values["connectorId"], 1);
  const Json& value = values["meterValue"][0];
  EXPECT_EQ(value["timestamp"], "2025-06-01T10:05:00.000Z");
  EXPECT_EQ(value["sampledValue"][0]["value"], "1500");
  EXPECT_EQ(value["sampledValue"][1]["value"], "230.5");
  EXPECT_EQ(value["sampledValue"][1]["measurand"], "Voltage");
  EXPECT_EQ(value["sampledValue"][1]["phase"], "L1");
  ASSERT_EQ(station.sent("StopTransaction").size(), 1U);
  const Json stop = station.sent("StopTransaction")[0];
  EXPECT_EQ(stop["transactionId"], 777);
  EXPECT_EQ(stop["meterStop"], 1500);
  EXPECT_EQ(stop["reason"], "PowerLoss");
  EXPECT_EQ(stop["timestamp"], "2025-06-01T10:05:00.000Z");
  std::vector<std::string> ids;
  for (const Frame& frame : station.frames) {
    const bool of_transaction = frame.action == "MeterValues" || frame.action == "StopTransaction";
    if (of_transaction) ids.push_back(frame.id);
  }
  EXPECT_EQ(ids,
            (std::vector<std::string>{"1122334455667788t00000004", "1122334455667788t00000005"}))
      << "the salt and the number of the record";
}

TEST(Golden, M09_stored_signed_readings_are_read) {
  TestStation station;
  station.hardware.signing.data = [](std::uint8_t, SigningMoment) { return std::string(); };
  const CustomKey key = {"MeterPublicKey1", "KEY1", true};
  station.settings.keys = {&key, 1};
  station.defaults = {{"PublicKeyWithSignedMeterValue", "OncePerTransaction"}};
  station.storage.areas["transactions"] =
      bytes(kHeaderBytes + kStarted + kAssigned + kPopped + kSigned + kSignedBegin);
  station.boot();
  const Json values = station.sent("MeterValues").at(0);
  EXPECT_EQ(Json::parse(values["meterValue"][0]["sampledValue"][0]["value"].get<std::string>()),
            (Json{{"signedMeterData", "T0NNRnx4"},
                  {"signingMethod", "ES"},
                  {"encodingMethod", "OCMF"},
                  {"publicKey", "KEY1"}}));
  const Json begin = station.sent("StopTransaction").at(0)["transactionData"][0];
  EXPECT_EQ(begin["sampledValue"][0]["context"], "Transaction.Begin");
  EXPECT_EQ(Json::parse(begin["sampledValue"][0]["value"].get<std::string>()),
            (Json{{"signedMeterData", "T0NNRnxi"},
                  {"signingMethod", ""},
                  {"encodingMethod", "OCMF"},
                  {"publicKey", ""}}));
}

/// The header of a log without a salt.
const std::string kPlain = "A7 FF 0D00 01000000 01 0000000000000000 01000000 01759380 ";

TEST(Golden, stored_variables_are_read) {
  TestStation station;
  // FNV-1a of the name in lower case, then the value as text.
  station.storage.areas["variables"] =
      bytes(kPlain + "A7 01 0700 01000000 D20E8C96 0100 37 F9A576F8 " +
            "A7 01 0800 02000000 6CBC5F65 0200 3930 4AD9D672");
  station.boot();
  const Json values =
      station.confirm("GetConfiguration", {{"key", {"ResetRetries", "MeterValueSampleInterval"}}});
  EXPECT_EQ(values["configurationKey"][0]["value"], "7");
  EXPECT_EQ(values["configurationKey"][1]["value"], "90");
}

TEST(Golden, S07_a_stored_availability_is_read) {
  TestStation station;
  station.settings.evses = 2;
  station.storage.areas["availability"] = bytes(kPlain + "A7 01 0200 01000000 02 00 C7DB3A04");
  station.boot();
  EXPECT_EQ(station.statuses(1), std::vector<std::string>{"Available"});
  EXPECT_EQ(station.statuses(2), std::vector<std::string>{"Unavailable"});
}

TEST(Golden, S07_a_stored_availability_of_all_is_read) {
  TestStation station;
  station.settings.evses = 2;
  station.storage.areas["availability"] =
      bytes(kPlain + "A7 02 0200 01000000 00 00 8085810F " + "A7 01 0200 02000000 02 01 FF99A9F5");
  station.boot();
  EXPECT_EQ(station.statuses(0), std::vector<std::string>{"Unavailable"});
  EXPECT_EQ(station.statuses(1), std::vector<std::string>{"Unavailable"});
  EXPECT_EQ(station.statuses(2), std::vector<std::string>{"Available"});
}

#if PLUGPOINT_RESERVATION
TEST(Golden, C07_stored_reservations_are_read) {
  TestStation station;
  station.settings.evses = 2;
  station.on["Authorize"] = [](const Json&) {
    return Json{{"idTagInfo", {{"status", "Accepted"}, {"parentIdTag", "FAMILY"}}}};
  };
  // EVSE 2 is reserved as 7 until 2025-06-01T13:00:00Z, made at 10:00, for OWNER and the group
  // FAMILY; EVSE 1 was, as 8 for OTHER, and is not any more.
  station.storage.areas["reservations"] =
      bytes(kPlain +
            "A7 01 2E00 01000000 02 07000000 80DC932B97010000 0011EF2A97010000 00000000 01000000 "
            "01 0500 4F574E4552 01 0600 46414D494C59 7467C0A5" +
            "A7 01 2800 02000000 01 08000000 80DC932B97010000 0011EF2A97010000 00000000 01000000 "
            "01 0500 4F54484552 00 0000 9A60EA72" +
            "A7 02 0500 03000000 01 08000000 7F21263D");
  station.boot();
  EXPECT_EQ(station.statuses(1), std::vector<std::string>{"Available"});
  EXPECT_EQ(station.statuses(2), std::vector<std::string>{"Reserved"});
  const Reservation& kept = station.station().board(2).reservation;
  EXPECT_EQ(kept.expiry.ms, 1748782800000);
  EXPECT_TRUE(kept.token.text() == Text("OWNER"));
  station.plug(2);
  station.tap("RELATIVE", 2);
  ASSERT_EQ(station.sent("StartTransaction").size(), 1U);
  EXPECT_EQ(station.sent("StartTransaction")[0]["reservationId"], 7);
}
#endif

TEST(Golden, P06_a_stored_profile_is_read) {
  TestStation station;
  // Profile 5 of EVSE 1, level 3, TxDefaultProfile, relative: 16 A on 3 phases, after 600 s 6 A on
  // one.
  station.storage.areas["profiles"] =
      bytes(kPlain + "A7 01 4900 01000000 05000000 00000000 01 03 01 01 00 " +
            "0011EF2A97010000 0000000000000080 0000000000000080 0000000000000080 " +
            "00000000 00000000 0200 00000000 A0000000 03 58020000 3C000000 01 A8C7710D");
  station.boot();
  station.plug();
  station.tap("TAG1");
  station.run(1000);
  EXPECT_EQ(station.hardware.evse().limit.current_ma, 16000);
  station.run(600000);
  EXPECT_EQ(station.hardware.evse().limit.current_ma, 6000);
  EXPECT_EQ(station.hardware.evse().limit.phases, 1);
}

/// The id under which the only call of an action was sent.
std::string id_of(const TestStation& station, const std::string& action) {
  std::string id;
  for (const Frame& frame : station.frames)
    if (frame.type == 2 && frame.action == action) id += frame.id;
  return id;
}

TEST(Golden, P09_a_stored_update_goes_on) {
  TestStation station;
  station.hardware.files.protocols = bit(FileProtocol::http);
  station.hardware.files.download = {ProgressState::running};
  // From 2025-06-01T11:00Z on, 2 retries after 30 s, http://e.org/f; the first try had begun, and
  // Downloading was not told yet.
  station.storage.areas["firmware"] =
      bytes(kPlain + "A7 01 2900 01000000 01 80FF252B97010000 0000000000000080 02000000 1E000000 " +
            "0E00 687474703A2F2F652E6F72672F66 C116F266" +
            "A7 02 0E00 02000000 01 01000000 00000000 01 11000000 8C5C3667");
  station.boot();
  ASSERT_EQ(station.hardware.files.downloads, std::vector<std::string>{"http://e.org/f"});
  ASSERT_EQ(station.sent("FirmwareStatusNotification").size(), 1U);
  EXPECT_EQ(station.sent("FirmwareStatusNotification")[0]["status"], "Downloading");
  EXPECT_EQ(id_of(station, "FirmwareStatusNotification"), "0000000000000000f00000011");
}

TEST(Golden, P10_a_stored_end_of_an_upload_is_told) {
  TestStation station;
  // ftp://e.org/, without retries, is done with; Uploaded was not told yet.
  station.storage.areas["log-upload"] =
      bytes(kPlain + "A7 01 2700 01000000 01 0000000000000080 0000000000000080 00000000 3C000000 " +
            "0C00 6674703A2F2F652E6F72672F 00B1A377" +
            "A7 02 0E00 02000000 00 00000000 00000000 01 12000000 91CB1A35");
  station.boot();
  ASSERT_EQ(station.sent("DiagnosticsStatusNotification").size(), 1U);
  EXPECT_EQ(station.sent("DiagnosticsStatusNotification")[0]["status"], "Uploaded");
  EXPECT_EQ(id_of(station, "DiagnosticsStatusNotification"), "0000000000000000l00000012");
  EXPECT_EQ(station.storage.size("log-upload"), 0U) << "nothing is left to tell";
}

TEST(Golden, another_format_version_is_refused) {
  // As kPlain, with format version 2 and a true CRC.
  MemoryStorage storage;
  storage.areas["log"] = bytes("A7 FF 0D00 01000000 02 0000000000000000 01000000 CF19593D");
  std::uint8_t scratch[64];
  store::LogRoom room{storage, {scratch, sizeof scratch}};
  store::RecordLog log(room, "log");
  EXPECT_EQ(log.open().status, Status::corrupt);
}

TEST(Golden, P09_a_transfer_of_another_format_or_without_a_whole_record_is_dropped_and_said) {
  for (const std::string& stored :
       {std::string("A7 FF 0D00 01000000 02 0000000000000000 01000000 CF19593D"),
        std::string("5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A")}) {
    for (const char* area : {"firmware", "log-upload"}) {
      SCOPED_TRACE(stored + " in " + area);
      TestStation station;
      station.hardware.files.protocols = bit(FileProtocol::http);
      station.storage.areas[area] = bytes(stored);
      station.boot();
      ASSERT_EQ(station.log.errors.size(), 1U);
      EXPECT_NE(station.log.errors[0].find("stored log"), std::string::npos);
      EXPECT_EQ(station.call("UpdateFirmware",
                             {{"location", "http://e.org/f"}, {"retrieveDate", station.utc()}})[0],
                3);
      EXPECT_EQ(station.call("GetDiagnostics", {{"location", "http://e.org/"}})[0], 3);
      station.power_cut();
      station.boot();
      EXPECT_EQ(station.log.errors.size(), 1U) << "what came afterwards is read";
    }
  }
}

/// CRC, hash of the token in lower case, no expiry, age, status, fresh, the two sizes; token,
/// parent. TAG1 is Accepted, TAG2 Blocked and of the group GROUP.
const std::string kListed1 =
    "09780CDD 9AB46EF7 0000000000000080 00000000 01 00 04 00 "
    "544147310000000000000000000000000000000000000000000000000000000000000000 "
    "000000000000000000000000000000000000000000000000000000000000000000000000 ";
const std::string kListed2 =
    "49A4C4C7 20E5676E 0000000000000080 00000000 02 00 04 05 "
    "544147320000000000000000000000000000000000000000000000000000000000000000 "
    "47524F555000000000000000000000000000000000000000000000000000000000000000 ";
/// Magic, version 7, two entries, CRC.
const std::string kFooter = "54535431 07000000 02000000 082F8D8C";

TEST(Golden, a_stored_local_list_is_read) {
  TestStation station;
  station.storage.areas["local-list"] = bytes(kListed2 + kListed1 + kFooter);
  station.defaults = {{"LocalPreAuthorize", "true"}};
  station.boot();
  EXPECT_EQ(station.confirm("GetLocalListVersion", Json::object())["listVersion"], 7);
  station.plug();
  station.tap("TAG2");
  EXPECT_EQ(station.sent("Authorize").size(), 1U) << "not valid, so it is asked about";
  station.network = false;
  station.run(1000);
  station.unplug();
  station.plug();
  station.tap("TAG1");
  EXPECT_TRUE(station.hardware.evse().permitted);
}

/// As kListed1, the first update of a cache.
const std::string kCached =
    "8127753D 9AB46EF7 0000000000000080 01000000 01 01 04 00 "
    "544147310000000000000000000000000000000000000000000000000000000000000000 "
    "000000000000000000000000000000000000000000000000000000000000000000000000 ";

TEST(Golden, a_stored_cache_is_read) {
  for (const bool merged : {false, true}) {
    TestStation station;
    if (merged) {
      station.storage.areas["auth-cache"] = bytes(kListed1 + "54535431010000000100000061895758");
    } else {
      station.storage.areas["auth-cache-in"] = bytes(kCached);
    }
    station.network = false;
    station.boot();
    station.plug();
    station.tap("TAG1");
    EXPECT_TRUE(station.hardware.evse().permitted);
    station.tap("TAG1");
    station.unplug();
    station.plug();
    station.tap("TAG2");
    EXPECT_FALSE(station.hardware.evse().permitted);
  }
}

TEST(Golden, a_list_of_another_format_counts_as_empty) {
  TestStation station;
  // The magic says 2; its CRC is true.
  station.storage.areas["local-list"] =
      bytes(kListed2 + kListed1 + "545354320700000002000000CD1300B5");
  station.boot();
  EXPECT_EQ(station.confirm("GetLocalListVersion", Json::object())["listVersion"], 0);
  EXPECT_EQ(station.log.errors.size(), 1U);
}

}  // namespace
}  // namespace plugpoint::test
