#include "sim/files.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <fstream>

namespace plugpoint::sim {

namespace {

constexpr std::size_t kMaxVersion = 50;  // firmwareVersion in BootNotification
constexpr const char* kVersionLine = "Plugpoint-Firmware:";
constexpr const char* kOutcomes[] = {"none", "pending", "done", "failed"};

std::string trimmed_text(const std::string& text) {
  const auto from = text.find_first_not_of(" \t\r");
  return from == text.npos ? "" : text.substr(from, text.find_last_not_of(" \t\r") - from + 1);
}

/// The last part of the path, without its ending.
std::string version_in(const std::string& url) {
  const auto authority = url.find("://");
  const auto path = url.find('/', authority == url.npos ? 0 : authority + 3);
  if (path == url.npos) return "unnamed";
  std::string name = url.substr(path, url.find_first_of("?#", path) - path);
  name = name.substr(name.rfind('/') + 1);
  const auto dot = name.rfind('.');
  if (dot != name.npos && dot != 0) name.resize(dot);
  return name.empty() ? "unnamed" : name.substr(0, kMaxVersion);
}

/// Writes a file that only its owner may read: the old or the new one is there after a power cut.
bool write_file(const std::string& path, const std::string& text) {
  const std::string fresh = path + ".new";
  const int out = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (out < 0) return false;
  const bool whole = ::write(out, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
                     ::fdatasync(out) == 0;
  ::close(out);
  return whole && ::rename(fresh.c_str(), path.c_str()) == 0;
}

/// What may stand in the name of a file anywhere.
std::string plain(const std::string& text) {
  std::string out;
  for (const char c : text)
    out += std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_' ? c : '_';
  return out;
}

}  // namespace

SimulatedFiles::SimulatedFiles(posix::EventLoop& loop, const std::string& state,
                               const std::string& id, const TransferOptions& options)
    : state_(state),
      id_(id),
      log_(state + "/station.log"),
      download_(loop, options),
      upload_(loop, options) {
  const auto changed = [this] {
    if (on_change) on_change();
  };
  download_.on_end = changed;
  upload_.on_end = changed;
  read_installed();
}

// What is installed -------------------------------------------------------------------------------

void SimulatedFiles::read_installed() {
  std::ifstream in(file("firmware.txt"));
  std::string outcome;
  std::getline(in, installed_.version);
  std::getline(in, installed_.next);
  std::getline(in, outcome);
  for (unsigned i = 0; i < std::size(kOutcomes); ++i)
    if (outcome == kOutcomes[i]) installed_.outcome = static_cast<Outcome>(i);
}

bool SimulatedFiles::write_installed() const {
  return write_file(file("firmware.txt"), installed_.version + "\n" + installed_.next + "\n" +
                                              kOutcomes[static_cast<unsigned>(installed_.outcome)] +
                                              "\n");
}

bool SimulatedFiles::version_of_image(std::string& version) const {
  version = installed_.next;
  if (forced_firmware_ != ForcedResult::real) return true;
  std::ifstream in(file("firmware.bin"), std::ios::binary);
  std::string line(kMaxVersion + 100, '\0');
  in.read(line.data(), static_cast<std::streamsize>(line.size()));
  line.resize(static_cast<std::size_t>(in.gcount()));
  if (line.empty()) return false;
  if (line.rfind(kVersionLine, 0) != 0) return true;
  line.resize(std::min(line.find('\n'), line.size()));
  version = trimmed_text(line.substr(std::string(kVersionLine).size())).substr(0, kMaxVersion);
  return !version.empty();
}

bool SimulatedFiles::start() {
  if (installed_.outcome != Outcome::pending) return false;
  const bool works = forced_firmware_ != ForcedResult::installation_failed;
  if (works) installed_.version = installed_.next;
  installed_.next.clear();
  installed_.outcome = works ? Outcome::done : Outcome::failed;
  write_installed();
  ::unlink(file("firmware.bin").c_str());
  return true;
}

void SimulatedFiles::power_off() {
  download_.cancel();
  upload_.cancel();
  download_began_ = -1;
  upload_began_ = -1;
  install_began_ = -1;
}

// Firmware ----------------------------------------------------------------------------------------

std::uint8_t SimulatedFiles::protocols() const {
  return bit(FileProtocol::ftp) | bit(FileProtocol::ftps) | bit(FileProtocol::http) |
         bit(FileProtocol::https);
}

Progress SimulatedFiles::forced(ForcedResult result, std::int64_t began) const {
  if (clock() - began < kForcedMs) return {ProgressState::running};
  if (result == ForcedResult::transfer_failed)
    return {ProgressState::failed, "the transfer fails, as it was told to"};
  return {ProgressState::done};
}

Error SimulatedFiles::download(const std::string& url) {
  // What an earlier installation came to says nothing of this one.
  installed_.next = version_in(url);
  installed_.outcome = Outcome::none;
  if (!write_installed()) return {Status::io_error, "the state of the firmware cannot be written"};
  log_.write(machine_utc(), LogLevel::info, "download of " + without_credentials(url));
  if (forced_firmware_ != ForcedResult::real) {
    download_began_ = clock();
    return {};
  }
  download_began_ = -1;
  if (download_.download(url, file("firmware.bin"))) return {};
  return {Status::io_error, "the file for the firmware cannot be written"};
}

Progress SimulatedFiles::download_progress() const {
  return download_began_ >= 0 ? forced(forced_firmware_, download_began_) : download_.progress();
}

void SimulatedFiles::cancel_download() {
  download_.cancel();
  download_began_ = -1;
  for (const char* name : {"firmware.bin", "firmware.bin.part", "firmware.bin.origin"})
    ::unlink(file(name).c_str());
}

Error SimulatedFiles::install() {
  std::string version;
  if (!version_of_image(version))
    return {Status::bad_input, "the file that was downloaded is no firmware of this station"};
  installed_.next = version;
  installed_.outcome = Outcome::pending;
  if (!write_installed()) return {Status::io_error, "the firmware cannot be written"};
  install_began_ = clock();
  return {};
}

Progress SimulatedFiles::install_progress() const {
  if (install_began_ >= 0)
    return {clock() - install_began_ < kInstallMs ? ProgressState::running
                                                  : ProgressState::restart};
  if (installed_.outcome == Outcome::done) return {ProgressState::done};
  if (installed_.outcome == Outcome::failed)
    return {ProgressState::failed, "the new firmware does not start"};
  return {};
}

// Log ---------------------------------------------------------------------------------------------

Text SimulatedFiles::log_file(DateTime from, DateTime to) {
  if (!log_available_ || !log_.has(from, to)) return {};
  char time[kDateTimeTextSize];
  format_date_time(machine_utc(), time);
  // To the second, without what a name of a file may not contain.
  log_name_ = plain(id_) + "_" + plain(std::string(time, 19)) + "Z.log";
  // An upload that a restart interrupts keeps the name that the central system was told.
  write_file(file("upload.txt"), log_name_ + "\n");
  return {log_name_.data(), log_name_.size()};
}

Error SimulatedFiles::upload(const std::string& url, DateTime from, DateTime to) {
  log_.write(machine_utc(), LogLevel::info, "upload to " + without_credentials(url));
  if (forced_upload_ != ForcedResult::real) {
    upload_began_ = clock();
    return {};
  }
  upload_began_ = -1;
  if (log_name_.empty()) {
    std::ifstream in(file("upload.txt"));
    std::getline(in, log_name_);
  }
  const std::string copy = file("upload.log");
  if (!log_.copy(from, to, copy)) return {Status::io_error, "the log cannot be copied"};
  if (upload_.upload(copy, address_in(url, log_name_))) return {};
  return {Status::io_error, "the copy of the log cannot be read"};
}

Progress SimulatedFiles::upload_progress() const {
  return upload_began_ >= 0 ? forced(forced_upload_, upload_began_) : upload_.progress();
}

void SimulatedFiles::cancel_upload() {
  upload_.cancel();
  upload_began_ = -1;
}

}  // namespace plugpoint::sim
