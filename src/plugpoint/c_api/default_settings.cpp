#include "plugpoint/c_api/owned_settings.h"

namespace plugpoint::c_api {

constexpr Settings kDefaultSettings;

}  // namespace plugpoint::c_api
