#include "sim/file_transfer.h"

#include <curl/curl.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <utility>

namespace plugpoint::sim {

namespace {

using namespace std::chrono_literals;

constexpr auto kLook = 5ms;  // How often a running transfer is moved on.
constexpr long kConnectSeconds = 20;
constexpr long kStallSeconds = 30;  // Without a byte so long, a transfer has failed.
constexpr long kRedirects = 5;
constexpr long kRangeNotSatisfiable = 416;
constexpr std::uint64_t kSpaceToLeave = 4ULL << 20;
constexpr const char* kProtocols = "http,https,ftp,ftps";

constexpr const char* kNoSpace = "the file does not fit the free disk space";
constexpr const char* kTooLarge = "the file is larger than is allowed";
constexpr const char* kNotWritten = "the file cannot be written";

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

File open_file(const std::string& path, int flags, const char* mode) {
  const int descriptor = ::open(path.c_str(), flags | O_CLOEXEC, 0600);
  return File(descriptor < 0 ? nullptr : ::fdopen(descriptor, mode));
}

std::uint64_t size_of(const std::string& path) {
  struct stat found {};
  return ::stat(path.c_str(), &found) == 0 ? static_cast<std::uint64_t>(found.st_size) : 0;
}

/// What a part of a file came from: the address, and what the server called that state of the file.
struct Origin {
  std::string url;
  std::string validator;
};

Origin read_origin(const std::string& path) {
  Origin origin;
  std::ifstream in(path);
  std::getline(in, origin.url);
  std::getline(in, origin.validator);
  return origin;
}

bool write_origin(const std::string& path, const Origin& origin) {
  const File out = open_file(path, O_WRONLY | O_CREAT | O_TRUNC, "w");
  return out &&
         std::fprintf(out.get(), "%s\n%s\n", origin.url.c_str(), origin.validator.c_str()) > 0;
}

bool is_http(const std::string& url) {
  return ::strncasecmp(url.c_str(), "http", 4) == 0;
}

}  // namespace

std::uint64_t free_on_disk(int descriptor) {
  struct statvfs disk {};
  // A disk that does not tell shows when it is full.
  if (::fstatvfs(descriptor, &disk) != 0) return UINT64_MAX;
  return std::uint64_t{disk.f_bavail} * disk.f_frsize;
}

struct FileTransfer::Run {
  Run() : multi(curl_multi_init()), easy(curl_easy_init()) {}
  ~Run() {
    curl_multi_remove_handle(multi, easy);
    curl_easy_cleanup(easy);
    curl_multi_cleanup(multi);
    curl_slist_free_all(headers);
  }
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;

  std::string part() const { return path + ".part"; }
  std::string origin_file() const { return path + ".origin"; }
  bool open_part();
  void ask_for_the_rest();
  bool starts();
  bool has_room(std::uint64_t coming) const;
  bool close_part();
  std::size_t take(const char* data, std::size_t size);
  void note_header(const std::string& line);
  static std::size_t on_body(char* data, std::size_t size, std::size_t count, void* run);
  static std::size_t ignore(char* data, std::size_t size, std::size_t count, void* run);
  static std::size_t on_header(char* data, std::size_t size, std::size_t count, void* run);
  static std::size_t on_read(char* into, std::size_t size, std::size_t count, void* run);

  CURLM* multi;
  CURL* easy;
  curl_slist* headers = nullptr;
  std::string path;
  std::string url;
  Origin origin;
  File file;
  std::uint64_t before = 0;  // Bytes of the part that were there.
  std::uint64_t moved = 0;
  const TransferOptions* options = nullptr;
  const char* why = nullptr;  // Own reason for a failure.
  bool downloading = false;
  bool started = false;  // The first byte of the body came.
};

// Goes on with a part of the same address; over HTTP only where the server can tell whether the
// file is still the same.
bool FileTransfer::Run::open_part() {
  origin = read_origin(origin_file());
  const bool same = origin.url == url && (!is_http(url) || !origin.validator.empty());
  before = same ? size_of(part()) : 0;
  if (before == 0) origin = {url, ""};
  file = open_file(part(), O_WRONLY | O_CREAT | (before == 0 ? O_TRUNC : O_APPEND), "a");
  return file && write_origin(origin_file(), origin);
}

void FileTransfer::Run::ask_for_the_rest() {
  if (before == 0) return;
  curl_easy_setopt(easy, CURLOPT_RANGE, (std::to_string(before) + "-").c_str());
  if (!origin.validator.empty())
    headers = curl_slist_append(headers, ("If-Range: " + origin.validator).c_str());
}

// The server answers with the rest, or with the whole file anew.
bool FileTransfer::Run::starts() {
  started = true;
  long response = 0;
  curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &response);
  if (is_http(url) && response == 200 && before != 0) {
    before = 0;
    if (::ftruncate(::fileno(file.get()), 0) != 0) why = kNotWritten;
  }
  write_origin(origin_file(), origin);
  curl_off_t length = -1;
  curl_easy_getinfo(easy, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length);
  if (length > 0) {
    const auto coming = static_cast<std::uint64_t>(length);
    if (!has_room(coming)) why = kNoSpace;
    if (before + coming > options->max_bytes) why = kTooLarge;
  }
  return why == nullptr;
}

