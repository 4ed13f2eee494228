#include <atomic>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>
#include <string>
#include <thread>

#include "server.h"

namespace plugpoint {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;
using Tcp = asio::ip::tcp;
using Socket = websocket::stream<Tcp::socket>;
using Request = http::request<http::string_body>;

class BeastServer final : public WebSocketServer {
 public:
  BeastServer() : acceptor_(context_, Tcp::endpoint(asio::ip::address_v4::loopback(), 0)) {
    thread_ = std::thread([this] { serve(); });
  }
  ~BeastServer() override {
    stopping_ = true;
    // The thread waits in accept: one more connection wakes it up.
    asio::io_context context;
    Tcp::socket waker(context);
    beast::error_code ignored;
    waker.connect(Tcp::endpoint(asio::ip::address_v4::loopback(), port()), ignored);
    thread_.join();
  }
  std::uint16_t port() const override { return acceptor_.local_endpoint().port(); }

 private:
  void serve() {
    for (;;) {
      Tcp::socket socket(context_);
      acceptor_.accept(socket);
      if (stopping_) return;
      try {
        serve_one(std::move(socket));
      } catch (const boost::system::system_error& error) {
        if (error.code() != websocket::error::closed && error.code() != asio::error::eof)
          last_error_ = error.code().message();
      }
    }
  }

  static void refuse(Tcp::socket& socket, http::status status) {
    http::response<http::string_body> response(status, 11);
    response.set(http::field::connection, "close");
    response.body() = "refused";
    response.prepare_payload();
    http::write(socket, response);
    beast::error_code ignored;
    socket.shutdown(Tcp::socket::shutdown_send, ignored);
  }

  void serve_one(Tcp::socket raw) {
    beast::flat_buffer buffer;
    Request request;
    http::read(raw, buffer, request);
    const std::string name(request.target().substr(1));
    if (name == "auth" && request[http::field::authorization] != "Basic Q1AxOnNlY3JldCDDpA==")
      return refuse(raw, http::status::unauthorized);
    if (!known(name)) return refuse(raw, http::status::not_found);
    Socket socket(std::move(raw));
    if (name != "no-protocol") {
      socket.set_option(websocket::stream_base::decorator([](websocket::response_type& response) {
        response.set(http::field::sec_websocket_protocol, "ocpp1.6");
      }));
    }
    websocket::permessage_deflate compression;
    compression.server_enable = true;  // Used only with clients that ask for it.
    socket.set_option(compression);
    socket.accept(request);
    behave(socket, name);
  }

  static bool known(const std::string& name) {
    for (const char* path : {"echo", "auth", "no-protocol", "fragments", "large", "ping", "close",
                             "binary", "terminate", "last-close"}) {
      if (name == path) return true;
    }
    return false;
  }

  void behave(Socket& socket, const std::string& name) {
    socket.text(true);
    if (name == "last-close") return tell_last_close(socket);
    last_error_ = "none";
    last_close_ = "none";
    if (name == "fragments") return send_fragments(socket);
    if (name == "ping") return ping(socket);
    if (name == "close") return close(socket);
    if (name == "terminate") {
      // The beginning of a longer frame, and then nothing more.
      asio::write(socket.next_layer(), asio::buffer("\x81\x7D"
                                                    "last",
                                                    6));
      return;
    }
    if (name == "large") {
      std::string text;
      for (int i = 0; i < 100000; ++i)
        text += "0123456789";
      socket.write_buffer_bytes(1000);
      socket.write(asio::buffer(text));
    }
    if (name == "binary") {
      socket.binary(true);
      socket.write(asio::buffer("\1\2\3", 3));
    }
    echo(socket);
  }

  void tell_last_close(Socket& socket) {
    const std::string text = last_close_ + " " + last_error_;
    socket.write(asio::buffer(text));
    beast::flat_buffer buffer;
    socket.read(buffer);
  }

  void echo(Socket& socket) {
    for (;;) {
      beast::flat_buffer buffer;
      beast::error_code error;
      socket.read(buffer, error);
      if (error == websocket::error::closed) last_close_ = std::to_string(socket.reason().code);
      if (error) throw boost::system::system_error(error);
      socket.text(socket.got_text());
      socket.write(buffer.data());
    }
  }

  void send_fragments(Socket& socket) {
    const char* const pieces[] = {"one \xE2\x82\xAC ", "", "two ", "three"};
    for (int i = 0; i < 4; ++i) {
      socket.write_some(i == 3, asio::buffer(pieces[i], std::char_traits<char>::length(pieces[i])));
      if (i != 3) socket.ping("between");
    }
    echo(socket);
  }

  void ping(Socket& socket) {
    websocket::ping_data payload;
    for (int i = 0; i < 125; ++i)
      payload.push_back(static_cast<char>(i));
    std::string answer = "none";
    socket.control_callback([&](websocket::frame_type type, beast::string_view data) {
      if (type != websocket::frame_type::pong) return;
      answer = data == beast::string_view(payload.data(), payload.size()) ? "same" : "different";
    });
    socket.ping(payload);
    for (;;) {
      beast::flat_buffer buffer;
      socket.read(buffer);
      socket.write(asio::buffer(answer));
    }
  }

  static void close(Socket& socket) {
    socket.close(
        websocket::close_reason(static_cast<websocket::close_code>(4001), "enough \xE2\x82\xAC"));
  }

  asio::io_context context_;
  Tcp::acceptor acceptor_;
  std::atomic<bool> stopping_{false};
  std::string last_close_ = "none";
  std::string last_error_ = "none";
  std::thread thread_;
};

}  // namespace

std::unique_ptr<WebSocketServer> start_beast_server() {
  return std::make_unique<BeastServer>();
}

}  // namespace plugpoint
