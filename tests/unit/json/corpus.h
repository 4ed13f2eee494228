// The corpus of JSON texts (tests/corpus/json, written by tools/make_json_corpus.py).
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>
#include <string>
#include <vector>

namespace plugpoint::json {

struct CorpusFile {
  std::string name;  ///< folder/file
  std::string text;
  bool accepted;  ///< the verdict that we promise
};

inline std::filesystem::path source_root() {
  return PLUGPOINT_SOURCE_DIR;
}

inline std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// Our choices where RFC 8259 leaves one, by file name.
inline std::map<std::string, bool> implementation_verdicts() {
  std::map<std::string, bool> verdicts;
  std::ifstream table(source_root() / "tests/corpus/json/implementation.tsv");
  for (std::string line; std::getline(table, line);) {
    std::istringstream row(line);
    std::string name;
    std::string verdict;
    std::getline(row, name, '\t');
    std::getline(row, verdict, '\t');
    verdicts[name] = verdict == "accept";
  }
  return verdicts;
}

inline std::vector<CorpusFile> load_corpus() {
  const std::map<std::string, bool> verdicts = implementation_verdicts();
  std::vector<CorpusFile> files;
  for (const std::string folder : {"valid", "invalid", "implementation"}) {
    for (const auto& entry :
         std::filesystem::directory_iterator(source_root() / "tests/corpus/json" / folder)) {
      const std::string name = entry.path().filename().string();
      const bool accepted = folder == "implementation" ? verdicts.at(name) : folder == "valid";
      files.push_back({folder + "/" + name, read_file(entry.path()), accepted});
    }
  }
  std::sort(files.begin(), files.end(),
            [](const CorpusFile& a, const CorpusFile& b) { return a.name < b.name; });
  return files;
}

}  // namespace plugpoint::json
