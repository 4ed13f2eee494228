# The part of the C++ library that is more than headers (texts, maps, hash tables), and floating-point
# arithmetic of the LX106, which is in the ESP8266's mask ROM: for the programs of the tests, from
# Debian's gcc-12-source, which ./dev unpacks below build/toolchain. The library needs neither.
set(gcc ${PROJECT_SOURCE_DIR}/build/toolchain/gcc)
if(NOT EXISTS ${gcc}/.unpacked)
  message(FATAL_ERROR "There is no ${gcc}: run ./dev setup ${PLUGPOINT_TARGET}")
endif()

set(cxx_sources "")
foreach(name c++98/list.cc c++98/tree.cc c++11/hashtable_c++0x.cc c++11/string-inst.cc
             c++17/string-inst.cc c++11/shared_ptr.cc c++11/cow-stdexcept.cc
             c++11/cow-string-inst.cc c++98/stdexcept.cc)
  list(APPEND cxx_sources ${gcc}/libstdc++-v3/src/${name})
endforeach()
add_library(target_libstdcxx STATIC ${cxx_sources} ${gcc}/libstdc++-v3/libsupc++/hash_bytes.cc
                                    ${gcc}/libstdc++-v3/libsupc++/eh_exception.cc)
target_include_directories(target_libstdcxx PRIVATE ${gcc}/libstdc++-v3/libsupc++
                                                    ${gcc}/libstdc++-v3/include)
target_compile_definitions(target_libstdcxx PRIVATE _GLIBCXX_SHARED)
target_compile_options(target_libstdcxx PRIVATE -w -std=gnu++17)
set_target_properties(target_libstdcxx PROPERTIES CXX_STANDARD 17 CXX_EXTENSIONS ON)

if(PLUGPOINT_TARGET STREQUAL lx106)
  # The configuration of the core, from that of a bigger Xtensa.
  file(READ ${gcc}/include/xtensa-config.h config)
  foreach(feature BE DIV32 MINMAX SEXT LOOPS THREADPTR RELEASE_SYNC S32C1I WINDOWED)
    string(REGEX REPLACE "(XCHAL_HAVE_${feature}[ \t]+)1" "\\10" config "${config}")
  endforeach()
  string(REGEX REPLACE "(XCHAL_NUM_AREGS[ \t]+)32" "\\116" config "${config}")
  string(REGEX REPLACE "(XCHAL_HAVE_ABS[ \t]+)0" "\\11" config "${config}")
  foreach(name xtensa-config.h xtensa-config-builtin.h)
    file(WRITE ${CMAKE_CURRENT_BINARY_DIR}/rom/${name} "${config}")
  endforeach()
  set(rom_objects "")
  foreach(function addsubsf3 mulsf3 fixunssfsi floatsisf addsubdf3 muldf3 divdf3 fixdfsi fixunsdfsi
                   floatsidf truncdfsf2 extendsfdf2)
    set(object ${CMAKE_CURRENT_BINARY_DIR}/rom/${function}.o)
    add_custom_command(OUTPUT ${object}
                       COMMAND ${CMAKE_C_COMPILER} -mlongcalls -I${CMAKE_CURRENT_BINARY_DIR}/rom
                               -DL_${function} -x assembler-with-cpp
                               -c ${gcc}/libgcc/config/xtensa/lib1funcs.S -o ${object})
    list(APPEND rom_objects ${object})
  endforeach()
  target_sources(target_libstdcxx PRIVATE ${rom_objects})
endif()
