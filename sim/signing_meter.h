// The signing side of simulated meters: OCMF containers, ECDSA on secp256r1 with SHA-256.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "plugpoint/port.h"

struct evp_pkey_st;  // EVP_PKEY of OpenSSL.

namespace plugpoint::sim {

/// One meter for each EVSE, each with a key pair of its own in `meter-key<evse>.pem` of the state
/// folder. Only the file's owner may read it.
class SigningMeter {
 public:
  /// Reads the keys, or makes those that are missing. Throws std::runtime_error with a clear text
  /// when one cannot be used.
  SigningMeter(const std::string& state, std::uint8_t evses);
  ~SigningMeter();

  /// What MeterPublicKey<evse> shows: "Signed Meter Values in OCPP" 1.0, §3.2.2.
  std::string public_key(std::uint8_t evse) const;
  /// Signs a reading in Wh at a time in UTC. The texts are valid until the next call. False when
  /// OpenSSL fails.
  bool sign(std::uint8_t evse, SigningMoment moment, std::int64_t register_wh, DateTime utc,
            SignedReading& reading);

 private:
  struct FreeKey {
    void operator()(evp_pkey_st* key) const;
  };
  using PrivateKey = std::unique_ptr<evp_pkey_st, FreeKey>;
  struct Meter {
    PrivateKey key;
    std::uint32_t signed_count = 0;
  };
  static PrivateKey load_or_make(const std::string& path);

  std::vector<Meter> meters_;
  std::string container_;
};

}  // namespace plugpoint::sim
