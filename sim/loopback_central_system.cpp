#include "sim/loopback_central_system.h"

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/websocket.hpp>
#include <deque>
#include <map>

#include "plugpoint/base/time.h"

namespace plugpoint::sim {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::ip::tcp;
using boost::system::error_code;

constexpr const char* kSubprotocol = "ocpp1.6";
constexpr int kHeartbeatIntervalSeconds = 300;

enum MessageType { call = 2, call_result = 3, call_error = 4 };

/// A request that the central system understands, and the members that it must have.
struct RequestRow {
  const char* action;
  std::map<std::string, Json::value_t> required;
};

const RequestRow* find_request(const std::string& action) {
  using Type = Json::value_t;
  static const RequestRow kRequests[] = {
      {"BootNotification",
       {{"chargePointVendor", Type::string}, {"chargePointModel", Type::string}}},
      {"Heartbeat", {}},
      {"Authorize", {{"idTag", Type::string}}},
      {"StatusNotification",
       {{"connectorId", Type::number_unsigned},
        {"errorCode", Type::string},
        {"status", Type::string}}},
      {"StartTransaction",
       {{"connectorId", Type::number_unsigned},
        {"idTag", Type::string},
        {"meterStart", Type::number_unsigned},
        {"timestamp", Type::string}}},
      {"MeterValues", {{"connectorId", Type::number_unsigned}, {"meterValue", Type::array}}},
      {"StopTransaction",
       {{"transactionId", Type::number_unsigned},
        {"meterStop", Type::number_unsigned},
        {"timestamp", Type::string}}},
      {"FirmwareStatusNotification", {{"status", Type::string}}},
  };
  for (const RequestRow& row : kRequests)
    if (action == row.action) return &row;
  return nullptr;
}

bool is_call(const Json& frame) {
  return frame.is_array() && frame.size() == 4 && frame[0] == MessageType::call &&
         frame[1].is_string() && frame[2].is_string() && frame[3].is_object();
}

}  // namespace

class LoopbackCentralSystem::Implementation : public std::enable_shared_from_this<Implementation> {
 public:
  Implementation(asio::io_context& loop, const SimTime& time, std::int64_t utc_ms,
                 Observer observer)
      : acceptor_(loop, tcp::endpoint(asio::ip::address_v4::loopback(), 0)),
        time_(time),
        utc_ms_(utc_ms),
        observer_(std::move(observer)) {}

  std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

  void accept() {
    acceptor_.async_accept([self = shared_from_this()](error_code error, tcp::socket socket) {
      if (error) return;
      self->read_handshake(std::move(socket));
      self->accept();
    });
  }

  void send_request(const std::string& action, const Json& payload,
                    std::function<void(const Json&)> answered) {
    const std::string id = "central-" + std::to_string(++requests_);
    answers_[id] = std::move(answered);
    send(Json::array({MessageType::call, id, action, payload}));
  }

  std::string utc_text() const {
    char text[kDateTimeTextSize];
    format_date_time(DateTime{utc_ms_ + time_.now()}, text);
    return {text, sizeof text};
  }

  void stop() {
    error_code ignored;
    acceptor_.close(ignored);
    if (socket_) beast::get_lowest_layer(*socket_).close(ignored);
  }

 private:
  using Socket = beast::websocket::stream<tcp::socket>;
  using Handshake = beast::http::request<beast::http::string_body>;

  void read_handshake(tcp::socket socket) {
    socket_ = std::make_shared<Socket>(std::move(socket));
    input_.clear();
    sending_ = false;
    output_.clear();
    auto request = std::make_shared<Handshake>();
    beast::http::async_read(
        socket_->next_layer(), input_, *request,
        [self = shared_from_this(), socket = socket_, request](error_code error, std::size_t) {
          if (!error) self->open(socket, *request);
        });
  }

  void open(const std::shared_ptr<Socket>& socket, const Handshake& request) {
    const auto offered = request["Sec-WebSocket-Protocol"];
    if (offered.find(kSubprotocol) == offered.npos) violate("the station does not offer ocpp1.6");
    socket->set_option(
        beast::websocket::stream_base::decorator([](beast::websocket::response_type& response) {
          response.set(beast::http::field::sec_websocket_protocol, kSubprotocol);
        }));
    socket->async_accept(request, [self = shared_from_this(), socket](error_code error) {
      if (error) return;
      if (self->observer_.connected) self->observer_.connected();
      self->read(socket);
    });
  }

