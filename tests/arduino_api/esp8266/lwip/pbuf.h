// lwIP 2: packet buffers.
#pragma once

#include <stdint.h>

extern "C" {
struct pbuf {
  struct pbuf* next;
  void* payload;
  uint16_t tot_len;
  uint16_t len;
  uint8_t type_internal;
  uint8_t flags;
  uint16_t ref;
};
void pbuf_ref(struct pbuf* buffer);
uint8_t pbuf_free(struct pbuf* buffer);
void pbuf_cat(struct pbuf* head, struct pbuf* tail);
}
