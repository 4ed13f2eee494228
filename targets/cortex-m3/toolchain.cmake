# Cortex-M3: Debian's gcc-arm-none-eabi and picolibc-arm-none-eabi.
set(PLUGPOINT_TARGET cortex-m3)
include(${CMAKE_CURRENT_LIST_DIR}/../cxx_headers.cmake)
set(CMAKE_SYSTEM_PROCESSOR arm)
set(CMAKE_C_COMPILER arm-none-eabi-gcc)
set(CMAKE_CXX_COMPILER arm-none-eabi-g++)
set(target_flags "--specs=picolibcpp.specs -mcpu=cortex-m3 -mthumb ${target_flags}")
set(CMAKE_C_FLAGS_INIT "${target_flags}")
set(CMAKE_CXX_FLAGS_INIT
    "${target_flags} -isystem ${cxx_headers} -isystem ${cxx_headers}/arm-none-eabi/thumb/v7-m/nofp ${target_cxx_flags}")
