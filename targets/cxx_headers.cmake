# The headers of the C++ library, which none of the cross compilers brings along for every target:
# those of Debian's libstdc++-arm-none-eabi-dev, which fit any 32-bit target. `./dev` unpacks them
# below build/toolchain where the package is not installed.
set(PLUGPOINT_TOOLCHAIN_ROOT ${CMAKE_CURRENT_LIST_DIR}/../build/toolchain)
set(cxx_headers "")
foreach(root /usr ${PLUGPOINT_TOOLCHAIN_ROOT}/usr)
  if(EXISTS ${root}/include/newlib/c++/12.2.1/arm-none-eabi/bits/c++config.h)
    set(cxx_headers ${root}/include/newlib/c++/12.2.1)
    break()
  endif()
endforeach()
if(NOT cxx_headers)
  message(FATAL_ERROR "There are no C++ headers for ${PLUGPOINT_TARGET}: run ./dev setup ${PLUGPOINT_TARGET}")
endif()

# What all targets have in common.
set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
set(target_flags "-ffunction-sections -fdata-sections -fno-asynchronous-unwind-tables")
set(target_cxx_flags "-fno-exceptions -fno-rtti -fno-threadsafe-statics -fno-use-cxa-atexit")
set(CMAKE_EXE_LINKER_FLAGS_INIT "-Wl,--gc-sections")
# The C driver links: the C++ driver would ask for a libstdc++ that is not there.
set(CMAKE_CXX_LINK_EXECUTABLE
    "<CMAKE_C_COMPILER> <FLAGS> <CMAKE_CXX_LINK_FLAGS> <LINK_FLAGS> -Wl,-Map=<TARGET>.map <OBJECTS> -o <TARGET> <LINK_LIBRARIES>")
