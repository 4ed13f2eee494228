// An ESP8266 or ESP32 in virtual time, on which each call of the core takes as long as it may.
//
// What is charged, and where the figure is from:
//   lwIP's callback interface  1 ms each, though none of it waits (lwIP, doc/rawapi.txt)
//   lwIP's sockets             1 ms each; 10 s where a call would wait for the network, since the
//                              socket blocks or the call says how long
//   Serial                     what its buffer of 128 bytes cannot hold, at 115,200 baud
//   delay, yield               what they wait; the port must call neither
//   LittleFS                   counted apart: see `Flash`
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace slow_board {

/// What the network does to the station.
struct World {
  bool name_server_answers = true;
  bool server_accepts = true;  ///< Else a SYN is never answered.
  bool server_answers = true;  ///< Else it takes bytes and says nothing.
  bool server_reads = true;    ///< Else its window is full, and stays so.
  /// Else tcp_close is ERR_MEM, as lwIP may say at any time; of a socket, lwIP sees to that itself.
  bool close_finds_memory = true;
};
extern World world;

/// Writing to LittleFS. Each file that is written and closed gets its last block anew: one block of
/// 8 KB (`_FS_block` in the core's flash layouts) is erased and filled. Renaming and removing
/// change a directory.
struct Flash {
  int files_written = 0;
  int directory_changes = 0;
};
extern Flash flash;

std::uint64_t now_ms();
/// A call took this long.
void charge(std::uint64_t us);
/// Time passes, and lwIP works, as between two passes of loop().
void pass(std::uint32_t ms);
/// The network of the chip: what has come since the last time.
void serve_network();
/// The server ends the connection: politely, or by a reset.
void server_closes();
void server_resets();
/// How often a connection was made, and how often delay or yield was called.
extern int connections_made;
extern int waits;

}  // namespace slow_board
