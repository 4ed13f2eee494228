// All blocks of a station, and what their translators keep while a message is written.
#pragma once

#include "plugpoint/blocks/authorization/authorization.h"
#include "plugpoint/blocks/availability/availability.h"
#include "plugpoint/blocks/boot/boot.h"
#include "plugpoint/blocks/connector/connector.h"
#include "plugpoint/blocks/data_transfer/data_transfer.h"
#include "plugpoint/blocks/firmware/firmware.h"
#include "plugpoint/blocks/log_upload/log_upload.h"
#include "plugpoint/blocks/metering/metering.h"
#include "plugpoint/blocks/remote_control/unlock.h"
#include "plugpoint/blocks/reservation/reservation.h"
#include "plugpoint/blocks/reset/reset.h"
#include "plugpoint/blocks/smart_charging/smart_charging.h"
#include "plugpoint/blocks/station.h"
#include "plugpoint/blocks/transaction/transaction.h"
#include "plugpoint/config.h"
#if PLUGPOINT_OCPP16
#include "plugpoint/blocks/transaction/transaction_v16.h"
#include "plugpoint/blocks/variables/configuration_v16.h"
#endif
#if PLUGPOINT_OCPP2X
#include "plugpoint/blocks/variables/device_model_v2.h"
#endif

namespace plugpoint {

struct Blocks {
  Station& station;
  Boot boot;
  Availability availability;
  Connector connector;
  Authorization authorization;
  Transactions transactions;
  Metering metering;
  SmartCharging smart_charging;
  Reset reset;
  Unlock unlock;
  DataTransfer data_transfer;
  Reservations reservations;
  Firmware firmware;
  LogUpload log_upload;
#if PLUGPOINT_OCPP16
  /// What hands on the elements of a long array. One message at a time is read or written, and each
  /// begins with a new object.
  union Streams {
    v16::StopDataSource stop_data;
    v16::ConfigurationSource configuration;
    message::ElementSink local_list;
    Streams() : local_list() {}
  };
  Streams streams{};
#endif
#if PLUGPOINT_OCPP2X
  v2::BaseReport base_report{};
#endif
};

}  // namespace plugpoint
