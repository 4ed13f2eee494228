/* A central system in memory that accepts everything, for tests in C. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct Central central_t;

central_t* central_new(void);
/* From now on it sends back what it gets, as an echo server does. */
void central_echo(central_t* central);
void central_free(central_t* central);
/* Takes bytes of the station. */
void central_receive(central_t* central, const uint8_t* bytes, size_t count);
/* Bytes for the station that wait; `central_taken` takes them off. */
const uint8_t* central_waiting(const central_t* central, size_t* count);
void central_taken(central_t* central, size_t count);
/* Sends a message, given as JSON text. */
void central_send(central_t* central, const char* text);
/* How often the station called an action. */
int central_calls(const central_t* central, const char* action);
/* The payload of the last call of an action, as JSON text; "" when there was none. */
const char* central_last(const central_t* central, const char* action);

#ifdef __cplusplus
}
#endif
