// lwIP 2: the callback interface of TCP.
#pragma once

#include "lwip/err.h"
#include "lwip/ip_addr.h"
#include "lwip/pbuf.h"

#define TCP_WRITE_FLAG_COPY 0x01
#define TCP_SND_QUEUELEN 8

extern "C" {
struct tcp_pcb;
typedef err_t (*tcp_connected_fn)(void* argument, struct tcp_pcb* pcb, err_t error);
typedef err_t (*tcp_recv_fn)(void* argument, struct tcp_pcb* pcb, struct pbuf* buffers,
                             err_t error);
typedef void (*tcp_err_fn)(void* argument, err_t error);

struct tcp_pcb* tcp_new(void);
void tcp_arg(struct tcp_pcb* pcb, void* argument);
void tcp_err(struct tcp_pcb* pcb, tcp_err_fn failed);
void tcp_recv(struct tcp_pcb* pcb, tcp_recv_fn arrived);
void tcp_recved(struct tcp_pcb* pcb, uint16_t size);
err_t tcp_connect(struct tcp_pcb* pcb, const ip_addr_t* address, uint16_t port,
                  tcp_connected_fn connected);
err_t tcp_write(struct tcp_pcb* pcb, const void* bytes, uint16_t size, uint8_t flags);
err_t tcp_output(struct tcp_pcb* pcb);
err_t tcp_close(struct tcp_pcb* pcb);
void tcp_abort(struct tcp_pcb* pcb);
// Macros in lwIP.
uint16_t tcp_sndbuf(const struct tcp_pcb* pcb);
uint16_t tcp_sndqueuelen(const struct tcp_pcb* pcb);
void tcp_nagle_disable(struct tcp_pcb* pcb);
}