  void read(const std::shared_ptr<Socket>& socket) {
    socket->async_read(input_, [self = shared_from_this(), socket](error_code error, std::size_t) {
      if (error) return;
      const std::string text = beast::buffers_to_string(self->input_.data());
      self->input_.clear();
      self->take(text);
      self->read(socket);
    });
  }

  void take(const std::string& text) {
    const Json frame = Json::parse(text, nullptr, false);
    if (is_call(frame)) return take_call(frame[1], frame[2], frame[3]);
    if (frame.is_array() && frame.size() >= 3 && frame[1].is_string()) return take_answer(frame);
    violate("not a frame of OCPP-J: " + text);
  }

  void take_call(const std::string& id, const std::string& action, const Json& payload) {
    const RequestRow* row = find_request(action);
    if (!row) return refuse(id, "NotImplemented", "the central system does not know " + action);
    for (const auto& [name, type] : row->required) {
      const bool fits = payload.contains(name) && payload[name].type() == type;
      if (!fits) return refuse(id, "FormationViolation", action + " has no valid " + name);
    }
    if (observer_.request) observer_.request(action, payload);
    send(Json::array({MessageType::call_result, id, answer_to(action)}));
  }

  Json answer_to(const std::string& action) {
    const Json accepted = {{"status", "Accepted"}};
    if (action == "BootNotification")
      return {{"currentTime", utc_text()},
              {"interval", kHeartbeatIntervalSeconds},
              {"status", "Accepted"}};
    if (action == "Heartbeat") return {{"currentTime", utc_text()}};
    if (action == "Authorize" || action == "StopTransaction") return {{"idTagInfo", accepted}};
    if (action == "StartTransaction")
      return {{"transactionId", ++transactions_}, {"idTagInfo", accepted}};
    return Json::object();
  }

  void take_answer(const Json& frame) {
    const auto waiting = answers_.find(frame[1].get<std::string>());
    if (waiting == answers_.end()) return violate("an answer to nothing: " + frame.dump());
    const auto answered = std::move(waiting->second);
    answers_.erase(waiting);
    answered(frame[0] == MessageType::call_result ? frame[2] : Json());
  }

  void refuse(const std::string& id, const char* code, const std::string& what) {
    send(Json::array({MessageType::call_error, id, code, what, Json::object()}));
    violate(what);
  }

  void violate(const std::string& what) {
    if (observer_.violation) observer_.violation(what);
  }

  void send(const Json& frame) {
    output_.push_back(frame.dump());
    if (!sending_) send_next();
  }

  void send_next() {
    sending_ = !output_.empty() && socket_ && socket_->is_open();
    if (!sending_) return;
    auto text = std::make_shared<std::string>(std::move(output_.front()));
    output_.pop_front();
    socket_->text(true);
    socket_->async_write(asio::buffer(*text), [self = shared_from_this(), socket = socket_, text](
                                                  error_code error, std::size_t) {
      if (!error && socket == self->socket_) self->send_next();
    });
  }

  tcp::acceptor acceptor_;
  SimTime time_;
  std::int64_t utc_ms_;
  Observer observer_;
  std::shared_ptr<Socket> socket_;
  beast::flat_buffer input_;
  std::deque<std::string> output_;
  std::map<std::string, std::function<void(const Json&)>> answers_;
  int requests_ = 0;
  int transactions_ = 0;
  bool sending_ = false;
};

LoopbackCentralSystem::LoopbackCentralSystem(asio::io_context& loop, const SimTime& time,
                                             std::int64_t utc_ms, Observer observer)
    : self_(std::make_shared<Implementation>(loop, time, utc_ms, std::move(observer))) {
  self_->accept();
}

LoopbackCentralSystem::~LoopbackCentralSystem() {
  self_->stop();
}

std::uint16_t LoopbackCentralSystem::port() const {
  return self_->port();
}

void LoopbackCentralSystem::request(const std::string& action, const Json& payload,
                                    std::function<void(const Json& payload)> answered) {
  self_->send_request(action, payload, std::move(answered));
}

std::string LoopbackCentralSystem::utc_text() const {
  return self_->utc_text();
}

void LoopbackCentralSystem::stop() {
  self_->stop();
}

}  // namespace plugpoint::sim
