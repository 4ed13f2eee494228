# Link-time optimization of the library. With PLUGPOINT_LTO its objects hold machine code and, beside it,
# what the optimizer needs; a program takes the one or the other. docs/size.md has what it saves.
option(PLUGPOINT_LTO "Let programs link the library with link-time optimization" OFF)

if(PLUGPOINT_LTO)
  target_compile_options(plugpoint PRIVATE -flto -ffat-lto-objects)
endif()

# Links the program with the library's machine code as it was compiled.
function(plugpoint_link_without_lto program)
  target_link_options(${program} PRIVATE -fno-lto)
endfunction()

# Links the program with the library optimized as a whole.
function(plugpoint_link_with_lto program)
  if(NOT PLUGPOINT_LTO)
    message(FATAL_ERROR "${program} needs the library with PLUGPOINT_LTO=ON")
  endif()
  target_link_options(${program} PRIVATE -flto -flto-partition=one)
  # What the optimizer makes has no name by which a linker script for the ESP8266 could place it, so the
  # section has. One section and literals within: the script does not order literals before code.
  if(PLUGPOINT_TARGET STREQUAL lx106)
    target_link_options(${program} PRIVATE -fno-function-sections -mtext-section-literals
                                           -Wa,--rename-section,.text=.irom0.text)
  endif()
endfunction()
