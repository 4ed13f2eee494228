#pragma once

#include <nlohmann/json.hpp>
#include <string>

// nlohmann's code is compiled once, in json.cpp, instead of in each file of tests: it was half of
// what their compilation took.
extern template class nlohmann::basic_json<>;
extern template class nlohmann::detail::serializer<nlohmann::json>;
