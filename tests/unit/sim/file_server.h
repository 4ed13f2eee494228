// An HTTP server for tests: one file, whatever is asked for.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/streambuf.hpp>
#include <boost/asio/write.hpp>
#include <memory>
#include <string>

namespace plugpoint::sim {

class FileServer {
 public:
  FileServer(boost::asio::io_context& loop, std::string content)
      : content_(std::move(content)), acceptor_(loop, {Tcp::v4(), 0}) {
    accept();
  }

  bool tells_length = true;  ///< Else the end of the connection is the end of the file.
  int requests = 0;

  std::string url(const std::string& name) const {
    return "http://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port()) + "/" + name;
  }

 private:
  using Tcp = boost::asio::ip::tcp;
  struct Session {
    explicit Session(Tcp::socket connected) : socket(std::move(connected)) {}
    Tcp::socket socket;
    boost::asio::streambuf request;
    std::string response;
  };

  void accept() {
    acceptor_.async_accept([this](const boost::system::error_code& error, Tcp::socket socket) {
      if (error) return;
      serve(std::make_shared<Session>(std::move(socket)));
      accept();
    });
  }
  void serve(const std::shared_ptr<Session>& session) {
    boost::asio::async_read_until(
        session->socket, session->request, "\r\n\r\n",
        [this, session](const boost::system::error_code& error, std::size_t) {
          if (error) return;
          ++requests;
          session->response = "HTTP/1.1 200 OK\r\nConnection: close\r\n";
          if (tells_length)
            session->response += "Content-Length: " + std::to_string(content_.size()) + "\r\n";
          session->response += "\r\n" + content_;
          boost::asio::async_write(session->socket, boost::asio::buffer(session->response),
                                   [session](const boost::system::error_code&, std::size_t) {});
        });
  }

  std::string content_;
  Tcp::acceptor acceptor_;
};

}  // namespace plugpoint::sim
