// The device model of OCPP 2.x: which component and variable is which value of the station.
#pragma once

#include "plugpoint/blocks/station.h"
#include "plugpoint/message/v2.h"

namespace plugpoint::v2 {

/// One variable of the device model: a row of the table of variables, or the AvailabilityState of
/// the station, an EVSE or a connector.
class ModelItem {
 public:
  enum class Kind : std::uint8_t {
    unknown_component,
    unknown_variable,
    row,
    station,
    evse,
    connector
  };

  ModelItem() = default;
  ModelItem(Kind kind, VariableIndex index, EvseId evse)
      : index_(index), evse_(evse), kind_(kind) {}

  /// Finds what a request names. Names match in any case; instances and EVSE must be the same.
  static ModelItem find(const Station& station, const message::v2::ComponentType& component,
                        const message::v2::VariableType& variable);
  /// Items of all kinds are numbered; some numbers stand for nothing (keys of 1.6 only).
  static std::uint16_t count(const Station& station);
  static ModelItem at(const Station& station, std::uint16_t number);

  Kind kind() const { return kind_; }
  bool known() const { return kind_ >= Kind::row; }
  bool availability() const { return kind_ > Kind::row; }
  VariableIndex index() const { return index_; }
  EvseId evse() const { return evse_; }
  message::v2::MutabilityEnumType mutability(const Station& station) const;
  /// The value as text, which may be in `room`.
  Text value(const Station& station, ValueRoom& room) const;

 private:
  VariableIndex index_ = kNoVariable;
  EvseId evse_ = 0;
  Kind kind_ = Kind::unknown_component;
};

/// The statuses of a connector as texts, in the form of a valuesList.
extern const char kAvailabilityStates[];

}  // namespace plugpoint::v2
