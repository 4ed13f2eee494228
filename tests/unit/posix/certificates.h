// Certificates that live as long as a test.
#pragma once

#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>

namespace plugpoint::posix {

/// A private key with a certificate; signed by an authority, or by itself.
class Identity {
 public:
  /// `names`: subjectAltName, like "DNS:localhost,IP:127.0.0.1"; empty makes an authority.
  Identity(const std::string& common_name, const std::string& names,
           const Identity* issuer = nullptr, long valid_from_s = -3600, long valid_to_s = 3600)
      : key_(EVP_EC_gen("P-256"), EVP_PKEY_free), certificate_(X509_new(), X509_free) {
    X509* certificate = certificate_.get();
    static long serial = 0;
    X509_set_version(certificate, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), ++serial);
    X509_gmtime_adj(X509_getm_notBefore(certificate), valid_from_s);
    X509_gmtime_adj(X509_getm_notAfter(certificate), valid_to_s);
    X509_set_pubkey(certificate, key_.get());
    X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_UTF8,
                               reinterpret_cast<const unsigned char*>(common_name.c_str()), -1, -1,
                               0);
    const Identity& signer = issuer ? *issuer : *this;
    X509_set_issuer_name(certificate, X509_get_subject_name(signer.certificate_.get()));
    if (names.empty()) {
      extend(NID_basic_constraints, "critical,CA:TRUE");
    } else {
      extend(NID_subject_alt_name, names);
    }
    X509_sign(certificate, signer.key_.get(), EVP_sha256());
  }

  X509* certificate() const { return certificate_.get(); }
  EVP_PKEY* key() const { return key_.get(); }

  void write_certificate(const std::string& path) const {
    FILE* file = fopen(path.c_str(), "w");
    PEM_write_X509(file, certificate());
    fclose(file);
  }
  void write_key(const std::string& path) const {
    FILE* file = fopen(path.c_str(), "w");
    PEM_write_PrivateKey(file, key(), nullptr, nullptr, 0, nullptr, nullptr);
    fclose(file);
  }

 private:
  void extend(int kind, const std::string& value) {
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, kind, value.c_str());
    X509_add_ext(certificate_.get(), extension, -1);
    X509_EXTENSION_free(extension);
  }

  std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> key_;
  std::unique_ptr<X509, void (*)(X509*)> certificate_;
};

}  // namespace plugpoint::posix
