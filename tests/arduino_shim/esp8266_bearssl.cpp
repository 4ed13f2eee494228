// What the core adds to BearSSL: calls on a stack of their own (here the only one), and the list of
// certificates.
#include <string>
#include <vector>

#include "ESP8266WiFi.h"

extern "C" {
unsigned char* thunk_br_ssl_engine_recvapp_buf(const br_ssl_engine_context* cc, size_t* len) {
  return br_ssl_engine_recvapp_buf(cc, len);
}
void thunk_br_ssl_engine_recvapp_ack(br_ssl_engine_context* cc, size_t len) {
  br_ssl_engine_recvapp_ack(cc, len);
}
unsigned char* thunk_br_ssl_engine_recvrec_buf(const br_ssl_engine_context* cc, size_t* len) {
  return br_ssl_engine_recvrec_buf(cc, len);
}
void thunk_br_ssl_engine_recvrec_ack(br_ssl_engine_context* cc, size_t len) {
  br_ssl_engine_recvrec_ack(cc, len);
}
unsigned char* thunk_br_ssl_engine_sendapp_buf(const br_ssl_engine_context* cc, size_t* len) {
  return br_ssl_engine_sendapp_buf(cc, len);
}
void thunk_br_ssl_engine_sendapp_ack(br_ssl_engine_context* cc, size_t len) {
  br_ssl_engine_sendapp_ack(cc, len);
}
unsigned char* thunk_br_ssl_engine_sendrec_buf(const br_ssl_engine_context* cc, size_t* len) {
  return br_ssl_engine_sendrec_buf(cc, len);
}
void thunk_br_ssl_engine_sendrec_ack(br_ssl_engine_context* cc, size_t len) {
  br_ssl_engine_sendrec_ack(cc, len);
}
}

namespace {

using Octets = std::vector<unsigned char>;

void append(void* into, const void* bytes, size_t size) {
  auto* const first = static_cast<const unsigned char*>(bytes);
  static_cast<Octets*>(into)->insert(static_cast<Octets*>(into)->end(), first, first + size);
}

/// The DER of each certificate of a PEM text.
std::vector<Octets> certificates_of(const char* pem) {
  std::vector<Octets> found;
  std::string text = std::string(pem) + "\n";
  br_pem_decoder_context decoder;
  br_pem_decoder_init(&decoder);
  const char* at = text.data();
  for (size_t left = text.size(); left > 0;) {
    const size_t taken = br_pem_decoder_push(&decoder, at, left);
    at += taken;
    left -= taken;
    const int event = br_pem_decoder_event(&decoder);
    if (event == BR_PEM_BEGIN_OBJ) {
      found.emplace_back();
      br_pem_decoder_setdest(&decoder, append, &found.back());
    }
  }
  return found;
}

/// Copied to where it stays: trust anchors point to it. Never freed, as long as the process runs.
unsigned char* keep(const void* bytes, size_t size) {
  auto* const copy = new unsigned char[size];
  std::memcpy(copy, bytes, size);
  return copy;
}

br_x509_trust_anchor anchor_of(const Octets& der) {
  Octets name;
  br_x509_decoder_context decoder;
  br_x509_decoder_init(&decoder, append, &name);
  br_x509_decoder_push(&decoder, der.data(), der.size());
  br_x509_trust_anchor anchor{};
  anchor.dn = {keep(name.data(), name.size()), name.size()};
  anchor.flags = br_x509_decoder_isCA(&decoder) ? BR_X509_TA_CA : 0U;
  const br_x509_pkey* const key = br_x509_decoder_get_pkey(&decoder);
  if (!key) return anchor;
  anchor.pkey = *key;
  if (key->key_type == BR_KEYTYPE_RSA) {
    anchor.pkey.key.rsa.n = keep(key->key.rsa.n, key->key.rsa.nlen);
    anchor.pkey.key.rsa.e = keep(key->key.rsa.e, key->key.rsa.elen);
  } else {
    anchor.pkey.key.ec.q = keep(key->key.ec.q, key->key.ec.qlen);
  }
  return anchor;
}
}  // namespace

namespace BearSSL {

X509List::X509List() = default;
X509List::X509List(const char* pem) {
  append(pem);
}
X509List::~X509List() {
  delete[] _ta;
}
bool X509List::append(const char* pem) {
  const std::vector<Octets> all = certificates_of(pem);
  auto* const anchors = new br_x509_trust_anchor[_count + all.size()];
  for (size_t i = 0; i < _count; ++i)
    anchors[i] = _ta[i];
  for (const Octets& der : all)
    anchors[_count++] = anchor_of(der);
  delete[] _ta;
  _ta = anchors;
  return !all.empty();
}

}  // namespace BearSSL
