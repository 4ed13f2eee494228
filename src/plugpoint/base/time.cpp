#include "plugpoint/base/time.h"

namespace plugpoint {

namespace {

constexpr std::int64_t kMsPerDay = 86400000;
constexpr std::int32_t kMsPerMinute = 60000;

/// Days since 1970-01-01 of a date of the proleptic Gregorian calendar. Counting years from March
/// puts the leap day last, so the days before a month follow one linear formula.
std::int32_t days_of(std::int32_t year, std::int32_t month, std::int32_t day) {
  const std::int32_t y = month > 2 ? year : year - 1;
  const std::int32_t era = (y >= 0 ? y : y - 399) / 400;
  const std::int32_t year_of_era = y - era * 400;
  const std::int32_t from_march = (month + 9) % 12;
  const std::int32_t day_of_year = (153 * from_march + 2) / 5 + day - 1;
  return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year -
         719468;
}

struct Date {
  std::int32_t year;
  std::int32_t month;
  std::int32_t day;
};

Date date_of(std::int32_t days) {
  const std::int32_t shifted = days + 719468;
  const std::int32_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
  const std::int32_t day_of_era = shifted - era * 146097;
  const std::int32_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const std::int32_t day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int32_t from_march = (5 * day_of_year + 2) / 153;
  const std::int32_t month = from_march < 10 ? from_march + 3 : from_march - 9;
  const std::int32_t year = year_of_era + era * 400 + (month <= 2 ? 1 : 0);
  return {year, month, day_of_year - (153 * from_march + 2) / 5 + 1};
}

std::int32_t days_in(std::int32_t year, std::int32_t month) {
  if (month == 2) {
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return leap ? 29 : 28;
  }
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

/// Reads fixed-width fields off the front of a text.
class Reader {
 public:
  explicit Reader(Text text) : rest_(text) {}

  bool number(std::size_t width, std::int32_t& value) {
    if (rest_.size() < width) return false;
    value = 0;
    for (std::size_t i = 0; i < width; ++i) {
      if (rest_[i] < '0' || rest_[i] > '9') return false;
      value = value * 10 + (rest_[i] - '0');
    }
    rest_ = rest_.from(width);
    return true;
  }
  bool take(char c) {
    if (rest_.empty() || rest_[0] != c) return false;
    rest_ = rest_.from(1);
    return true;
  }
  bool take_either(char a, char b) { return take(a) || take(b); }
  bool done() const { return rest_.empty(); }

  /// YYYY-MM-DD, a day that exists.
  bool date(Date& date) {
    if (!number(4, date.year) || !take('-')) return false;
    if (!number(2, date.month) || !take('-')) return false;
    if (!number(2, date.day)) return false;
    return date.month >= 1 && date.month <= 12 && date.day >= 1 &&
           date.day <= days_in(date.year, date.month);
  }

  /// hh:mm, seconds and their fraction if there are any; as milliseconds since midnight.
  bool time_of_day(std::int32_t& ms) {
    std::int32_t hour = 0;
    std::int32_t minute = 0;
    std::int32_t second = 0;
    ms = 0;
    if (!number(2, hour) || !take(':') || !number(2, minute)) return false;
    if (take(':')) {
      if (!number(2, second)) return false;
      if (take_either('.', ',') && !fraction(ms)) return false;
    }
    ms += hour * 3600000 + minute * kMsPerMinute + second * 1000;
    // A leap second (…:60) is legal in ISO 8601; it is counted as the second that follows.
    return hour <= 23 && minute <= 59 && second <= 60;
  }

  bool fraction(std::int32_t& ms) {
    std::int32_t weight = 100;
    bool any = false;
    while (!rest_.empty() && rest_[0] >= '0' && rest_[0] <= '9') {
      ms += (rest_[0] - '0') * weight;
      weight /= 10;
      any = true;
      rest_ = rest_.from(1);
    }
    return any;
  }

  /// The zone designator up to the end, as minutes east of UTC.
  bool zone(std::int32_t& minutes) {
    minutes = 0;
    if (done()) return true;
    if (take_either('Z', 'z')) return done();
    const bool west = rest_[0] == '-';
    if (!take_either('+', '-')) return false;
    std::int32_t hour = 0;
    std::int32_t minute = 0;
    if (!number(2, hour) || hour > 23) return false;
    const bool colon = take(':');
    if (!done() || colon) {
      if (!number(2, minute) || minute > 59) return false;
    }
    minutes = (west ? -1 : 1) * (hour * 60 + minute);
    return done();
  }

 private:
  Text rest_;
};

void put(char* at, std::int32_t value, int width) {
  for (int i = width - 1; i >= 0; --i) {
    at[i] = static_cast<char>('0' + value % 10);
    value /= 10;
  }
}

}  // namespace

bool parse_date_time(Text text, DateTime& value) {
  Reader reader(text);
  Date date{};
  std::int32_t ms = 0;
  std::int32_t zone = 0;
  if (!reader.date(date)) return false;
  if (!reader.take_either('T', 't') && !reader.take(' ')) return false;
  if (!reader.time_of_day(ms) || !reader.zone(zone)) return false;
  value.ms = days_of(date.year, date.month, date.day) * kMsPerDay + ms - zone * kMsPerMinute;
  return true;
}

void format_date_time(DateTime value, char (&into)[kDateTimeTextSize]) {
  std::int64_t days = value.ms / kMsPerDay;
  std::int64_t rest = value.ms % kMsPerDay;
  if (rest < 0) {
    rest += kMsPerDay;
    --days;
  }
  const Date date = date_of(static_cast<std::int32_t>(days));
  const std::int32_t ms = static_cast<std::int32_t>(rest);
  put(into, date.year, 4);
  into[4] = '-';
  put(into + 5, date.month, 2);
  into[7] = '-';
  put(into + 8, date.day, 2);
  into[10] = 'T';
  put(into + 11, ms / 3600000, 2);
  into[13] = ':';
  put(into + 14, ms / 60000 % 60, 2);
  into[16] = ':';
  put(into + 17, ms / 1000 % 60, 2);
  into[19] = '.';
  put(into + 20, ms % 1000, 3);
  into[23] = 'Z';
}

}  // namespace plugpoint
