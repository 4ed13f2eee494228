// What the port uses of ESP-IDF's esp_tls.h (5.1 to 5.5), from its documentation. The real struct
// has more members.
#pragma once

#include <sys/types.h>

#include <cstddef>

#include "esp_err.h"

#define ESP_TLS_ERR_SSL_WANT_READ (-0x6900)
#define ESP_TLS_ERR_SSL_WANT_WRITE (-0x6880)

extern "C" {

enum esp_tls_conn_state_t {
  ESP_TLS_INIT = 0,
  ESP_TLS_CONNECTING,
  ESP_TLS_HANDSHAKE,
  ESP_TLS_FAIL,
  ESP_TLS_DONE,
};

struct esp_tls_cfg_t {
  const unsigned char* cacert_buf;
  unsigned int cacert_bytes;
  const unsigned char* clientcert_buf;
  unsigned int clientcert_bytes;
  const unsigned char* clientkey_buf;
  unsigned int clientkey_bytes;
  bool non_block;
  int timeout_ms;
  const char* common_name;
  bool skip_common_name;
  esp_err_t (*crt_bundle_attach)(void* conf);
  bool is_plain_tcp;
};

typedef struct esp_tls esp_tls_t;

esp_tls_t* esp_tls_init(void);
int esp_tls_conn_new_async(const char* hostname, int hostlen, int port, const esp_tls_cfg_t* cfg,
                           esp_tls_t* tls);
ssize_t esp_tls_conn_read(esp_tls_t* tls, void* data, std::size_t datalen);
ssize_t esp_tls_conn_write(esp_tls_t* tls, const void* data, std::size_t datalen);
int esp_tls_conn_destroy(esp_tls_t* tls);
ssize_t esp_tls_get_bytes_avail(esp_tls_t* tls);
esp_err_t esp_tls_set_conn_sockfd(esp_tls_t* tls, int sockfd);
esp_err_t esp_tls_set_conn_state(esp_tls_t* tls, esp_tls_conn_state_t conn_state);
}
