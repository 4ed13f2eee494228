// In a file of its own, so that a sketch without TLS does not link any.
#if defined(ARDUINO)

#include "plugpoint/port_arduino/facade.h"
#include "plugpoint/port_arduino/tls_stream.h"

namespace plugpoint::facade {

void use_ca_certificate(const char* pem) {
  // Like the station, it lives as long as the sketch.
  use_secure_stream(*new arduino::TlsStream(pem));
}

}  // namespace plugpoint::facade

#endif  // ARDUINO
