// BearSSL itself, from the package libbearssl-dev, and the calls that the core wraps so that they
// run on BearSSL's own stack.
#pragma once

extern "C" {
#include <bearssl.h>

unsigned char* thunk_br_ssl_engine_recvapp_buf(const br_ssl_engine_context* cc, size_t* len);
void thunk_br_ssl_engine_recvapp_ack(br_ssl_engine_context* cc, size_t len);
unsigned char* thunk_br_ssl_engine_recvrec_buf(const br_ssl_engine_context* cc, size_t* len);
void thunk_br_ssl_engine_recvrec_ack(br_ssl_engine_context* cc, size_t len);
unsigned char* thunk_br_ssl_engine_sendapp_buf(const br_ssl_engine_context* cc, size_t* len);
void thunk_br_ssl_engine_sendapp_ack(br_ssl_engine_context* cc, size_t len);
unsigned char* thunk_br_ssl_engine_sendrec_buf(const br_ssl_engine_context* cc, size_t* len);
void thunk_br_ssl_engine_sendrec_ack(br_ssl_engine_context* cc, size_t len);
}
