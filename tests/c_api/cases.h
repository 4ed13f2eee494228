/* The cases of the C API's tests, and what they share. */
#ifndef PLUGPOINT_TESTS_C_API_CASES_H
#define PLUGPOINT_TESTS_C_API_CASES_H

#include <stdbool.h>
#include <stdio.h>

#include "rig.h"

/* Checks that failed so far. */
extern int failures;

#define CHECK(condition)                                                      \
  do {                                                                        \
    if (!(condition)) {                                                       \
      ++failures;                                                             \
      fprintf(stderr, "%s:%d: failed: %s\n", __FILE__, __LINE__, #condition); \
    }                                                                         \
  } while (0)

/* Whether a text has these bytes. */
bool is(plugpoint_text_t text, const char* expected);
/* A rig whose station has booted; `ended` frees it. Ends the program when it does not start. */
rig_t* started(const char* id);
void ended(rig_t* rig);

/* refusals.c */
void bad_arguments(void);
void null_charge_point(void);
void versions(void);
void any_alignment(void);
/* installer.c */
void sets_variables(void);
void rewrites_storage(void);
void adds_tokens(void);
/* files.c */
void moves_files(void);
/* signing.c */
void signs(void);

#endif
