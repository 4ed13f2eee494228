// What a charge point of the C API is made of; it lies at the front of its block.
#pragma once

#include "plugpoint/c_api/observer_adapter.h"
#include "plugpoint/c_api/port_adapters.h"
#include "plugpoint/station/charge_point.h"
#include "plugpoint_c.h"

struct PlugpointChargePoint {
  plugpoint::c_api::EntropyAdapter entropy;
  plugpoint::c_api::StorageAdapter storage;
  plugpoint::c_api::LogAdapter log;
  plugpoint::c_api::HardwareAdapter hardware;
  plugpoint::c_api::ObserverAdapter observer;
  plugpoint::ChargePoint* station = nullptr;
  std::size_t block = 0;  ///< Bytes of the whole block that are in use.
};
