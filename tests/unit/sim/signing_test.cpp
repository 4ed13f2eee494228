// The simulated meter that signs (behaviour M09): its keys, and signatures that hold.
#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <sys/stat.h>

#include <fstream>
#include <functional>
#include <iterator>
#include <memory>

#include "sim/signing_meter.h"
#include "station_host_fixture.h"

namespace plugpoint::sim {
namespace {

std::string from_base64(const std::string& text) {
  std::string bytes(text.size() / 4 * 3, '\0');
  const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                                   reinterpret_cast<const unsigned char*>(text.data()),
                                   static_cast<int>(text.size()));
  const auto padding = static_cast<std::size_t>(std::count(text.begin(), text.end(), '='));
  bytes.resize(size < 0 ? 0 : static_cast<std::size_t>(size) - padding);
  return bytes;
}

std::string from_hex(const std::string& digits) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2)
    bytes += static_cast<char>(std::stoi(digits.substr(i, 2), nullptr, 16));
  return bytes;
}

/// Whether an OCMF container is signed with the key that a publicKey names (§3.2.2).
bool holds(const std::string& container, const std::string& public_key) {
  const std::string content = from_base64(public_key);
  const std::string marker = "oca:base16:asn1:";
  if (content.rfind(marker, 0) != 0) return false;
  const std::string der = from_hex(content.substr(marker.size()));
  const auto* at = reinterpret_cast<const unsigned char*>(der.data());
  const std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> key(
      d2i_PUBKEY(nullptr, &at, static_cast<long>(der.size())), EVP_PKEY_free);
  const auto middle = container.rfind('|');
  if (!key || container.rfind("OCMF|", 0) != 0 || middle < 5) return false;
  const std::string payload = container.substr(5, middle - 5);
  const Json seal = Json::parse(container.substr(middle + 1));
  if (seal.at("SA") != "ECDSA-secp256r1-SHA256") return false;
  const std::string signature = from_hex(seal.at("SD"));
  const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> digest(EVP_MD_CTX_new(),
                                                                  EVP_MD_CTX_free);
  return EVP_DigestVerifyInit(digest.get(), nullptr, EVP_sha256(), nullptr, key.get()) == 1 &&
         EVP_DigestVerify(digest.get(), reinterpret_cast<const unsigned char*>(signature.data()),
                          signature.size(), reinterpret_cast<const unsigned char*>(payload.data()),
                          payload.size()) == 1;
}

std::string sign(SigningMeter& meter, std::uint8_t evse, std::int64_t wh) {
  SignedReading reading;
  EXPECT_TRUE(meter.sign(evse, SigningMoment::begin, wh, DateTime{0}, reading));
  return {reading.data.data(), reading.data.size()};
}

TEST(SigningMeterTest, M09_each_evse_has_a_key_that_stays) {
  TemporaryFolder folder;
  std::string first;
  {
    SigningMeter meter(folder.file(""), 2);
    first = meter.public_key(1);
    EXPECT_NE(first, meter.public_key(2));
    EXPECT_LE(first.size(), 500U);
  }
  SigningMeter again(folder.file(""), 2);
  EXPECT_EQ(again.public_key(1), first);
  EXPECT_TRUE(holds(sign(again, 1, 1234), first));
  EXPECT_FALSE(holds(sign(again, 2, 1234), first));
}

TEST(SigningMeterTest, M09_keys_are_readable_by_their_owner_alone) {
  TemporaryFolder folder;
  const SigningMeter meter(folder.file(""), 1);
  struct stat facts {};
  ASSERT_EQ(::stat(folder.file("meter-key1.pem").c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777U, 0600U);
}

TEST(SigningMeterTest, M09_a_damaged_key_is_named) {
  TemporaryFolder folder;
  std::ofstream(folder.file("meter-key1.pem")) << "nothing";
  try {
    const SigningMeter meter(folder.file(""), 1);
    FAIL() << "taken";
  } catch (const std::runtime_error& error) {
    EXPECT_NE(std::string(error.what()).find("meter-key1.pem"), std::string::npos);
  }
}

TEST(SigningMeterTest, M09_the_container_tells_the_reading) {
  TemporaryFolder folder;
  SigningMeter meter(folder.file(""), 1);
  const std::string container = sign(meter, 1, 1205);
  const Json payload = Json::parse(container.substr(5, container.rfind('|') - 5));
  EXPECT_EQ(payload["RD"][0]["TM"], "1970-01-01T00:00:00,000+0000 I");
  EXPECT_EQ(payload["RD"][0]["TX"], "B");
  EXPECT_EQ(payload["RD"][0]["RV"], 1.205);
  EXPECT_EQ(payload["RD"][0]["RU"], "kWh");
  EXPECT_LE(container.size(), SignedReading::kMaxData);
  std::string forged = container;
  forged.replace(forged.find("1.205"), 5, "1.204");
  EXPECT_TRUE(holds(container, meter.public_key(1)));
  EXPECT_FALSE(holds(forged, meter.public_key(1)));
}

TEST(SigningMeterTest, M09_its_keys_need_no_others_of_the_name) {
  Options options;
  options.url = "ws://h";
  options.id = "CP1";
  options.keys = {{"meterpublickey1", "x", true}};
  EXPECT_FALSE(checked(options).signing_meter);
  options.signing_meter = true;
  EXPECT_THROW(checked(options), UsageError);
}

/// A station with this meter.
class SigningStationTest : public StationHostTest {
 protected:
  void start_signing(const std::vector<VariableValue>& variables) {
    StationOptions given = options("CP1");
    given.given.variables.insert(given.given.variables.end(), variables.begin(), variables.end());
    given.given.signing_meter = true;
    start(checked(given.given));
  }
};

TEST_F(SigningStationTest, M09_what_is_sent_holds_against_the_public_key) {
  start_signing({{"SampledDataSignReadings", "true"},
                 {"SampledDataSignStartedReadings", "true"},
                 {"StartTxnSampledData", "Energy.Active.Import.Register"},
                 {"PublicKeyWithSignedMeterValue", "EveryMeterValue"}});
  start_transaction();
  ASSERT_TRUE(until([&] { return seen("MeterValues") >= 1; }));
  ASSERT_TRUE(ok(R"({"cmd":"swipe","token":"TAG"})"));
  ASSERT_TRUE(until([&] { return seen("StopTransaction") == 1; }));
  std::vector<Json> sets = last("StopTransaction")["transactionData"];
  ASSERT_EQ(sets.size(), 2U);
  sets.push_back(last("MeterValues")["meterValue"][0]);
  for (const Json& set : sets) {
    const Json& sample = set["sampledValue"][0];
    ASSERT_EQ(sample["format"], "SignedData") << set;
    const Json value = Json::parse(sample["value"].get<std::string>());
    EXPECT_EQ(value["encodingMethod"], "OCMF");
    EXPECT_EQ(value["signingMethod"], "");
    EXPECT_TRUE(holds(from_base64(value["signedMeterData"]), value["publicKey"])) << value;
  }
  const ChargePoint& station = *host->station();
  ValueRoom room;
  const auto index = station.variables().find("MeterPublicKey1");
  ASSERT_NE(index, kNoVariable);
  const Text shown = station.variables().value(index, room);
  const Json value = Json::parse(sets[0]["sampledValue"][0]["value"].get<std::string>());
  EXPECT_EQ(value["publicKey"], std::string(shown.data(), shown.size()));
}

}  // namespace
}  // namespace plugpoint::sim
