#include "plugpoint/variables/variables.h"

namespace plugpoint {

namespace {

constexpr std::int32_t kCustomMax = 500;  // 1.6 §7.29 KeyValue.value

bool parse_boolean(Text text, std::int32_t& value) {
  if (PLUGPOINT_TEXT("true").is_ignoring_case(text)) {
    value = 1;
    return true;
  }
  value = 0;
  return PLUGPOINT_TEXT("false").is_ignoring_case(text);
}

/// Whether one of the comma-separated `choices` is `wanted`.
bool is_choice(FlashText choices, Text wanted) {
  char room[kMaxDefault];
  Text rest = choices.view(room);
  Text item;
  while (next_item(rest, item)) {
    if (item == wanted) return true;
  }
  return false;
}

bool valid_choices(Text list, const KeyRow& row) {
  std::int32_t count = 0;
  Text item;
  while (next_item(list, item)) {
    if (!is_choice(row.unit(), item)) return false;
    ++count;
  }
  return count >= row.min && count <= row.max;
}

/// `<connector>.<rotation>`, 1.6 §9.1.8.
bool valid_rotation(Text list, std::int32_t max) {
  const FlashText rotations = PLUGPOINT_TEXT("NotApplicable,Unknown,RST,RTS,SRT,STR,TRS,TSR");
  if (trimmed(list).empty()) return true;
  std::int32_t count = 0;
  Text item;
  while (next_item(list, item)) {
    std::size_t dot = 0;
    while (dot < item.size() && item[dot] != '.')
      ++dot;
    std::int32_t connector = 0;
    if (!parse_integer(item.first(dot), connector) || connector < 0) return false;
    if (dot == item.size() || !is_choice(rotations, item.from(dot + 1))) return false;
    ++count;
  }
  return count <= max;
}

std::uint32_t hash(char c, std::uint32_t seed) {
  return (seed ^ static_cast<unsigned char>(lower_case(c))) * 16777619U;
}

constexpr std::uint32_t kHashSeed = 2166136261U;

std::uint32_t hash(FlashText text, std::uint32_t seed = kHashSeed) {
  for (; !text.empty(); text = text.from(1))
    seed = hash(text[0], seed);
  return seed;
}

/// Takes `head`, in any case, off the front of `text`; false when it does not begin so.
bool take(Text& text, FlashText head) {
  const std::size_t size = head.size();
  if (!head.is_ignoring_case(text.first(size))) return false;
  text = text.from(size);
  return true;
}

/// `Component.Variable` or `Component.Variable[Instance]`.
bool names(Text given, const KeyRow& row) {
  if (row.component().empty() || !take(given, row.component())) return false;
  if (!take(given, PLUGPOINT_TEXT(".")) || !take(given, row.variable())) return false;
  if (row.instance().empty()) return given.empty();
  return take(given, PLUGPOINT_TEXT("[")) && take(given, row.instance()) &&
         PLUGPOINT_TEXT("]").is(given);
}

}  // namespace

Variables::Variables(const Setup& setup)
    : log_(*setup.logs, PLUGPOINT_TEXT("variables")),
      pool_(setup.pool),
      custom_(setup.custom),
      measures_(setup.measures),
      context_(setup.context) {
  for (unsigned i = 0; i < static_cast<unsigned>(Key::count_); ++i) {
    const KeyRow row = row_of(static_cast<Key>(i));
    std::int32_t number = 0;
    char digits[12];
    const Text fallback = row.fallback().copy(digits);
    if (row.type == VariableType::boolean) {
      static_cast<void>(parse_boolean(fallback, number));
    } else if (row.type == VariableType::integer) {
      static_cast<void>(parse_integer(fallback, number));
    }
    numbers_.set(static_cast<Key>(i), number);
    if ((row.flags & KeyRow::kOptional) != 0) leave_out(static_cast<Key>(i));
  }
}

void Variables::set_absent(VariableIndex index, bool absent) {
  if (index >= static_cast<VariableIndex>(Key::count_)) return;
  const unsigned bit = 1U << (index % 8);
  const unsigned others = absent_[index / 8] & ~bit;
  absent_[index / 8] = static_cast<std::uint8_t>(absent ? others | bit : others);
}

bool Variables::has(VariableIndex index) const {
  return index >= static_cast<VariableIndex>(Key::count_) ||
         (absent_[index / 8] >> (index % 8) & 1U) == 0;
}

Error Variables::set_default(const VariableDefault& given) {
  const VariableIndex index = any_row_named(given.name);
  if (index == kNoVariable)
    return {Status::bad_argument, PLUGPOINT_REASON("no variable has this name")};
  return set_default(index, trimmed(given.value));
}

Error Variables::set_default(VariableIndex index, Text value) {
  const KeyRow known = row(index);
  std::int32_t number = 0;
  if (!valid(known, value, number))
    return {Status::bad_argument,
            PLUGPOINT_REASON("the value does not fit the type or range of the variable")};
  if (!keep(index, known, value, number))
    return {Status::no_memory,
            PLUGPOINT_REASON("the texts of the variables do not fit their memory")};
  set_absent(index, false);
  return {};
}

Error Variables::open() {
  if (Error error = log_.open()) return error;
  std::uint32_t offset = 0;
  store::Record record;
  while (log_.next(offset, record)) {
    if (record.type != kValueRecord) continue;
    store::RecordReader reader(record.payload);
    const VariableIndex index = index_of_stored(reader.u32());
    const Text value = reader.text();
    std::int32_t number = 0;
    // A value that a newer table does not allow any more falls back to the default.
    if (!reader.ok() || index == kNoVariable || !valid(row(index), value, number)) continue;
    static_cast<void>(keep(index, row(index), value, number));
  }
  return {};
}

Text Variables::text(Key key, ValueRoom& room) const {
  const Text own = pool_.get(static_cast<std::uint16_t>(key));
  return own.absent() ? row_of(key).fallback().view(room.text) : own;
}

bool Variables::contains(Key key, FlashText wanted) const {
  ValueRoom room;
  Text list = text(key, room);
  Text item;
  while (next_item(list, item)) {
    if (wanted.is(item)) return true;
  }
  return false;
}

VariableIndex Variables::find(Text name16) const {
  const VariableIndex index = row_named(name16);
  return index != kNoVariable && has(index) ? index : kNoVariable;
}

VariableIndex Variables::find_any(Text name) const {
  const VariableIndex index = any_row_named(name);
  return index != kNoVariable && has(index) ? index : kNoVariable;
}

VariableIndex Variables::any_row_named(Text name) const {
  const VariableIndex index = row_named(name);
  if (index != kNoVariable) return index;
  for (VariableIndex i = 0; i < static_cast<VariableIndex>(Key::count_); ++i) {
    if (names(name, row(i))) return i;
  }
  return kNoVariable;
}

VariableIndex Variables::row_named(Text name16) const {
  if (name16.empty()) return kNoVariable;
  for (VariableIndex i = 0; i < count(); ++i) {
    const CustomKey* const own = custom(i);
    if (own ? equal_ignoring_case(own->name, name16) : row(i).name16.is_ignoring_case(name16))
      return i;
  }
  return kNoVariable;
}

const CustomKey* Variables::custom(VariableIndex index) const {
  constexpr auto kKnown = static_cast<VariableIndex>(Key::count_);
  return index < kKnown ? nullptr : &custom_[std::size_t{index} - kKnown];
}

KeyRow Variables::row(VariableIndex index) const {
  const CustomKey* const own = custom(index);
  if (!own) return row_of(static_cast<Key>(index));
  KeyRow row;
  row.max = kCustomMax;
  if (own->readonly) row.flags |= KeyRow::kReadOnly;
  if (own->needs_restart) row.flags |= KeyRow::kReboot;
  return row;
}

bool Variables::has_name16(VariableIndex index) const {
  return custom(index) || !row(index).name16.empty();
}

Text Variables::name16(VariableIndex index, Arena& arena) const {
  const CustomKey* const own = custom(index);
  return own ? own->name : arena.copy(row(index).name16);
}

Text Variables::value(VariableIndex index, ValueRoom& room) const {
  const KeyRow known = row(index);
  if (known.type == VariableType::boolean) {
    const FlashText word = numbers_.get(static_cast<Key>(index)) != 0 ? PLUGPOINT_TEXT("true")
                                                                      : PLUGPOINT_TEXT("false");
    return word.view(room.text);
  }
  if (known.type == VariableType::integer)
    return {room.text, format_integer(numbers_.get(static_cast<Key>(index)), room.text)};
  const Text own = pool_.get(index);
  if (!own.absent()) return own;
  return custom(index) ? custom(index)->value : known.fallback().view(room.text);
}

std::int32_t Variables::most_items(const KeyRow& list) const {
  for (unsigned i = 0; i < static_cast<unsigned>(Key::count_); ++i) {
    char room[kMaxName16];
    Text name = row_of(static_cast<Key>(i)).name16.copy(room);
    if (take(name, list.name16) && PLUGPOINT_TEXT("MaxLength").is(name)) {
      const std::int32_t most = numbers_.get(static_cast<Key>(i));
      return most < list.max ? most : list.max;
    }
  }
  return list.max;
}

bool Variables::valid_measurands(Text list, std::int32_t max) const {
  if (trimmed(list).empty()) return true;
  std::int32_t count = 0;
  Text item;
  while (next_item(list, item)) {
    Measurand measurand{};
    Phase phase = Phase::none;
    // A phase follows the last dot: `Voltage.L1-N`. A whole measurand contains dots itself.
    if (!find_measurand(item, measurand)) {
      std::size_t dot = item.size();
      while (dot > 0 && item[dot - 1] != '.')
        --dot;
      if (dot == 0 || !find_measurand(item.first(dot - 1), measurand) ||
          !find_phase(item.from(dot), phase))
        return false;
    }
    if (measures_ && !measures_(context_, measurand, phase)) return false;
    ++count;
  }
  return count <= max;
}

bool Variables::valid(const KeyRow& row, Text value, std::int32_t& number) const {
  switch (row.type) {
    case VariableType::boolean:
      return parse_boolean(value, number);
    case VariableType::integer:
      return parse_integer(value, number) && number >= row.min && number <= row.max;
    case VariableType::string: {
      const std::size_t length = characters(value);
      return length >= static_cast<std::size_t>(row.min) &&
             length <= static_cast<std::size_t>(row.max);
    }
    case VariableType::measurands:
      return valid_measurands(value, most_items(row));
    case VariableType::choices:
      return valid_choices(value, row);
    case VariableType::rotation:
      return valid_rotation(value, most_items(row));
  }
  return false;
}

bool Variables::keep(VariableIndex index, const KeyRow& row, Text value, std::int32_t number) {
  if (row.type == VariableType::boolean || row.type == VariableType::integer) {
    numbers_.set(static_cast<Key>(index), number);
    return true;
  }
  const CustomKey* const own = custom(index);
  if (own ? value == own->value : row.fallback().is(value)) {
    pool_.remove(index);
    return true;
  }
  return pool_.set(index, value);
}

WriteResult Variables::write(VariableIndex index, Text value) {
  const KeyRow known = row(index);
  if ((known.flags & KeyRow::kReadOnly) != 0) return WriteResult::read_only;
  return store(index, value);
}

WriteResult Variables::store(VariableIndex index, Text value) {
  const KeyRow known = row(index);
  std::int32_t number = 0;
  const bool numeric = known.type == VariableType::boolean || known.type == VariableType::integer;
  if (!numeric && known.type != VariableType::string) value = trimmed(value);
  if (!valid(known, value, number)) return WriteResult::invalid;
  ValueRoom room;
  if (!numeric && value == this->value(index, room)) return WriteResult::accepted;
  if (numeric && number == numbers_.get(static_cast<Key>(index))) return WriteResult::accepted;
  // C04: stored first, so that what was accepted survives; memory is checked before.
  const bool fits = numeric || pool_.used() + value.size() + 8 <= pool_.capacity() ||
                    pool_.get(index).size() >= value.size();
  if (!fits || !append(index, value)) return WriteResult::not_stored;
  static_cast<void>(keep(index, known, value, number));
  return (known.flags & KeyRow::kReboot) != 0 ? WriteResult::reboot_required
                                              : WriteResult::accepted;
}

bool Variables::newest(void* context, const store::Record& record) {
  Compaction& compaction = *static_cast<Compaction*>(context);
  store::RecordReader reader(record.payload);
  const VariableIndex index = compaction.variables->index_of_stored(reader.u32());
  ValueRoom room;
  if (index >= kMaxVariables) return false;
  if (reader.text() != compaction.variables->value(index, room)) return false;
  // One record that holds the present value is enough.
  std::uint8_t& seen = compaction.seen[index / 8];
  const auto bit = static_cast<std::uint8_t>(1U << (index % 8));
  if ((seen & bit) != 0) return false;
  seen = static_cast<std::uint8_t>(seen | bit);
  return true;
}

bool Variables::append(VariableIndex index, Text value) {
  if (log_.size() > kCompactAbove) {
    Compaction compaction{this, {}};
    static_cast<void>(log_.compact(&newest, &compaction));
  }
  store::RecordBuilder builder = log_.build();
  builder.u32(stored_name(index)).text(value);
  return log_.append(kValueRecord, builder) == Status::ok;
}

std::uint32_t Variables::stored_name(VariableIndex index) const {
  if (const CustomKey* const own = custom(index)) {
    std::uint32_t sum = kHashSeed;
    for (char c : own->name)
      sum = hash(c, sum);
    return sum;
  }
  const KeyRow known = row(index);
  if (!known.name16.empty()) return hash(known.name16);
  return hash(known.instance(), hash(known.variable(), hash(known.component())));
}

VariableIndex Variables::index_of_stored(std::uint32_t name) const {
  for (VariableIndex i = 0; i < count(); ++i) {
    if (stored_name(i) == name) return i;
  }
  return kNoVariable;
}

}  // namespace plugpoint
