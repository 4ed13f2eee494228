# The ESP8266's core: Xtensa LX106, Debian's gcc-xtensa-lx106 and picolibc-xtensa-lx106-elf.
set(PLUGPOINT_TARGET lx106)
include(${CMAKE_CURRENT_LIST_DIR}/../cxx_headers.cmake)
set(CMAKE_SYSTEM_PROCESSOR xtensa)
set(CMAKE_C_COMPILER xtensa-lx106-elf-gcc)
set(CMAKE_CXX_COMPILER xtensa-lx106-elf-g++)
set(CMAKE_ASM_COMPILER xtensa-lx106-elf-gcc)
# The tables of a switch would lie among the constants, which there take RAM.
string(APPEND target_flags
       " -fno-jump-tables -fno-tree-switch-conversion -DPLUGPOINT_SWITCH_FLAGS")
set(target_flags
    "-specs=/usr/lib/xtensa-lx106-elf/picolibcpp.specs -mlongcalls ${target_flags}")
set(CMAKE_C_FLAGS_INIT "${target_flags}")
set(CMAKE_ASM_FLAGS_INIT "-mlongcalls")
set(CMAKE_CXX_FLAGS_INIT
    "${target_flags} -isystem ${cxx_headers} -isystem ${cxx_headers}/arm-none-eabi ${target_cxx_flags}")
# Calls that turn out to be near shrink, and what follows them moves up.
string(APPEND CMAKE_EXE_LINKER_FLAGS_INIT " -Wl,--size-opt")
