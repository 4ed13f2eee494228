#include "plugpoint/blocks/data_transfer/data_transfer_v2.h"

#include "plugpoint/json/escape.h"
#include "plugpoint/json/tokenizer.h"
#include "plugpoint/message/v2.h"

namespace plugpoint::v2 {

using namespace message::v2;
using Neutral = plugpoint::DataTransferStatus;

namespace {

DataTransferStatusEnumType wire_status(Neutral status) {
  switch (status) {
    case Neutral::accepted:
      return DataTransferStatusEnumType::Accepted;
    case Neutral::rejected:
      return DataTransferStatusEnumType::Rejected;
    case Neutral::unknown_message_id:
      return DataTransferStatusEnumType::UnknownMessageId;
    case Neutral::unknown_vendor_id:
      break;
  }
  return DataTransferStatusEnumType::UnknownVendorId;
}

Neutral neutral_status(DataTransferStatusEnumType status) {
  switch (status) {
    case DataTransferStatusEnumType::Accepted:
      return Neutral::accepted;
    case DataTransferStatusEnumType::UnknownMessageId:
      return Neutral::unknown_message_id;
    case DataTransferStatusEnumType::UnknownVendorId:
      return Neutral::unknown_vendor_id;
    default:
      return Neutral::rejected;
  }
}

bool is_json_document(Text text) {
  if (text.empty() || (text[0] != '{' && text[0] != '[')) return false;
  json::Tokenizer tokenizer;
  tokenizer.reset();
  const char* at = text.begin();
  json::Token token = json::Token::none;
  do {
    token = tokenizer.next(at, text.end());
  } while (token != json::Token::none && token != json::Token::error);
  return token == json::Token::none && tokenizer.complete();
}

/// The JSON value for a text of ours; absent when the text is, or when the arena is full.
Text to_json(Text text, Arena& arena) {
  if (text.absent() || is_json_document(text)) return text;
  // Few texts need escapes: what is not used is given back.
  const std::size_t room = arena.capacity() - arena.used();
  const Arena::Mark mark = arena.mark();
  auto* at = room > 2 ? static_cast<char*>(arena.allocate(room, 1)) : nullptr;
  if (!at) return {};
  at[0] = '"';
  const json::Escaped escaped = json::escape(text, at + 1, room - 2);
  at[escaped.written + 1] = '"';
  arena.rewind(mark);
  if (escaped.consumed != text.size()) return {};
  const std::size_t size = escaped.written + 2;
  return {static_cast<const char*>(arena.allocate(size, 1)), size};
}

/// The text of ours for a JSON value: a string's content goes to `arena`.
Text from_json(Text value, Arena& arena) {
  if (value.empty() || value[0] != '"') return value;
  auto* into = static_cast<char*>(arena.allocate(value.size(), 1));
  if (!into) return {};
  std::size_t size = 0;
  json::Tokenizer tokenizer;
  tokenizer.reset();
  const char* at = value.begin();
  while (tokenizer.next(at, value.end()) == json::Token::string) {
    const Text piece = tokenizer.chunk();
    for (const char c : piece)
      into[size++] = c;
    if (tokenizer.last()) break;
  }
  return {into, size};
}

}  // namespace

void data_transfer(DataTransfer& block, Call& call) {
  const auto& request = call.as<DataTransferRequest>();
  auto* response = call.confirm<DataTransferResponse>();
  Span<char> answer = call.arena.make_array<char>(DataTransfer::kMaxData);
  if (!response) return;
  std::size_t size = 0;
  const Text data = from_json(request.data, call.arena);
  const Neutral status = block.handle(request.vendorId, request.messageId, data, answer, size);
  response->status = wire_status(status);
  // P01.FR.05, FR.06: an unknown vendor or message gets no data.
  const bool known = status == Neutral::accepted || status == Neutral::rejected;
  if (known && size > 0) response->data = to_json({answer.data(), size}, call.arena);
}

bool next_data_transfer(DataTransfer& block, Outgoing& out) {
  if (!block.due()) return false;
  auto* request = out.make<DataTransferRequest>(message::Action::DataTransfer);
  if (!request) return false;
  request->vendorId = block.vendor_id();
  request->messageId = block.message_id();
  request->data = to_json(block.data(), out.arena);
  block.sent();
  return true;
}

void data_transfer_answered(DataTransfer& block, const rpc::Answer& answer) {
  if (answer.outcome != rpc::Outcome::result) return block.finished(false, Neutral::rejected, {});
  const auto& response = *static_cast<const DataTransferResponse*>(answer.payload);
  char unescaped[DataTransfer::kMaxData];
  Arena scratch({reinterpret_cast<std::uint8_t*>(unescaped), sizeof unescaped});
  block.finished(true, neutral_status(response.status), from_json(response.data, scratch));
}

}  // namespace plugpoint::v2
