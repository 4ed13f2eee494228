/* Start-up of a program on qemu-system-xtensa -M sim -cpu lx106 (call0 ABI). */

        .section .vectors, "ax"
        .align 256
        .global _vectors
_vectors:
        .org 0x10
        j   fault                 /* debug */
        .org 0x20
        j   fault                 /* NMI */
        .org 0x30
        j   fault                 /* kernel exception */
        .org 0x50
        j   fault                 /* user exception */
        .org 0x70
        j   fault                 /* double exception */
        .org 0x80

/* The emulator starts a core at its reset vector and not at the program's entry. */
        .section .reset, "ax"
        .global _reset
_reset: j   1f
        .align 4
2:      .word _start
1:      l32r a0, 2b
        jx  a0

        .section .text._start, "ax"
        .literal_position
        .global _start
        .type _start, @function
_start:
        movi a2, _vectors
        wsr  a2, vecbase
        movi a2, 0                /* PS: no interrupt masked, no exception under way */
        wsr  a2, ps
        rsync
        movi a1, __stack
        movi a0, 0
        call0 target_start
1:      j   1b

        .section .iram.text, "ax"
        .literal_position
        .type fault, @function
fault:
        movi a1, __stack          /* the program is dead: its stack is free */
        rsr  a2, exccause
        rsr  a3, epc1
        rsr  a4, excvaddr
        movi a5, 0x20             /* a fault inside the report is a fault again */
        wsr  a5, ps
        rsync
        movi a5, target_fault
        callx0 a5
1:      j   1b

/* long simcall(long number, long, long, long): a request to the emulator; simcall_errno tells why
   it failed. */
        .section .text.simcall, "ax"
        .literal_position
        .global simcall
        .type simcall, @function
simcall:
        simcall
        movi a4, simcall_errno
        s32i a3, a4, 0
        ret
