// IdTokenType and IdTokenInfoType of OCPP 2.x, for all blocks that send or read tokens.
#pragma once

#include "plugpoint/base/arena.h"
#include "plugpoint/blocks/id_token.h"
#include "plugpoint/message/v2.h"

namespace plugpoint::v2 {

/// Writes a token; its text is copied to the arena. False when the arena is full.
bool write_token(const IdToken& token, Arena& arena, message::v2::IdTokenType& into);

/// Reads a token. False when it is longer than the station keeps. A kind that the library does not
/// know (2.1 allows any) is taken for Central.
bool read_token(const message::v2::IdTokenType& from, IdToken& token);

/// Whether the answer allows charging at this EVSE (C01.FR.20, FR.21).
bool allows(const message::v2::IdTokenInfoType& info, std::int32_t evse);

/// The group of the token; absent when it has none.
Text group_of(const message::v2::IdTokenInfoType& info);

}  // namespace plugpoint::v2