bool FileTransfer::Run::has_room(std::uint64_t coming) const {
  const std::uint64_t free = options->free_bytes(::fileno(file.get()));
  return free >= kSpaceToLeave && free - kSpaceToLeave >= coming;
}

std::size_t FileTransfer::Run::take(const char* data, std::size_t size) {
  if (!started && !starts()) return 0;
  // A server need not tell the length before, and others write to the disk too.
  if (before + moved + size > options->max_bytes) {
    why = kTooLarge;
  } else if (!has_room(size)) {
    why = kNoSpace;
  } else if (std::fwrite(data, 1, size, file.get()) != size) {
    why = kNotWritten;
  }
  if (why != nullptr) return 0;
  moved += size;
  return size;
}

// What the buffer holds is written last of all, and may not fit.
bool FileTransfer::Run::close_part() {
  const bool whole = std::fclose(file.release()) == 0;
  if (!whole && why == nullptr) why = kNotWritten;
  return whole;
}

void FileTransfer::Run::note_header(const std::string& line) {
  // The headers of the last response count, not those of a redirection.
  if (line.rfind("HTTP/", 0) == 0) origin.validator.clear();
  const auto colon = line.find(':');
  if (colon == line.npos) return;
  const std::string name = line.substr(0, colon);
  const auto from = line.find_first_not_of(" \t", colon + 1);
  const auto to = line.find_last_not_of("\r\n \t");
  if (from == line.npos || to < from) return;
  const std::string value = line.substr(from, to - from + 1);
  // RFC 9110 §13.1.5: only a strong validator makes sure that the parts fit.
  if (::strcasecmp(name.c_str(), "ETag") == 0 && value.rfind("W/", 0) != 0)
    origin.validator = value;
}

std::size_t FileTransfer::Run::on_body(char* data, std::size_t size, std::size_t count, void* run) {
  return static_cast<Run*>(run)->take(data, size * count);
}

std::size_t FileTransfer::Run::ignore(char*, std::size_t size, std::size_t count, void*) {
  return size * count;
}

std::size_t FileTransfer::Run::on_header(char* data, std::size_t size, std::size_t count,
                                         void* run) {
  static_cast<Run*>(run)->note_header(std::string(data, size * count));
  return size * count;
}

std::size_t FileTransfer::Run::on_read(char* into, std::size_t size, std::size_t count, void* run) {
  auto& self = *static_cast<Run*>(run);
  const std::size_t got = std::fread(into, 1, size * count, self.file.get());
  self.moved += got;
  return got;
}

FileTransfer::FileTransfer(posix::EventLoop& loop, TransferOptions options)
    : options_(std::move(options)), timer_(loop.context()) {}

FileTransfer::~FileTransfer() {
  *alive_ = false;
}

std::uint64_t FileTransfer::bytes() const {
  return run_ ? run_->before + run_->moved : bytes_;
}

bool FileTransfer::download(const std::string& url, const std::string& path) {
  cancel();
  auto run = std::make_unique<Run>();
  run->downloading = true;
  run->path = path;
  run->url = url;
  run->options = &options_;
  if (!run->open_part()) return false;
  run->ask_for_the_rest();
  curl_easy_setopt(run->easy, CURLOPT_WRITEFUNCTION, &Run::on_body);
  curl_easy_setopt(run->easy, CURLOPT_WRITEDATA, run.get());
  if (is_http(url)) {
    curl_easy_setopt(run->easy, CURLOPT_HEADERFUNCTION, &Run::on_header);
    curl_easy_setopt(run->easy, CURLOPT_HEADERDATA, run.get());
  }
  begin(std::move(run));
  return true;
}

