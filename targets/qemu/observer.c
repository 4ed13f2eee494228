// A plugin for QEMU 7.2 that counts the instructions a target executes, and finds what the emulated
// LX106 forgives while an ESP8266 traps: loads and stores of flash and IRAM that are narrower than
// 32 bits. Unaligned 32-bit accesses trap in QEMU as they do on the chip.
//
// Options: out=FILE (required), check=on, mark=ADDRESS (the count is noted each time that the
// instruction there is reached). QEMU ships no header for plugins; what is used is declared here.
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EXPORTED __attribute__((visibility("default")))

typedef uint64_t qemu_plugin_id_t;
typedef uint32_t qemu_plugin_meminfo_t;
struct qemu_plugin_tb;
struct qemu_plugin_insn;
enum { kAddU64 = 0, kNoRegisters = 0, kLoadsAndStores = 3 };

EXPORTED int qemu_plugin_version = 1;
void qemu_plugin_register_vcpu_tb_trans_cb(qemu_plugin_id_t,
                                           void (*)(qemu_plugin_id_t, struct qemu_plugin_tb*));
void qemu_plugin_register_vcpu_tb_exec_inline(struct qemu_plugin_tb*, int operation, void* counter,
                                              uint64_t value);
void qemu_plugin_register_vcpu_insn_exec_cb(struct qemu_plugin_insn*, void (*)(unsigned, void*),
                                            int flags, void*);
void qemu_plugin_register_vcpu_mem_cb(struct qemu_plugin_insn*,
                                      void (*)(unsigned, qemu_plugin_meminfo_t, uint64_t, void*),
                                      int flags, int which, void*);
void qemu_plugin_register_atexit_cb(qemu_plugin_id_t, void (*)(qemu_plugin_id_t, void*), void*);
size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb*);
struct qemu_plugin_insn* qemu_plugin_tb_get_insn(const struct qemu_plugin_tb*, size_t);
uint64_t qemu_plugin_insn_vaddr(const struct qemu_plugin_insn*);
const void* qemu_plugin_insn_data(const struct qemu_plugin_insn*);
unsigned qemu_plugin_mem_size_shift(qemu_plugin_meminfo_t);
bool qemu_plugin_mem_is_store(qemu_plugin_meminfo_t);

static FILE* out;
static bool check;
static uint64_t marked;
static uint64_t executed;
static uint64_t findings;

static bool only_words(uint64_t address) {
  return (address >= 0x40100000 && address < 0x40108000) ||
         (address >= 0x40200000 && address < 0x40300000);
}

static void narrow_access(unsigned cpu, qemu_plugin_meminfo_t info, uint64_t address, void* at) {
  (void)cpu;
  if (!only_words(address)) return;
  if (++findings > 20) return;
  fprintf(out, "narrow %08" PRIx64 " %08" PRIx64 " %u %s\n", (uint64_t)(uintptr_t)at, address,
          1U << qemu_plugin_mem_size_shift(info),
          qemu_plugin_mem_is_store(info) ? "store" : "load");
}

static void reached(unsigned cpu, void* unused) {
  (void)cpu;
  (void)unused;
  fprintf(out, "mark %" PRIu64 "\n", executed);
}

/// Whether an instruction of the LX106 loads or stores 8 or 16 bits: l8ui, l16ui, l16si, s8i, s16i.
static bool is_narrow(const struct qemu_plugin_insn* instruction) {
  const uint8_t* const bytes = qemu_plugin_insn_data(instruction);
  if ((bytes[0] & 0x0F) != 2) return false;
  const unsigned operation = bytes[1] >> 4;
  return operation == 0 || operation == 1 || operation == 9 || operation == 4 || operation == 5;
}

static void translated(qemu_plugin_id_t id, struct qemu_plugin_tb* block) {
  (void)id;
  const size_t count = qemu_plugin_tb_n_insns(block);
  qemu_plugin_register_vcpu_tb_exec_inline(block, kAddU64, &executed, count);
  for (size_t i = 0; i < count; ++i) {
    struct qemu_plugin_insn* const instruction = qemu_plugin_tb_get_insn(block, i);
    const uint64_t at = qemu_plugin_insn_vaddr(instruction);
    if (check && is_narrow(instruction))
      qemu_plugin_register_vcpu_mem_cb(instruction, narrow_access, kNoRegisters, kLoadsAndStores,
                                       (void*)(uintptr_t)at);
    if (marked && at == marked)
      qemu_plugin_register_vcpu_insn_exec_cb(instruction, reached, kNoRegisters, NULL);
  }
}

static void finish(qemu_plugin_id_t id, void* unused) {
  (void)id;
  (void)unused;
  fprintf(out, "instructions %" PRIu64 "\nfindings %" PRIu64 "\n", executed, findings);
  fclose(out);
}

EXPORTED int qemu_plugin_install(qemu_plugin_id_t id, const void* info, int argc, char** argv) {
  (void)info;
  for (int i = 0; i < argc; ++i) {
    if (strcmp(argv[i], "check=on") == 0) check = true;
    if (strncmp(argv[i], "mark=", 5) == 0) marked = strtoull(argv[i] + 5, NULL, 0);
    if (strncmp(argv[i], "out=", 4) == 0) out = fopen(argv[i] + 4, "w");
  }
  if (!out) return -1;
  setvbuf(out, NULL, _IOLBF, 0);
  qemu_plugin_register_vcpu_tb_trans_cb(id, translated);
  qemu_plugin_register_atexit_cb(id, finish, NULL);
  return 0;
}
