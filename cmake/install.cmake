# What `cmake --install` lays down: the archive, its headers and find_package(Plugpoint).
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(PLUGPOINT_CMAKE_DIR ${CMAKE_INSTALL_LIBDIR}/cmake/Plugpoint)

install(TARGETS plugpoint EXPORT PlugpointTargets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/src/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
        FILES_MATCHING PATTERN "*.h" PATTERN "port_arduino" EXCLUDE)
install(EXPORT PlugpointTargets NAMESPACE Plugpoint:: DESTINATION ${PLUGPOINT_CMAKE_DIR}
        FILE PlugpointConfig.cmake)

write_basic_package_version_file(${PROJECT_BINARY_DIR}/PlugpointConfigVersion.cmake
                                 COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/PlugpointConfigVersion.cmake DESTINATION ${PLUGPOINT_CMAKE_DIR})
