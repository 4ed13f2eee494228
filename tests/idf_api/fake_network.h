// The network of ESP-IDF on the host's sockets: name resolution that a test answers, and a TLS that
// seals nothing, but takes two rounds for its handshake.
#pragma once

#include <string>
#include <vector>

namespace plugpoint::test {

struct FakeNetwork {
  /// The address of every name; empty: names are unknown.
  std::string address = "127.0.0.1";
  bool resolver_answers = true;  ///< False: questions stay open until `answer_now`.
  bool tls_accepts = true;       ///< The certificate is right.
  std::vector<std::string> asked;
  std::vector<std::string> log;
  std::string tls_host;  ///< What the certificate was checked against.
  bool tls_bundle = false;
  std::string tls_authorities;
  int tls_open = 0;  ///< Sessions that were made and not destroyed.

  /// Answers the question that is open.
  void answer_now();
};

FakeNetwork& fake_network();

}  // namespace plugpoint::test
