#include "unit/json/corpus.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "unit/json/token_stream.h"

namespace plugpoint::json {
namespace {

class Corpus : public testing::Test {
 protected:
  const std::vector<CorpusFile> files_ = load_corpus();
};

TEST_F(Corpus, has_the_promised_number_of_files_and_a_verdict_for_each) {
  EXPECT_GE(files_.size(), 250U);
  std::size_t choices = 0;
  for (const CorpusFile& file : files_)
    choices += file.name.compare(0, 15, "implementation/") == 0 ? 1 : 0;
  EXPECT_EQ(implementation_verdicts().size(), choices);
}

TEST_F(Corpus, gets_the_right_verdict_whole) {
  for (const CorpusFile& file : files_) {
    const Reading reading = read_whole(file.text);
    EXPECT_EQ(reading.accepted, file.accepted) << file.name << ": " << reading.error;
    EXPECT_EQ(reading.broken, "") << file.name;
  }
}

TEST_F(Corpus, reads_the_same_byte_by_byte) {
  for (const CorpusFile& file : files_)
    EXPECT_EQ(difference(read_whole(file.text), read_in_parts(file.text, 1)), "") << file.name;
}

TEST_F(Corpus, reads_the_same_cut_in_two_at_each_byte) {
  for (const CorpusFile& file : files_) {
    if (file.text.size() > 300) continue;
    const Reading whole = read_whole(file.text);
    for (std::size_t cut = 1; cut < file.text.size(); ++cut) {
      TokenStream stream;
      stream.feed(file.text.substr(0, cut));
      stream.feed(file.text.substr(cut));
      EXPECT_EQ(difference(whole, stream.finish()), "") << file.name << " cut at " << cut;
    }
  }
}

TEST_F(Corpus, reads_the_same_in_random_parts) {
  for (const CorpusFile& file : files_) {
    const Reading whole = read_whole(file.text);
    for (std::uint32_t seed = 1; seed <= 20; ++seed) {
      const std::size_t mean = 1 + seed % 7 * 2;
      EXPECT_EQ(difference(whole, read_in_random_parts(file.text, seed, mean)), "")
          << file.name << " seed " << seed;
    }
  }
}

TEST_F(Corpus, is_what_its_generator_writes) {
  const std::filesystem::path fresh =
      std::filesystem::path(testing::TempDir()) / "plugpoint_json_corpus";
  std::filesystem::remove_all(fresh);
  const std::string script = (source_root() / "tools/make_json_corpus.py").string();
  if (std::system("python3 -c pass") != 0) GTEST_SKIP() << "no python3";
  ASSERT_EQ(std::system(("python3 '" + script + "' '" + fresh.string() + "'").c_str()), 0);
  std::size_t generated = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(fresh)) {
    if (!entry.is_regular_file()) continue;
    const auto committed =
        source_root() / "tests/corpus/json" / std::filesystem::relative(entry.path(), fresh);
    EXPECT_EQ(read_file(entry.path()), read_file(committed)) << committed;
    ++generated;
  }
  EXPECT_EQ(generated, files_.size() + 1);  // and implementation.tsv
  std::filesystem::remove_all(fresh);
}

}  // namespace
}  // namespace plugpoint::json
