# 32-bit RISC-V with compressed instructions, as in the ESP32-C3: Debian's gcc-riscv64-unknown-elf and
# picolibc-riscv64-unknown-elf.
set(PLUGPOINT_TARGET rv32imc)
include(${CMAKE_CURRENT_LIST_DIR}/../cxx_headers.cmake)
set(CMAKE_SYSTEM_PROCESSOR riscv32)
set(CMAKE_C_COMPILER riscv64-unknown-elf-gcc)
set(CMAKE_CXX_COMPILER riscv64-unknown-elf-g++)
set(target_flags "--specs=picolibcpp.specs -march=rv32imc -mabi=ilp32 ${target_flags}")
set(CMAKE_C_FLAGS_INIT "${target_flags}")
set(CMAKE_CXX_FLAGS_INIT
    "${target_flags} -isystem ${cxx_headers} -isystem ${cxx_headers}/arm-none-eabi ${target_cxx_flags}")
