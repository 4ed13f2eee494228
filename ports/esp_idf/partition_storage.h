// The storage port on a flash partition of an ESP32.
#pragma once

#include <esp_partition.h>

#include <memory>

#include "plugpoint/port.h"

namespace plugpoint::esp_idf {

/// Areas on raw NOR flash by esp_partition, without a file system.
///
/// The partition is cut into sectors of 4,096 bytes. The first two take turns as directory: a list
/// of entries "this name is file number n", of which the last one of a name counts. Every other
/// sector belongs to one file, says so in its first bytes, and holds chunks. A chunk is written
/// data first, then its head, so what a power cut leaves is no chunk; what is not whole is never
/// read. `replace` is one entry of the directory. A sector is erased right before it is used, and
/// they are used in turn, so that all wear alike. Everything is written in aligned blocks of 16
/// bytes, once each, as flash encryption asks for.
///
/// RAM: 12 bytes a sector and 532 bytes, allocated by `open` alone. An erase stops the program for
/// some 50 ms (flash data sheets: at most 400 ms); it happens once in 4 KB.
class PartitionStorage final : public Storage {
 public:
  static constexpr std::size_t kAreas = 24;

  /// Reads what the partition holds; one without anything of ours in it is taken over. The
  /// partition needs 8 sectors at least, of a type and subtype of its own (`data, 0x40`). Null on
  /// failure, then `error` says why. Errors: bad_argument, no_memory, io_error, corrupt.
  static std::unique_ptr<PartitionStorage> open(const esp_partition_t* partition, Error& error);

  ~PartitionStorage() = default;
  PartitionStorage(const PartitionStorage&) = delete;
  PartitionStorage& operator=(const PartitionStorage&) = delete;

  Status append(const char* area, Bytes bytes) override;
  std::size_t read(const char* area, std::uint32_t offset, MutableBytes into) override;
  std::uint32_t size(const char* area) override;
  Status replace(const char* target, const char* source) override;
  Status remove(const char* area) override;

  /// Sectors that hold nothing.
  std::size_t free_sectors() const;

 private:
  using FileId = std::uint32_t;  ///< 0: none.
  using SectorIndex = std::uint16_t;
  static constexpr SectorIndex kNoSector = 0xFFFF;

  /// What is known of a sector that belongs to a file.
  struct Sector {
    FileId file = 0;
    std::uint16_t order = 0;       ///< Position within the file.
    SectorIndex next = kNoSector;  ///< What follows it in the file.
    std::uint16_t used = 0;        ///< Where the next chunk goes; the sector's size: nowhere.
    std::uint16_t bytes = 0;       ///< Of the file's content.
  };
  /// An area: a name and the file that has its content.
  struct Area {
    char name[16] = {};
    FileId file = 0;
    SectorIndex first = kNoSector;
    SectorIndex last = kNoSector;
  };
  /// Where a chunk lies in flash and in its file.
  struct Cursor {
    FileId file = 0;
    SectorIndex sector = kNoSector;
    std::uint16_t at = 0;            ///< Of the chunk's head within the sector.
    std::uint32_t start = 0;         ///< Of the chunk's data within the file.
    std::uint32_t sector_start = 0;  ///< Of the sector's data within the file.
  };

  PartitionStorage(const esp_partition_t* partition, SectorIndex sectors)
      : partition_(partition), count_(sectors) {}

  Error mount();
  bool read_directory();
  bool directory_number(SectorIndex sector, std::uint32_t& number) const;
  void read_entries();
  Error format();
  bool any_file() const;
  void read_sectors();
  void read_sector(SectorIndex index);
  void walk_chunks(SectorIndex index);
  void link_files();

  Area* find(const char* name);
  Status bind(const char* name, FileId file);
  void apply(const char* name, FileId file);
  void release(FileId file);
  Status rewrite_directory();
  Status write_entry(SectorIndex sector, std::uint32_t slot, const char* name, FileId file);

  SectorIndex take_sector(FileId file, std::uint16_t order);
  Status write_chunk(SectorIndex index, Bytes bytes);
  Status write_blocks(std::uint32_t offset, Bytes bytes);
  Status append_to(Area& area, Bytes bytes);
  Status create(const char* name, Bytes bytes);
  bool seek(const Area& area, std::uint32_t offset);
  bool is_blank(std::uint32_t from, std::uint32_t to) const;
  std::uint16_t chunk_size(std::uint32_t offset) const;

  const esp_partition_t* partition_;
  SectorIndex count_;
  std::unique_ptr<Sector[]> sectors_;
  Area areas_[kAreas];
  SectorIndex directory_ = 0;         ///< The directory in force, 0 or 1.
  std::uint32_t directory_turn_ = 0;  ///< Its number.
  std::uint32_t directory_slot_ = 0;  ///< Where the next entry goes.
  FileId newest_ = 0;
  SectorIndex taken_ = 1;  ///< The sector taken last.
  Cursor cursor_;
};

}  // namespace plugpoint::esp_idf
