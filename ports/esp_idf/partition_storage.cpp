#include "esp_idf/partition_storage.h"

#include <cstring>
#include <new>

#include "plugpoint/base/crc.h"

namespace plugpoint::esp_idf {

namespace {

constexpr std::uint32_t kSector = 4096;
constexpr std::uint32_t kBlock = 16;  ///< Written at once; flash encryption asks for it.
constexpr std::uint16_t kDirectories = 2;
constexpr std::uint16_t kFewestSectors = 8;
constexpr std::uint16_t kMostSectors = 16384;          ///< 64 MB.
constexpr std::uint32_t kDirectoryMagic = 0x31444C50;  // "PLD1"
constexpr std::uint32_t kSectorMagic = 0x31534C50;     // "PLS1"
constexpr std::uint32_t kChunkMagic = 0x43500000;      // and the size

/// The first bytes of a directory and of a file's sector.
struct Head {
  std::uint32_t magic;
  std::uint32_t number;  ///< Of the directory: the highest is in force; of a sector: its file.
  std::uint32_t order;
  std::uint32_t crc;  ///< Of what is before it.
};
static_assert(sizeof(Head) == kBlock);

/// A line of the directory.
struct Entry {
  char name[16];
  std::uint32_t file;
  std::uint32_t unused[2];
  std::uint32_t crc;
};
static_assert(sizeof(Entry) == 2 * kBlock);

/// In front of a chunk's data.
struct ChunkHead {
  std::uint32_t magic_and_size;
  std::uint32_t complement;  ///< Of that and the chunk's place.
  std::uint32_t unused[2];
};
static_assert(sizeof(ChunkHead) == kBlock);

constexpr std::uint32_t kEntry = sizeof(Entry);
constexpr std::uint32_t kSlots = kSector / kEntry;  ///< The first is the head's.

constexpr std::uint32_t rounded(std::uint32_t size) {
  return (size + kBlock - 1) & ~(kBlock - 1);
}

/// CRC of a struct up to its member `crc`, which is the last.
template <class T>
std::uint32_t crc_of(const T& record) {
  return crc32({reinterpret_cast<const std::uint8_t*>(&record), sizeof record - sizeof record.crc});
}

template <class T>
bool read_record(const esp_partition_t* partition, std::uint32_t offset, T& record) {
  return esp_partition_read(partition, offset, &record, sizeof record) == ESP_OK;
}

template <class T>
Bytes bytes_of(const T& record) {
  return {reinterpret_cast<const std::uint8_t*>(&record), sizeof record};
}

bool valid_name(const char* area) {
  const std::size_t size = area ? std::strlen(area) : 0;
  return size >= 1 && size <= 15;
}

constexpr std::uint32_t offset_of(std::uint32_t sector) {
  return sector * kSector;
}

}  // namespace

// Opening
// ------------------------------------------------------------------------------------------

std::unique_ptr<PartitionStorage> PartitionStorage::open(const esp_partition_t* partition,
                                                         Error& error) {
  error = {Status::bad_argument, "there is no such partition"};
  if (!partition) return nullptr;
  error = {Status::bad_argument, "the partition has 8 to 16384 sectors of 4096 bytes"};
  const std::uint32_t sectors = partition->size / kSector;
  if (partition->erase_size != kSector || sectors < kFewestSectors || sectors > kMostSectors)
    return nullptr;
  error = {Status::no_memory, "there is no memory for the map of the partition"};
  std::unique_ptr<PartitionStorage> storage(
      new (std::nothrow) PartitionStorage(partition, static_cast<SectorIndex>(sectors)));
  if (!storage) return nullptr;
  storage->sectors_.reset(new (std::nothrow) Sector[sectors]);
  if (!storage->sectors_) return nullptr;
  error = storage->mount();
  if (error) return nullptr;
  return storage;
}

Error PartitionStorage::mount() {
  const bool known = read_directory();
  read_sectors();
  if (!known) {
    if (any_file())
      return {Status::corrupt, "the directory of the partition is damaged: erase the partition"};
    return format();
  }
  read_entries();
  link_files();
  return {};
}

/// Finds the directory in force. False when there is none.
bool PartitionStorage::read_directory() {
  bool found = false;
  for (SectorIndex sector = 0; sector < kDirectories; ++sector) {
    std::uint32_t number = 0;
    if (!directory_number(sector, number) || (found && number <= directory_turn_)) continue;
    found = true;
    directory_ = sector;
    directory_turn_ = number;
  }
  return found;
}

bool PartitionStorage::directory_number(SectorIndex sector, std::uint32_t& number) const {
  Head head;
  if (!read_record(partition_, offset_of(sector), head)) return false;
  number = head.number;
  return head.magic == kDirectoryMagic && head.crc == crc_of(head);
}

void PartitionStorage::read_entries() {
  directory_slot_ = 1;
  for (std::uint32_t slot = 1; slot < kSlots; ++slot) {
    const std::uint32_t at = offset_of(directory_) + slot * kEntry;
    Entry entry;
    const bool whole = read_record(partition_, at, entry) && entry.crc == crc_of(entry);
    if (whole) {
      entry.name[sizeof entry.name - 1] = '\0';
      apply(entry.name, entry.file);
      if (entry.file > newest_) newest_ = entry.file;
    }
    // What a power cut left of an entry is skipped, not written over.
    if (whole || !is_blank(at, at + kEntry)) directory_slot_ = slot + 1;
  }
}

bool PartitionStorage::any_file() const {
  for (SectorIndex i = kDirectories; i < count_; ++i) {
    if (sectors_[i].file != 0) return true;
  }
  return false;
}

Error PartitionStorage::format() {
  directory_ = 1;
  if (rewrite_directory() != Status::ok)
    return {Status::io_error, "the partition cannot be erased and written"};
  return {};
}

void PartitionStorage::read_sectors() {
  for (SectorIndex i = kDirectories; i < count_; ++i)
    read_sector(i);
}

void PartitionStorage::read_sector(SectorIndex index) {
  Head head;
  if (!read_record(partition_, offset_of(index), head) || head.magic != kSectorMagic ||
      head.crc != crc_of(head))
    return;
  sectors_[index].file = head.number;
  sectors_[index].order = static_cast<std::uint16_t>(head.order);
  if (head.number >= newest_) {
    newest_ = head.number;
    taken_ = index;
  }
}

/// Bytes of the chunk whose head is at `offset`; 0: there is none.
std::uint16_t PartitionStorage::chunk_size(std::uint32_t offset) const {
  ChunkHead head;
  if (!read_record(partition_, offset, head) ||
      head.complement != ~(head.magic_and_size ^ offset) ||
      (head.magic_and_size & 0xFFFF0000U) != kChunkMagic)
    return 0;
  const auto size = static_cast<std::uint16_t>(head.magic_and_size & 0xFFFFU);
  const std::uint32_t end = offset % kSector + kBlock + rounded(size);
  return end <= kSector ? size : std::uint16_t{0};
}

void PartitionStorage::walk_chunks(SectorIndex index) {
  Sector& sector = sectors_[index];
  const std::uint32_t base = offset_of(index);
  std::uint32_t at = sizeof(Head);
  sector.bytes = 0;
  while (at + kBlock < kSector) {
    const std::uint16_t size = chunk_size(base + at);
    if (size == 0) break;
    sector.bytes = static_cast<std::uint16_t>(sector.bytes + size);
    at += kBlock + rounded(size);
  }
  // Flash that was written to without becoming a chunk is not written again.
  if (!is_blank(base + at, base + kSector)) at = kSector;
  sector.used = static_cast<std::uint16_t>(at);
}

/// Links the sectors of each file in their order, and forgets those that belong to none.
void PartitionStorage::link_files() {
  for (Area& area : areas_) {
    SectorIndex* link = &area.first;
    for (std::uint16_t order = 0; area.file != 0; ++order) {
      SectorIndex found = kNoSector;
      for (SectorIndex i = kDirectories; i < count_ && found == kNoSector; ++i) {
        if (sectors_[i].file == area.file && sectors_[i].order == order) found = i;
      }
      if (found == kNoSector) break;
      walk_chunks(found);
      *link = area.last = found;
      link = &sectors_[found].next;
    }
  }
  for (SectorIndex i = kDirectories; i < count_; ++i) {
    bool lives = false;
    for (const Area& area : areas_)
      lives = lives || (area.file != 0 && area.file == sectors_[i].file);
    if (!lives) sectors_[i] = Sector{};
  }
}

// The directory
// ------------------------------------------------------------------------------------

PartitionStorage::Area* PartitionStorage::find(const char* name) {
  for (Area& area : areas_) {
    if (area.file != 0 && std::strcmp(area.name, name) == 0) return &area;
  }
  return nullptr;
}

/// Gives a name to a file, in memory; file 0 takes it away. A file has one name: the last.
void PartitionStorage::apply(const char* name, FileId file) {
  Area moved;
  for (Area& area : areas_) {
    if (area.file == 0) continue;
    if (file != 0 && area.file == file) {
      moved = area;
    } else if (std::strcmp(area.name, name) != 0) {
      continue;
    } else {
      release(area.file);
    }
    area = Area{};
  }
  if (file == 0) return;
  for (Area& area : areas_) {
    if (area.file != 0) continue;
    area = moved;
    area.file = file;
    std::strncpy(area.name, name, sizeof area.name - 1);
    return;
  }
}

void PartitionStorage::release(FileId file) {
  for (SectorIndex i = kDirectories; i < count_; ++i) {
    if (sectors_[i].file == file) sectors_[i] = Sector{};
  }
  if (cursor_.file == file) cursor_ = Cursor{};
}

/// As `apply`, in flash first.
Status PartitionStorage::bind(const char* name, FileId file) {
  if (directory_slot_ >= kSlots) {
    if (const Status status = rewrite_directory(); status != Status::ok) return status;
  }
  const std::uint32_t slot = directory_slot_++;
  Status status = write_entry(directory_, slot, name, file);
  // An entry that arrived in spite of the error counts at the next start, so it counts now.
  Entry entry;
  if (status != Status::ok &&
      read_record(partition_, offset_of(directory_) + slot * kEntry, entry) &&
      entry.crc == crc_of(entry))
    status = Status::ok;
  if (status == Status::ok) apply(name, file);
  return status;
}

Status PartitionStorage::write_entry(SectorIndex sector, std::uint32_t slot, const char* name,
                                     FileId file) {
  Entry entry{};
  std::strncpy(entry.name, name, sizeof entry.name - 1);
  entry.file = file;
  entry.crc = crc_of(entry);
  return write_blocks(offset_of(sector) + slot * kEntry, bytes_of(entry));
}

/// Writes what is in force to the other directory. Its head, written last, makes it count.
Status PartitionStorage::rewrite_directory() {
  const auto other = static_cast<SectorIndex>(1 - directory_);
  if (esp_partition_erase_range(partition_, offset_of(other), kSector) != ESP_OK)
    return Status::io_error;
  std::uint32_t slot = 1;
  for (const Area& area : areas_) {
    if (area.file == 0) continue;
    const Status status = write_entry(other, slot++, area.name, area.file);
    if (status != Status::ok) return status;
  }
  Head head{kDirectoryMagic, directory_turn_ + 1, 0, 0};
  head.crc = crc_of(head);
  const Status status = write_blocks(offset_of(other), bytes_of(head));
  if (status != Status::ok) return status;
  directory_ = other;
  directory_turn_ = head.number;
  directory_slot_ = slot;
  return Status::ok;
}

// Files
// --------------------------------------------------------------------------------------------

std::size_t PartitionStorage::free_sectors() const {
  std::size_t count = 0;
  for (SectorIndex i = kDirectories; i < count_; ++i)
    count += sectors_[i].file == 0 ? 1 : 0;
  return count;
}

/// Erases the next free sector and gives it to a file; kNoSector when there is none or it fails.
PartitionStorage::SectorIndex PartitionStorage::take_sector(FileId file, std::uint16_t order) {
  for (SectorIndex tried = kDirectories; tried < count_; ++tried) {
    taken_ = static_cast<SectorIndex>(taken_ + 1 < count_ ? taken_ + 1 : kDirectories);
    if (sectors_[taken_].file != 0) continue;
    if (esp_partition_erase_range(partition_, offset_of(taken_), kSector) != ESP_OK) continue;
    Head head{kSectorMagic, file, order, 0};
    head.crc = crc_of(head);
    static_cast<void>(write_blocks(offset_of(taken_), bytes_of(head)));
    Head written{};
    if (!read_record(partition_, offset_of(taken_), written) || written.crc != head.crc) continue;
    sectors_[taken_] = Sector{file, order, kNoSector, sizeof(Head), 0};
    return taken_;
  }
  return kNoSector;
}

Status PartitionStorage::write_blocks(std::uint32_t offset, Bytes bytes) {
  const std::size_t whole = bytes.size() & ~std::size_t{kBlock - 1};
  if (whole != 0 && esp_partition_write(partition_, offset, bytes.data(), whole) != ESP_OK)
    return Status::io_error;
  if (whole == bytes.size()) return Status::ok;
  std::uint8_t last[kBlock];
  std::memset(last, 0xFF, sizeof last);
  std::memcpy(last, bytes.data() + whole, bytes.size() - whole);
  return esp_partition_write(partition_, offset + whole, last, sizeof last) == ESP_OK
             ? Status::ok
             : Status::io_error;
}

/// Writes a chunk that fits the sector: its data, then its head.
Status PartitionStorage::write_chunk(SectorIndex index, Bytes bytes) {
  Sector& sector = sectors_[index];
  const std::uint32_t at = offset_of(index) + sector.used;
  ChunkHead head{};
  head.magic_and_size = kChunkMagic | static_cast<std::uint32_t>(bytes.size());
  head.complement = ~(head.magic_and_size ^ at);
  if (write_blocks(at + kBlock, bytes) != Status::ok ||
      write_blocks(at, bytes_of(head)) != Status::ok) {
    walk_chunks(index);  // What arrived in spite of the error counts at the next start.
    return Status::io_error;
  }
  sector.used = static_cast<std::uint16_t>(sector.used + kBlock +
                                           rounded(static_cast<std::uint32_t>(bytes.size())));
  sector.bytes = static_cast<std::uint16_t>(sector.bytes + bytes.size());
  return Status::ok;
}

Status PartitionStorage::append_to(Area& area, Bytes bytes) {
  while (!bytes.empty()) {
    const bool full = area.last == kNoSector || sectors_[area.last].used + 2 * kBlock > kSector;
    if (full) {
      const bool first = area.last == kNoSector;
      const auto order = static_cast<std::uint16_t>(first ? 0 : sectors_[area.last].order + 1);
      const SectorIndex taken = take_sector(area.file, order);
      if (taken == kNoSector) return Status::no_space;
      (first ? area.first : sectors_[area.last].next) = taken;
      area.last = taken;
    }
    const std::size_t room = kSector - sectors_[area.last].used - kBlock;
    const Bytes piece = bytes.first(room);
    if (const Status status = write_chunk(area.last, piece); status != Status::ok) return status;
    bytes = bytes.from(piece.size());
  }
  return Status::ok;
}

/// A new file gets its name when its first bytes are written.
Status PartitionStorage::create(const char* name, Bytes bytes) {
  std::size_t used = 0;
  for (const Area& area : areas_)
    used += area.file != 0 ? 1 : 0;
  if (used == kAreas) return Status::no_space;
  Area made;
  made.file = ++newest_;
  Status status = append_to(made, bytes);
  if (status == Status::ok) status = bind(name, made.file);
  if (status != Status::ok) {
    release(made.file);
    return status;
  }
  Area& area = *find(name);
  area.first = made.first;
  area.last = made.last;
  return Status::ok;
}

Status PartitionStorage::append(const char* area, Bytes bytes) {
  if (!valid_name(area)) return Status::bad_argument;
  Area* known = find(area);
  return known ? append_to(*known, bytes) : create(area, bytes);
}

std::uint32_t PartitionStorage::size(const char* area) {
  const Area* known = valid_name(area) ? find(area) : nullptr;
  std::uint32_t total = 0;
  for (SectorIndex i = known ? known->first : kNoSector; i != kNoSector; i = sectors_[i].next)
    total += sectors_[i].bytes;
  return total;
}

/// Sets the cursor to the chunk that holds the byte at `offset`. False past the end.
bool PartitionStorage::seek(const Area& area, std::uint32_t offset) {
  if (cursor_.file != area.file || offset < cursor_.start)
    cursor_ = {area.file, area.first, sizeof(Head), 0, 0};
  while (cursor_.sector != kNoSector) {
    const Sector& sector = sectors_[cursor_.sector];
    if (offset >= cursor_.sector_start + sector.bytes) {
      const std::uint32_t end = cursor_.sector_start + sector.bytes;
      if (sector.next == kNoSector) return false;
      cursor_ = {area.file, sector.next, sizeof(Head), end, end};
      continue;
    }
    const std::uint16_t size = chunk_size(offset_of(cursor_.sector) + cursor_.at);
    if (size == 0) return false;
    if (offset < cursor_.start + size) return true;
    cursor_.start += size;
    cursor_.at = static_cast<std::uint16_t>(cursor_.at + kBlock + rounded(size));
  }
  return false;
}

std::size_t PartitionStorage::read(const char* area, std::uint32_t offset, MutableBytes into) {
  const Area* known = valid_name(area) ? find(area) : nullptr;
  std::size_t total = 0;
  while (known && total < into.size()) {
    const auto at = offset + static_cast<std::uint32_t>(total);
    if (!seek(*known, at)) break;
    const std::uint32_t chunk = offset_of(cursor_.sector) + cursor_.at;
    const std::uint32_t skip = at - cursor_.start;
    const MutableBytes piece = into.from(total).first(chunk_size(chunk) - skip);
    if (esp_partition_read(partition_, chunk + kBlock + skip, piece.data(), piece.size()) != ESP_OK)
      break;
    total += piece.size();
  }
  return total;
}

Status PartitionStorage::replace(const char* target, const char* source) {
  if (!valid_name(target) || !valid_name(source)) return Status::bad_argument;
  const Area* known = find(source);
  if (!known) return Status::not_found;
  return std::strcmp(target, source) == 0 ? Status::ok : bind(target, known->file);
}

Status PartitionStorage::remove(const char* area) {
  if (!valid_name(area)) return Status::bad_argument;
  return find(area) ? bind(area, 0) : Status::ok;
}

/// Whether flash is erased there. It is read as it is, since decrypted it would not be blank.
bool PartitionStorage::is_blank(std::uint32_t from, std::uint32_t to) const {
  std::uint8_t piece[64];
  while (from < to) {
    const std::uint32_t count = to - from < sizeof piece ? to - from : sizeof piece;
    if (esp_partition_read_raw(partition_, from, piece, count) != ESP_OK) return false;
    for (std::uint32_t i = 0; i < count; ++i) {
      if (piece[i] != 0xFF) return false;
    }
    from += count;
  }
  return true;
}

}  // namespace plugpoint::esp_idf
