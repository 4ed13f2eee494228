// Section 24 of the official test cases: Data Transfer.
#include "conformance.h"

namespace plugpoint::test {
namespace {

TEST_F(Conformance16, TC_062_CS) {
  booted();
  EXPECT_EQ(request_status("DataTransfer", {{"vendorId", "org.example.unknown"},
                                            {"messageId", "Greeting"},
                                            {"data", "hello"}}),
            "UnknownVendorId");
  EXPECT_EQ(request_status("DataTransfer", {{"vendorId", "org.example.unknown"}}),
            "UnknownVendorId");
}

}  // namespace
}  // namespace plugpoint::test
