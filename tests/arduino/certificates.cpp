// Writes the certificates of the TLS test: an authority, and servers that are right or wrong in one
// way each. usage: certificates FOLDER
#include "unit/posix/certificates.h"

#include <cstdio>

using plugpoint::posix::Identity;

namespace {
void write(const Identity& identity, const std::string& folder, const std::string& name) {
  identity.write_certificate(folder + "/" + name + ".pem");
  identity.write_key(folder + "/" + name + ".key");
}
}  // namespace

int main(int, char** argv) {
  const std::string folder = argv[1];
  constexpr long kHour = 3600;
  const Identity authority("Test CA", "");
  const std::string host = "DNS:csms.example.org";
  write(authority, folder, "ca");
  write(Identity("csms.example.org", host, &authority), folder, "right");
  write(Identity("csms.example.org", "DNS:other.example.org", &authority), folder, "other_name");
  write(Identity("csms.example.org", host, &authority, -2 * kHour, -kHour), folder, "expired");
  write(Identity("csms.example.org", host), folder, "self_signed");
}
