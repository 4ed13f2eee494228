#include "plugpoint_c.h"

size_t c_face(void);

size_t c_face(void) {
  plugpoint_settings_t settings;
  plugpoint_settings_init(&settings);
  return plugpoint_block_size(&settings);
}
