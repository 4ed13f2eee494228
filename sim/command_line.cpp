#include "sim/command_line.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <string>

#include "sim/config_file.h"
#include "sim/demo.h"
#include "sim/options.h"
#include "sim/run.h"

namespace plugpoint::sim {

namespace {

constexpr int kUsageExit = 2;

/// What the command line says.
struct CommandLine {
  Options options;
  std::string config;
  DemoOptions demo;
  bool once = false;
};

void add_flag(CLI::App& command, const OptionRow& row, Options& options) {
  const std::string flag = std::string("--") + row.name;
  if (row.text)
    command.add_option_function<std::string>(
        flag, [&options, &row](const std::string& value) { options.*row.text = value; },
        row.meaning);
  if (row.number)
    command.add_option_function<int>(
        flag, [&options, &row](const int& value) { options.*row.number = value; }, row.meaning);
  if (row.boolean)
    command.add_flag_callback(
        flag, [&options, &row] { options.*row.boolean = true; }, row.meaning);
}

void describe(CLI::App& app, CommandLine& line) {
  app.require_subcommand(1);
  CLI::App& run = *app.add_subcommand("run", "Run a station against a central system");
  for (const OptionRow& row : option_rows())
    if (row.is_flag) add_flag(run, row, line.options);
  run.add_option("--config", line.config, "JSON file with the same names; flags win over it");
  CLI::App& demo = *app.add_subcommand("demo", "Show one charging session in this process");
  demo.add_flag("--once", line.once, "One session, then exit: what it does anyway");
  demo.add_flag("--real-time", line.demo.real_time, "Time runs as it does");
}

int execute(const CLI::App& app, const CommandLine& line) {
  if (app.got_subcommand("demo")) return run_demo(line.demo);
  Options options;
  if (!line.config.empty()) options = read_config_file(line.config);
  merge(options, line.options);
  return run_station(checked(options));
}

int fail(const std::string& why, int code) {
  const std::string line = "plugpoint: " + why.substr(0, why.find('\n')) + "\n";
  std::fwrite(line.data(), 1, line.size(), stderr);
  return code;
}

}  // namespace

int run_program(int argc, char** argv) {
  CLI::App app("A simulated OCPP charge point", "plugpoint");
  CommandLine line;
  describe(app, line);
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp& help) {
    return app.exit(help);
  } catch (const CLI::ParseError& error) {
    return fail(error.what(), kUsageExit);
  }
  try {
    return execute(app, line);
  } catch (const UsageError& error) {
    return fail(error.what(), kUsageExit);
  } catch (const std::exception& error) {
    return fail(error.what(), 1);
  }
}

}  // namespace plugpoint::sim