bool FileTransfer::upload(const std::string& path, const std::string& url) {
  cancel();
  auto run = std::make_unique<Run>();
  run->path = path;
  run->url = url;
  run->file = open_file(path, O_RDONLY, "r");
  if (!run->file) return false;
  curl_easy_setopt(run->easy, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(run->easy, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(size_of(path)));
  curl_easy_setopt(run->easy, CURLOPT_READFUNCTION, &Run::on_read);
  // Else what the server says of it would be printed among the answers of the control interface.
  curl_easy_setopt(run->easy, CURLOPT_WRITEFUNCTION, &Run::ignore);
  curl_easy_setopt(run->easy, CURLOPT_READDATA, run.get());
  // Some servers never answer it, and a log is small.
  run->headers = curl_slist_append(run->headers, "Expect:");
  begin(std::move(run));
  return true;
}

void FileTransfer::begin(std::unique_ptr<Run> run) {
  CURL* easy = run->easy;
  curl_easy_setopt(easy, CURLOPT_URL, run->url.c_str());
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, kProtocols);
  // Who asked for TLS gets nothing without it.
  const bool https = ::strncasecmp(run->url.c_str(), "https:", 6) == 0;
  curl_easy_setopt(easy, CURLOPT_REDIR_PROTOCOLS_STR, https ? "https" : "http,https");
  curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, run->downloading ? 1L : 0L);
  curl_easy_setopt(easy, CURLOPT_MAXREDIRS, kRedirects);
  curl_easy_setopt(easy, CURLOPT_FAILONERROR, 1L);
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT, kConnectSeconds);
  curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, 1L);
  curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, kStallSeconds);
  curl_easy_setopt(easy, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
  if (!options_.ca.empty()) curl_easy_setopt(easy, CURLOPT_CAINFO, options_.ca.c_str());
  if (options_.insecure_skip_verify) {
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 0L);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 0L);
  }
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, run->headers);
  curl_multi_add_handle(run->multi, easy);
  run_ = std::move(run);
  progress_ = {ProgressState::running};
  work();
}

void FileTransfer::work() {
  int running = 0;
  curl_multi_perform(run_->multi, &running);
  int left = 0;
  if (const CURLMsg* message = curl_multi_info_read(run_->multi, &left))
    return finish(message->data.result);
  timer_.expires_after(kLook);
  timer_.async_wait([this, alive = alive_](const boost::system::error_code& error) {
    if (!error && *alive && run_) work();
  });
}

void FileTransfer::finish(int code) {
  Run& run = *run_;
  long response = 0;
  curl_easy_getinfo(run.easy, CURLINFO_RESPONSE_CODE, &response);
  if (!run.downloading) {
    if (code == CURLE_OK) return end({ProgressState::done});
    return end({ProgressState::failed, curl_easy_strerror(static_cast<CURLcode>(code))});
  }
  const bool whole = run.close_part();
  if (code == CURLE_OK && whole && run.why == nullptr &&
      ::rename(run.part().c_str(), run.path.c_str()) == 0) {
    ::unlink(run.origin_file().c_str());
    return end({ProgressState::done});
  }
  // What no longer fits the file on the server, or never will fit here, is no use.
  if (response == kRangeNotSatisfiable || run.why != nullptr) {
    ::unlink(run.part().c_str());
    ::unlink(run.origin_file().c_str());
  }
  end({ProgressState::failed, run.why ? run.why : curl_easy_strerror(static_cast<CURLcode>(code))});
}

void FileTransfer::end(Progress progress) {
  bytes_ = run_->before + run_->moved;
  run_.reset();
  progress_ = progress;
  // Later, since it may have ended inside the call that began it.
  timer_.expires_after(0ms);
  timer_.async_wait([this, alive = alive_](const boost::system::error_code& error) {
    if (!error && *alive && on_end) on_end();
  });
}

void FileTransfer::cancel() {
  timer_.cancel();
  run_.reset();
  progress_ = {};
}

std::string address_in(const std::string& url, const std::string& file) {
  if (url.find('?') != url.npos) return url;
  return url + (!url.empty() && url.back() == '/' ? "" : "/") + file;
}

std::string without_credentials(const std::string& url) {
  const auto begin = url.find("://");
  if (begin == url.npos) return url;
  const auto end = std::min(url.find_first_of("/?#", begin + 3), url.size());
  const auto at = url.rfind('@', end);
  if (at == url.npos || at < begin + 3 || at >= end) return url;
  return url.substr(0, begin + 3) + url.substr(at + 1);
}

}  // namespace plugpoint::sim
