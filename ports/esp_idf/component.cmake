# Plugpoint as an ESP-IDF component; the root CMakeLists.txt comes here when ESP-IDF builds it. The
# library and the port are one archive; src/ and ports/ are the include paths.
file(GLOB_RECURSE plugpoint_library ${CMAKE_CURRENT_LIST_DIR}/../../src/plugpoint/*.cpp)
list(FILTER plugpoint_library EXCLUDE REGEX "/port_arduino/")
file(GLOB plugpoint_port ${CMAKE_CURRENT_LIST_DIR}/*.cpp)

idf_component_register(SRCS ${plugpoint_library} ${plugpoint_port}
                       INCLUDE_DIRS src ports
                       REQUIRES esp-tls esp_partition esp_timer
                       PRIV_REQUIRES esp_hw_support log lwip mbedtls)

target_compile_features(${COMPONENT_LIB} PUBLIC cxx_std_17)
# Public: the layout of the library's types depends on the versions it was built with.
target_compile_definitions(${COMPONENT_LIB} PUBLIC
                           PLUGPOINT_OCPP16=$<BOOL:${CONFIG_PLUGPOINT_OCPP16}>
                           PLUGPOINT_SECURITY=$<BOOL:${CONFIG_PLUGPOINT_SECURITY}>
                           PLUGPOINT_OCPP201=$<BOOL:${CONFIG_PLUGPOINT_OCPP201}>
                           PLUGPOINT_OCPP21=$<BOOL:${CONFIG_PLUGPOINT_OCPP21}>
                           PLUGPOINT_RESERVATION=$<BOOL:${CONFIG_PLUGPOINT_RESERVATION}>
                           PLUGPOINT_FIRMWARE=$<BOOL:${CONFIG_PLUGPOINT_FIRMWARE}>
                           PLUGPOINT_SIGNED_METER_VALUES=$<BOOL:${CONFIG_PLUGPOINT_SIGNED_METER_VALUES}>
                           PLUGPOINT_REASONS=$<BOOL:${CONFIG_PLUGPOINT_REASONS}>)
