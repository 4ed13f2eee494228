#include "sim/signing_meter.h"

#include <fcntl.h>
#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <stdexcept>

#include "plugpoint/base/base64.h"

namespace plugpoint::sim {

namespace {

struct FreeBio {
  void operator()(BIO* bio) const { BIO_free(bio); }
};
using Bio = std::unique_ptr<BIO, FreeBio>;
struct FreeDigest {
  void operator()(EVP_MD_CTX* digest) const { EVP_MD_CTX_free(digest); }
};

std::string hex(const unsigned char* bytes, std::size_t size) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (std::size_t i = 0; i < size; ++i) {
    text += kDigits[bytes[i] >> 4U];
    text += kDigits[bytes[i] & 15U];
  }
  return text;
}

std::string base64(const std::string& bytes) {
  std::string text;
  for (std::size_t i = 0; i < base64_size(bytes.size()); ++i)
    text += base64_char([&](std::size_t at) { return bytes[at]; }, bytes.size(), i);
  return text;
}

/// Under a new name first, so that no half-written key is ever found.
bool write_private(const std::string& path, const std::string& text) {
  const std::string fresh = path + ".new";
  const int file = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) return false;
  const bool written =
      ::fchmod(file, 0600) == 0 &&
      ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
      ::fsync(file) == 0;
  ::close(file);
  return written && std::rename(fresh.c_str(), path.c_str()) == 0;
}

/// `2026-11-26T12:00:00,000+0000 I`: informative, since nobody sets the simulated meter's clock.
std::string ocmf_time(DateTime utc) {
  char text[kDateTimeTextSize];
  format_date_time(utc, text);
  std::string time(text, sizeof text);
  time.replace(time.find('.'), 1, ",");
  time.replace(time.find('Z'), 1, "+0000 I");
  return time;
}

char ocmf_transaction(SigningMoment moment) {
  if (moment == SigningMoment::begin) return 'B';
  return moment == SigningMoment::end ? 'E' : 'C';
}

std::string in_kwh(std::int64_t wh) {
  char text[32];
  std::snprintf(text, sizeof text, "%lld.%03lld", static_cast<long long>(wh / 1000),
                static_cast<long long>(wh % 1000));
  return text;
}

/// Hexadecimal DER of the signature; empty when OpenSSL fails.
std::string signature(EVP_PKEY* key, const std::string& text) {
  const std::unique_ptr<EVP_MD_CTX, FreeDigest> digest(EVP_MD_CTX_new());
  const auto* const bytes = reinterpret_cast<const unsigned char*>(text.data());
  unsigned char der[128];
  std::size_t size = sizeof der;
  if (!digest || EVP_DigestSignInit(digest.get(), nullptr, EVP_sha256(), nullptr, key) != 1 ||
      EVP_DigestSign(digest.get(), der, &size, bytes, text.size()) != 1)
    return {};
  return hex(der, size);
}

}  // namespace

void SigningMeter::FreeKey::operator()(EVP_PKEY* key) const {
  EVP_PKEY_free(key);
}

SigningMeter::SigningMeter(const std::string& state, std::uint8_t evses) {
  for (unsigned evse = 1; evse <= evses; ++evse)
    meters_.push_back({load_or_make(state + "/meter-key" + std::to_string(evse) + ".pem")});
}

SigningMeter::~SigningMeter() = default;

SigningMeter::PrivateKey SigningMeter::load_or_make(const std::string& path) {
  if (::access(path.c_str(), F_OK) == 0) {
    const Bio file(BIO_new_file(path.c_str(), "r"));
    PrivateKey key(file ? PEM_read_bio_PrivateKey(file.get(), nullptr, nullptr, nullptr) : nullptr);
    if (!key) throw std::runtime_error("the meter's key " + path + " cannot be read");
    return key;
  }
  PrivateKey key(EVP_EC_gen("P-256"));
  const Bio memory(BIO_new(BIO_s_mem()));
  char* text = nullptr;
  if (!key || !memory ||
      PEM_write_bio_PKCS8PrivateKey(memory.get(), key.get(), nullptr, nullptr, 0, nullptr,
                                    nullptr) != 1)
    throw std::runtime_error("cannot make a key for the meter");
  const long size = BIO_get_mem_data(memory.get(), &text);
  if (!write_private(path, {text, static_cast<std::size_t>(size)}))
    throw std::runtime_error("cannot write " + path);
  return key;
}

std::string SigningMeter::public_key(std::uint8_t evse) const {
  unsigned char* der = nullptr;
  const int size = i2d_PUBKEY(meters_[evse - 1U].key.get(), &der);
  if (size <= 0) throw std::runtime_error("cannot encode the meter's public key");
  const std::string digits = hex(der, static_cast<std::size_t>(size));
  OPENSSL_free(der);
  return base64("oca:base16:asn1:" + digits);
}

bool SigningMeter::sign(std::uint8_t evse, SigningMoment moment, std::int64_t register_wh,
                        DateTime utc, SignedReading& reading) {
  Meter& meter = meters_[evse - 1U];
  const std::string payload =
      R"({"FV":"1.0","GI":"Plugpoint simulator","PG":"T)" + std::to_string(++meter.signed_count) +
      R"(","MV":"Plugpoint","MM":"Simulator","MS":")" + std::to_string(evse) +
      R"(","IS":false,"IT":"NONE","RD":[{"TM":")" + ocmf_time(utc) + R"(","TX":")" +
      ocmf_transaction(moment) + R"(","RV":)" + in_kwh(register_wh) +
      R"(,"RI":"1-0:1.8.0","RU":"kWh","ST":"G"}]})";
  const std::string der = signature(meter.key.get(), payload);
  if (der.empty()) return false;
  container_ = "OCMF|" + payload + R"(|{"SA":"ECDSA-secp256r1-SHA256","SD":")" + der + "\"}";
  reading.data = {container_.data(), container_.size()};
  reading.signing_method = "";  // The container tells it.
  reading.encoding_method = "OCMF";
  return true;
}

}  // namespace plugpoint::sim
