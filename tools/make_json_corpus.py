#!/usr/bin/env python3
"""Writes the corpus of JSON texts for the tokenizer's tests.

    tools/make_json_corpus.py [FOLDER]     (default: tests/corpus/json)

FOLDER gets valid/ (RFC 8259 says yes), invalid/ (it says no) and implementation/ (it leaves the
choice), with implementation.tsv: file, our verdict, and why. The output is the same on every run.
Names say what is tested: <kind>_<case>.json.
"""

import os
import sys

CASES = {}  # (folder, name) -> bytes
VERDICTS = {}  # name -> (accepted, reason)


def add(folder, kind, cases):
    for name, text in cases.items():
        data = text if isinstance(text, bytes) else text.encode("utf-8")
        key = (folder, f"{kind}_{name}.json")
        assert key not in CASES, key
        assert data not in CASES.values(), (key, data)
        CASES[key] = data


def valid(kind, cases):
    add("valid", kind, cases)


def invalid(kind, cases):
    add("invalid", kind, cases)


def choice(kind, accepted, reason, cases):
    add("implementation", kind, cases)
    for name in cases:
        VERDICTS[f"{kind}_{name}.json"] = (accepted, reason)


def structure():
    valid("structure", {
        "number_alone": "42",
        "negative_alone": "-7",
        "fraction_alone": "0.25",
        "exponent_alone": "6e2",
        "number_alone_newline": "42\n",
        "string_alone": '"EVSE"',
        "empty_string_alone": '""',
        "true_alone": "true",
        "false_alone": "false",
        "null_alone": "null",
        "empty_array_alone": "[]",
        "empty_object_alone": "{}",
        "spaces_around_string": '   "A"   ',
        "newline_after_literal": "true\n",
        "call": '[2,"19223201","Heartbeat",{}]',
        "call_result": '[3,"19223201",{"currentTime":"2024-02-29T23:59:59Z"}]',
        "call_error": '[4,"162376037","NotSupported","SetDisplayMessage is unknown",{}]',
        "mixed": '{"a":[1,{"b":[true,null]},"c"],"d":{"e":{}},"f":[[],[[]]]}',
        "nested_32": "[" * 32 + "]" * 32,
        "nested_objects_10": '{"n":' * 10 + "0" + "}" * 10,
    })
    invalid("structure", {
        "empty": "",
        "space_only": " ",
        "white_space_only": "\n\t \r\n",
        "two_values": "1 2",
        "two_strings": '"a""b"',
        "two_arrays": "[][]",
        "two_objects": "{}{}",
        "array_then_letter": "[1]x",
        "array_then_comma": "[1],",
        "object_then_brace": "{}}",
        "array_then_bracket": "[]]",
        "object_then_semicolon": '{"a":1};',
        "value_then_hash": "true#",
        "value_then_nul": b"[]\x00",
        "nul_only": b"\x00",
        "nul_before": b"\x00[]",
        "comma_only": ",",
        "colon_only": ":",
        "close_bracket_only": "]",
        "close_brace_only": "}",
        "open_bracket_only": "[",
        "open_brace_only": "{",
        "quote_only": '"',
        "backslash_only": "\\",
        "minus_only": "-",
        "plus_only": "+",
        "dot_only": ".",
        "hash_only": "#",
        "at_only": "@",
        "asterisk_only": "*",
        "less_than": "<>",
        "markup": "<message/>",
        "array_closed_by_brace": "[1}",
        "object_closed_by_bracket": '{"a":1]',
        "crossed": '[{"a":[}]]',
        "crossed_deep": '{"a":[{"b":1]}}',
        "round_brackets": "(1)",
        "line_comment": "[1] // one",
        "line_comment_inside": "[1, // one\n2]",
        "block_comment": "[/* one */1]",
        "block_comment_after": "{}/* end */",
        "hash_comment": "# text\n[]",
        "word": "Heartbeat",
        "single_quotes": "'text'",
        "backquotes": "`text`",
        "function_call": "f(1)",
        "semicolon_separator": "[1;2]",
        "nested_unclosed": "[" * 20 + "1",
        "objects_unclosed": '{"a":' * 12,
        "non_ascii_letter": "\u00e4",
        "non_ascii_digit": "\uff11",
        "continuation_byte": b"[\x80]",
        "byte_ff": b"\xff",
        "byte_fe_in_array": b"[1,\xfe]",
        "lead_byte_in_object": b"{\xc3}",
        "delete_character": b"[1]\x7f",
        "unescaped_key_separator": '{"a"\\u003a1}',
    })


def arrays():
    valid("array", {
        "one": "[1]",
        "empty_spaced": "[ ]",
        "empty_newlines": "[\n\n]",
        "several": '[1,"two",3.0,true,false,null,{},[]]',
        "spaces": "[ 1 , 2 ]",
        "newline_before_comma": "[1\n,2]",
        "trailing_space": "[2] ",
        "leading_space": " [2]",
        "nested_empty": "[[[]]]",
        "neighbours": "[[],[],[]]",
        "many_nulls": "[null,null,null,null,null,null,null,null,null]",
        "one_empty_string": '[""]',
        "strings": '["Energy.Active.Import.Register","Wh","Outlet"]',
        "thousand": "[" + ",".join(str(i) for i in range(1000)) + "]",
    })
    invalid("array", {
        "comma_only": "[,]",
        "leading_comma": "[,1]",
        "trailing_comma": "[1,]",
        "trailing_comma_string": '["a",]',
        "double_comma": "[1,,2]",
        "double_trailing_comma": "[1,,]",
        "missing_comma_numbers": "[1 2]",
        "missing_comma_strings": '["a" "b"]',
        "missing_comma_arrays": "[[][]]",
        "missing_comma_before_array": "[1[2]]",
        "missing_comma_before_object": "[1{}]",
        "missing_comma_literals": "[true false]",
        "colon": "[1:2]",
        "member": '["a":1]',
        "unclosed_after_value": "[1",
        "unclosed_after_comma": "[1,",
        "unclosed_after_string": '["a"',
        "unclosed_newlines": "[1,\n2\n",
        "unclosed_inner": "[[1]",
        "extra_close": "[1]]",
        "star": "[*]",
        "ellipsis": "[1,...]",
        "open_brace_inside": "[{",
        "word": "[abc]",
        "bare_quote": '["',
        "nul_inside": b"[\x00]",
        "vertical_tab": b"[\x0b1]",
        "form_feed": b"[\x0c1]",
        "minus": "[-]",
        "closed_by_brace_empty": "[}",
    })


def objects():
    valid("object", {
        "one": '{"a":1}',
        "empty_spaced": "{ }",
        "two": '{"a":1,"b":2}',
        "spaces": ' { "a" : 1 , "b" : 2 } ',
        "newlines": '{\n"a"\n:\n1\n}\n',
        "empty_key": '{"":0}',
        "key_escaped": '{"a\\n\\"b":1}',
        "key_unicode_escape": '{"\\u0061":1}',
        "key_nul_escape": '{"a\\u0000b":1}',
        "key_non_ascii": '{"L\u00e4nge":1}',
        "key_pair": '{"\\ud83d\\ude97":1}',
        "key_long": '{"' + "k" * 300 + '":1}',
        "key_number_text": '{"1":2}',
        "all_kinds": '{"n":1,"s":"x","t":true,"f":false,"z":null,"a":[1],"o":{"p":2}}',
        "nested_empty": '{"a":{}}',
        "prototype": '{"__proto__":{"constructor":null}}',
    })
    invalid("object", {
        "comma_only": "{,}",
        "leading_comma": '{,"a":1}',
        "trailing_comma": '{"a":1,}',
        "two_trailing_commas": '{"a":1,,}',
        "double_comma": '{"a":1,,"b":2}',
        "missing_comma": '{"a":1 "b":2}',
        "missing_colon": '{"a" 1}',
        "missing_value": '{"a":}',
        "missing_value_then_comma": '{"a":,"b":2}',
        "missing_key": "{:1}",
        "double_colon": '{"a"::1}',
        "two_colons": '{"a":1:2}',
        "equals": '{"a"=1}',
        "comma_for_colon": '{"a",1}',
        "key_only": '{"a"}',
        "key_only_unclosed": '{"a"',
        "colon_unclosed": '{"a":',
        "value_unclosed": '{"a":1',
        "comma_unclosed": '{"a":1,',
        "key_in_string_unclosed": '{"a',
        "second_key_unclosed": '{"a":1,"b',
        "unquoted_key": "{a:1}",
        "single_quoted_key": "{'a':1}",
        "number_key": "{1:1}",
        "negative_key": "{-1:1}",
        "null_key": "{null:1}",
        "true_key": "{true:1}",
        "array_key": "{[]:1}",
        "object_key": "{{}:1}",
        "value_without_key": '{"a":1,2}',
        "array_elements": "{1,2}",
        "string_element": '{"a","b"}',
        "bracket_inside": "{[",
        "comment_after_key": '{"a"/*x*/:1}',
        "bad_key_escape": '{"\\x":1}',
        "bad_key_control": b'{"\x01":1}',
        "lone_brace_inside": '{"a":{}',
        "nul_before_key": b'{\x00"a":1}',
        "word_value": '{"a":b}',
        "two_values": '{"a":1 2}',
        "trailing_comma_spaced": '{"a":true , }',
    })


def strings():
    valid("string", {
        "space": '[" "]',
        "printable": '["' + "".join(chr(c) for c in range(0x20, 0x7F) if chr(c) not in '"\\') + '"]',
        "delete": b'["\x7f"]',
        "looks_like_comment": '["/* // # */"]',
        "looks_like_json": '["[1,{\\"a\\":2}]"]',
        "ends_in_two_backslashes": '["\\\\\\\\"]',
        "backslash_before_quote": '["\\\\\\""]',
        "single_quote": '["\'"]',
        "time": '["2022-06-15T08:30:00.000Z"]',
        "lengths_1_to_40": "[" + ",".join('"' + "x" * n + '"' for n in range(1, 41)) + "]",
        "quote_at_each_offset": "[" + ",".join(
            '"' + "y" * n + '\\"' + "z" * (17 - n) + '"' for n in range(18)) + "]",
        "long": '["' + "0123456789abcdef" * 300 + '"]',
        "long_non_ascii": '["' + "\u00fc\u20ac\U0001F50C" * 100 + '"]',
    })
    invalid("string", {
        "unclosed": '["abc',
        "unclosed_alone": '"abc',
        "unclosed_after_escaped_quote": '["abc\\"]',
        "newline": '["a\nb"]',
        "carriage_return": '["a\rb"]',
        "tab": '["a\tb"]',
        "nul": b'["a\x00b"]',
        "backspace": b'["a\x08b"]',
        "escape_character": b'["\x1b[0m"]',
        "unit_separator": b'["\x1f"]',
        "control_first": b'"\x02abcdefghijkl"',
        "control_in_second_word": b'"abcdefghijk\x03l"',
        "control_last": b'"abcdefg\x04"',
        "single_quoted": "['a']",
        "no_opening_quote": '[a"]',
        "typographic_quotes": "[\u201ca\u201d]",
        "triple_quotes": '["""a"""]',
        "joined": '["a"+"b"]',
        "adjacent": '["a" "b"',
        "unicode_escape_outside": "[\\u0022a\\u0022]",
        "escape_outside": '[\\n]',
        "escaped_newline": '["a\\\nb"]',
        "escaped_nul": b'["\\\x00"]',
    })
    for code in (0x05, 0x06, 0x07, 0x0B, 0x0C, 0x0E, 0x10, 0x14, 0x1A, 0x1E):
        invalid("string", {f"control_{code:02x}": b'["a' + bytes([code]) + b'"]'})


def escapes():
    names = {'"': "quote", "\\": "backslash", "/": "slash", "b": "backspace", "f": "form_feed",
             "n": "newline", "r": "return", "t": "tab"}
    for letter, name in names.items():
        valid("escape", {name: f'["\\{letter}"]'})
    valid("escape", {
        "all_short": '["\\"\\\\\\/\\b\\f\\n\\r\\t"]',
        "among_text": '["one\\ntwo\\tthree\\\\four"]',
        "unicode_ascii": '["\\u0041\\u007a"]',
        "unicode_nul": '["\\u0000"]',
        "unicode_control": '["\\u0001\\u001f\\u007f"]',
        "unicode_quote": '["\\u0022"]',
        "unicode_backslash": '["\\u005c"]',
        "unicode_two_bytes": '["\\u0080\\u00e9\\u07ff"]',
        "unicode_three_bytes": '["\\u0800\\u20ac\\uffff"]',
        "unicode_around_surrogates": '["\\ud7ff\\ue000"]',
        "unicode_upper_case": '["\\u00C4\\uABCD"]',
        "unicode_mixed_case": '["\\uaBcD"]',
        "unicode_noncharacter": '["\\ufdd0\\ufffe"]',
        "unicode_byte_order_mark": '["\\ufeff"]',
        "unicode_line_separators": '["\\u2028\\u2029"]',
        "pair_first": '["\\ud800\\udc00"]',
        "pair_last": '["\\udbff\\udfff"]',
        "pair_plug": '["\\uD83D\\uDD0C"]',
        "pairs_in_row": '["\\ud83d\\ude00\\ud83d\\ude01"]',
        "pair_noncharacter": '["\\ud83f\\udffe"]',
        "pair_in_text": '["a\\ud83d\\ude00b"]',
        "backslash_then_u": '["\\\\u0041"]',
        "backslash_then_n": '["\\\\n"]',
        "digits_follow": '["\\u00411234"]',
    })
    invalid("escape", {
        "letter_a": '["\\a"]',
        "letter_v": '["\\v"]',
        "letter_x": '["\\x41"]',
        "letter_e": '["\\e"]',
        "capital_n": '["\\N"]',
        "capital_u": '["\\U0041"]',
        "digit": '["\\0"]',
        "octal": '["\\101"]',
        "single_quote": '["\\\'"]',
        "space": '["\\ "]',
        "brace": '["\\{"]',
        "non_ascii": '["\\\u00e9"]',
        "emoji": '["\\\U0001F50C"]',
        "bad_byte": b'["\\\xe5"]',
        "cut_after_backslash": '["\\',
        "backslash_at_end": '["\\"',
        "unicode_no_digits": '["\\u"]',
        "unicode_one_digit": '["\\u1"]',
        "unicode_two_digits": '["\\u12"]',
        "unicode_three_digits": '["\\u123"]',
        "unicode_bad_first": '["\\ug000"]',
        "unicode_bad_last": '["\\u000G"]',
        "unicode_sign": '["\\u+041"]',
        "unicode_minus": '["\\u-041"]',
        "unicode_space": '["\\u 041"]',
        "unicode_at_sign": '["\\u@000"]',
        "unicode_colon": '["\\u:000"]',
        "unicode_back_quote": '["\\u`000"]',
        "unicode_braces": '["\\u{41}"]',
        "unicode_non_ascii_digit": '["\\u004\uff11"]',
        "unicode_bad_byte": b'["\\u00\xe5f"]',
        "unicode_cut_by_end": '["\\u00',
        "pair_bad_digit": '["\\ud800\\udc0x"]',
        "pair_cut_short": '["\\ud800\\udc"]',
        "pair_backslash_only": '["\\ud800\\"]',
        "pair_u_only": '["\\ud800\\u"]',
        "pair_cut_by_end": '["\\ud83d\\ude0',
        "pair_bad_escape": '["\\ud800\\x"]',
    })
    choice("surrogate", False, "a lone surrogate has no UTF-8 form (RFC 8259 section 8.2)", {
        "high_alone": '["\\ud800"]',
        "low_alone": '["\\udc00"]',
        "high_last": '["\\udbff"]',
        "low_last": '["\\udfff"]',
        "high_then_text": '["\\ud83dabc"]',
        "low_then_text": '["\\ude00abc"]',
        "high_twice": '["\\ud83d\\ud83d"]',
        "high_twice_then_low": '["\\ud83d\\ud83d\\ude00"]',
        "low_then_high": '["\\ude00\\ud83d"]',
        "high_then_ascii_escape": '["\\ud83d\\u0041"]',
        "high_then_short_escape": '["\\ud83d\\n"]',
        "high_then_beyond_low": '["\\ud83d\\ue000"]',
        "high_then_before_low": '["\\ud83d\\udbff"]',
        "high_then_space": '["\\ud83d \\ude00"]',
        "pair_then_low": '["\\ud83d\\ude00\\ude00"]',
        "high_in_key": '{"\\ud800":1}',
        "low_in_key": '{"\\udfff":1}',
        "upper_case": '["\\uDADA"]',
    })


def utf8():
    valid("utf8", {
        "two_bytes_first": b'["\xc2\x80"]',
        "two_bytes_last": b'["\xdf\xbf"]',
        "three_bytes_first": b'["\xe0\xa0\x80"]',
        "three_bytes_before_surrogates": b'["\xed\x9f\xbf"]',
        "three_bytes_after_surrogates": b'["\xee\x80\x80"]',
        "three_bytes_last": b'["\xef\xbf\xbf"]',
        "four_bytes_first": b'["\xf0\x90\x80\x80"]',
        "four_bytes_last": b'["\xf4\x8f\xbf\xbf"]',
        "byte_order_mark_inside": b'["\xef\xbb\xbf"]',
        "noncharacters": "[\"\ufdd0\ufffe\U0001ffff\"]",
        "line_separators": '["\u2028\u2029"]',
        "no_break_space": '["\u00a0"]',
        "combining": '["e\u0301"]',
        "greek": '["\u03ba\u03cc\u03c3\u03bc\u03b5"]',
        "chinese": '["\u5145\u7535\u6869"]',
        "emoji_alone": '"\U0001F697\U0001F50B"',
        "mixed_widths": '["a\u00e4\u20ac\U0001F50Ca\U0001F50C\u20ac\u00e4a"]',
        "at_each_offset": "[" + ",".join(
            '"' + "x" * n + "\u20ac" + "y" * (9 - n) + '"' for n in range(10)) + "]",
        "private_use": '["\ue000\U0010fffd"]',
    })
    choice("utf8", False, "text must be UTF-8 (RFC 8259 section 8.1)", {
        "continuation_alone": b'["\x80"]',
        "continuation_last": b'["a\xbf"]',
        "lead_c0": b'["\xc0\xaf"]',
        "lead_c1": b'["\xc1\xbf"]',
        "lead_f5": b'["\xf5\x80\x80\x80"]',
        "lead_f8": b'["\xf8\x88\x80\x80\x80"]',
        "lead_fc": b'["\xfc\x84\x80\x80\x80\x80"]',
        "byte_fe": b'["\xfe"]',
        "byte_ff": b'["\xff"]',
        "overlong_slash_three": b'["\xe0\x80\xaf"]',
        "overlong_three_last": b'["\xe0\x9f\xbf"]',
        "overlong_slash_four": b'["\xf0\x80\x80\xaf"]',
        "overlong_four_last": b'["\xf0\x8f\xbf\xbf"]',
        "overlong_nul": b'["\xc0\x80"]',
        "surrogate_first": b'["\xed\xa0\x80"]',
        "surrogate_last": b'["\xed\xbf\xbf"]',
        "surrogate_pair": b'["\xed\xa0\xbd\xed\xb8\x80"]',
        "beyond_last": b'["\xf4\x90\x80\x80"]',
        "two_cut": b'["\xc3"]',
        "three_cut_after_one": b'["\xe2"]',
        "three_cut_after_two": b'["\xe2\x82"]',
        "four_cut_after_three": b'["\xf0\x9f\x94"]',
        "two_then_ascii": b'["\xc3a"]',
        "three_then_ascii": b'["\xe2\x82a"]',
        "lead_then_lead": b'["\xc3\xc3\xa4"]',
        "three_then_lead": b'["\xe2\x82\xe2\x82\xac"]',
        "extra_continuation": b'["\xc3\xa4\xa4"]',
        "latin1": b'["Stra\xdfe"]',
        "latin1_key": b'{"L\xe4nge":1}',
        "after_long_run": b'["abcdefghijklmnopqrstuvwx\xfa"]',
        "lead_then_control": b'["\xc3\x01"]',
    })
    invalid("utf8", {
        "cut_by_end_two": b'["\xc3',
        "cut_by_end_four": b'["\xf0\x9f\x94',
        "no_break_space_outside": "[1,\u00a02]",
        "em_space_outside": "[\u20031]",
        "zero_width_space_outside": "[\u200b]",
        "word_joiner_outside": "\u2060[]",
        "line_separator_outside": "[1,\u20282]",
        "next_line_outside": "[\u0085]",
        "bad_byte_in_number": b"[123\xe5]",
        "bad_byte_in_exponent": b"[1e1\xe5]",
        "bad_byte_after_array": b"[]\xe5",
        "bad_byte_in_literal": b"[tr\xfbe]",
    })


def encodings():
    bom = b"\xef\xbb\xbf"
    text = '["\u00e9"]'
    why_bom = "no byte order mark is sent, and it may be refused (RFC 8259 section 8.1)"
    choice("bom", False, why_bom, {
        "empty_array": bom + b"[]",
        "empty_object": bom + b"{}",
        "string": bom + b'"a"',
        "number": bom + b"1",
        "then_space": bom + b" []",
    })
    invalid("bom", {
        "only": bom,
        "twice": bom + bom + b"[]",
        "cut_after_one": b"\xef",
        "cut_after_two": b"\xef\xbb",
        "wrong_third_byte": b"\xef\xbb{}",
        "after_value": b"[]" + bom,
        "inside_array": b"[" + bom + b"1]",
        "after_space": b" " + bom + b"[]",
        "before_key": b"{" + bom + b'"a":1}',
    })
    why = "text between systems must be UTF-8 (RFC 8259 section 8.1)"
    choice("utf16", False, why, {
        "little_endian": text.encode("utf-16-le"),
        "big_endian": text.encode("utf-16-be"),
        "little_endian_bom": b"\xff\xfe" + text.encode("utf-16-le"),
        "big_endian_bom": b"\xfe\xff" + text.encode("utf-16-be"),
        "little_endian_digit": "1".encode("utf-16-le"),
        "big_endian_digit": "1".encode("utf-16-be"),
        "little_endian_object": "{}".encode("utf-16-le"),
        "big_endian_string": '"a"'.encode("utf-16-be"),
    })
    choice("utf32", False, why, {
        "little_endian": text.encode("utf-32-le"),
        "big_endian": text.encode("utf-32-be"),
        "little_endian_bom": b"\xff\xfe\x00\x00" + text.encode("utf-32-le"),
        "big_endian_bom": b"\x00\x00\xfe\xff" + text.encode("utf-32-be"),
    })


def numbers():
    good = {
        "zero": "0", "minus_zero": "-0", "minus_one": "-1", "many_digits": "1234567890",
        "fraction": "0.5", "fraction_zero": "1.0", "fraction_zeros": "32.000",
        "minus_fraction": "-0.001", "long_fraction": "3.14159265358979323846",
        "exponent": "1e5", "exponent_capital": "1E5", "exponent_plus": "1e+5",
        "exponent_minus": "1e-5", "exponent_capital_plus": "1E+5", "exponent_capital_minus": "1E-5",
        "zero_exponent": "0e1", "zero_exponent_plus": "0e+1", "exponent_zero": "1e0",
        "exponent_leading_zero": "1e01", "exponent_leading_zeros": "1e-0007",
        "fraction_exponent": "1.5e3", "minus_fraction_exponent": "-2.75E-2",
        "zero_fraction": "0.0", "minus_zero_fraction": "-0.0", "minus_zero_exponent": "-0e0",
        "int32_max": "2147483647", "int32_min": "-2147483648", "int32_beyond": "2147483648",
        "uint32_max": "4294967295", "int64_max": "9223372036854775807",
        "int64_min": "-9223372036854775808", "uint64_max": "18446744073709551615",
        "double_max": "1.7976931348623157e308", "double_smallest": "5e-324",
        "double_close_to_zero": "-0." + "0" * 80 + "3",
        "exact_53_bits": "9007199254740993",
    }
    valid("number", {name: f"[{text}]" for name, text in good.items()})
    valid("number", {
        "before_space": "[7 ]",
        "before_newline": "[7\n]",
        "before_comma": "[7,8]",
        "before_brace": '{"a":7}',
        "alone_spaces": " 7 ",
        "row": "[0,-1,2.5,3e4,-5.6E-7]",
    })
    bad = {
        "minus": "[-1-]", "plus": "[+1]", "plus_plus": "[++1]", "minus_plus": "[-+1]",
        "minus_minus": "[--1]", "minus_space": "[- 1]", "minus_letter": "[-x]",
        "leading_zero": "[01]", "leading_zeros": "[007]", "minus_leading_zero": "[-01]",
        "leading_zero_fraction": "[00.5]", "minus_zero_zero": "[-00]",
        "no_integer": "[.5]", "minus_no_integer": "[-.5]", "no_fraction": "[1.]",
        "minus_no_fraction": "[-2.]", "zero_no_fraction": "[0.]", "no_fraction_exponent": "[1.e1]",
        "no_integer_exponent": "[.e1]", "two_dots": "[1.2.3]", "dots_in_row": "[1..2]",
        "dot_alone": "[.]", "minus_dot": "[-.]", "dot_minus": "[.-1]", "fraction_minus": "[1.-1]",
        "no_exponent": "[1e]", "no_exponent_plus": "[1e+]", "no_exponent_minus": "[1E-]",
        "zero_no_exponent": "[0e]", "exponent_alone": "[e1]", "exponent_twice": "[1e2e3]",
        "exponent_letters": "[1ee2]", "exponent_fraction": "[1e2.5]", "exponent_dot": "[1e.5]",
        "exponent_plus_minus": "[1e+-2]", "exponent_minus_exponent": "[1e-e]",
        "fraction_no_exponent": "[1.5e]", "sign_inside": "[1+2]", "minus_inside": "[1-2]",
        "trailing_minus": "[1-]", "trailing_plus": "[1+]", "expression": "[1*2]",
        "nan": "[NaN]", "minus_nan": "[-NaN]", "nan_lower": "[nan]", "infinity": "[Infinity]",
        "minus_infinity": "[-Infinity]", "inf": "[inf]", "minus_inf": "[-inf]", "plus_inf": "[+Inf]",
        "hexadecimal": "[0x1F]", "hexadecimal_capital": "[0X1F]", "hexadecimal_minus": "[-0x1]",
        "hexadecimal_float": "[0x1p3]", "octal": "[0o17]", "binary": "[0b101]",
        "suffix_l": "[10L]", "suffix_f": "[1.5f]", "suffix_n": "[10n]", "unit": "[16A]",
        "unit_spaced": "[16 A]", "percent": "[80%]", "thousands_apostrophe": "[1'000]",
        "thousands_underscore": "[1_000]", "thousands_space": "[1 000]",
        "nul_after": b"[1\x00]", "nul_inside": b"[1\x000]", "non_ascii_digit": "[\uff15]",
        "arabic_digit": "[\u0665]", "non_ascii_minus": "[\u22121]", "superscript": "[1\u00b2]",
        "letter_after": "[1a]", "letter_before": "[a1]", "quote_after": '[1"a"]',
        "backslash": "[1\\]", "slash": "[1/2]", "parentheses": "[(1)]", "dollar": "[$1]",
        "alone_leading_zero": "01", "alone_letter": "1x",
        "alone_cut_fraction": "1.", "alone_cut_exponent": "1e", "alone_cut_sign": "1e-",
        "alone_two_dots": "1.1.1", "in_object_bad": '{"a":1.}', "in_object_leading_zero": '{"a":00}',
    }
    invalid("number", bad)
    choice("number", True, "the text is handed on; range and precision are the reader's", {
        "huge_exponent": "[1e9999]",
        "huge_exponent_minus": "[-1e9999]",
        "huge_negative_exponent": "[123e-10000000]",
        "beyond_double": "[1.8e308]",
        "beyond_double_minus": "[-1.8e308]",
        "below_double": "[1e-400]",
        "exponent_beyond_int64": "[0.4e00669999999999999999999999]",
        "beyond_uint64": "[18446744073709551616]",
        "below_int64": "[-9223372036854775809]",
        "integer_96_characters": "[" + "1" * 96 + "]",
        "fraction_96_characters": "[-0." + "7" * 93 + "]",
        "alone_96_characters": "2" * 96,
    })
    choice("number", False, "longer than 96 characters (RFC 8259 section 9 allows limits)", {
        "integer_97_characters": "[" + "1" * 97 + "]",
        "fraction_97_characters": "[-0." + "7" * 94 + "]",
        "alone_97_characters": "2" * 97,
        "integer_1000_characters": "[" + "9" * 1000 + "]",
        "exponent_1000_characters": "[1e" + "0" * 997 + "]",
    })


def literals():
    valid("literal", {
        "true": "[true]",
        "false": "[false]",
        "null": "[null]",
        "all": "[true,false,null]",
        "spaced": "[ true , false , null ]",
        "in_object": '{"t":true,"f":false,"n":null}',
    })
    bad = ["True", "TRUE", "False", "FALSE", "Null", "NULL", "nul", "tru", "fals", "truth", "truee",
           "falsee", "nulll", "none", "None", "nil", "undefined", "yes", "on", "t", "f", "n",
           "true1", "nulltrue", "truefalse", "tRue", "falsE", "fal se", "n ull"]
    invalid("literal", {"bad_" + "".join(f"{c}" if c.islower() or c.isdigit() else
                                         "_" if c == " " else f"{c.lower()}-cap" for c in word):
                        f"[{word}]" for word in bad})
    invalid("literal", {
        "cut_true": "tru",
        "cut_false": "[fals",
        "cut_null": '{"a":nul',
        "nul_byte_inside": b"[tr\x00ue]",
        "nul_byte_after": b"[true\x00]",
        "adjacent": "truetrue",
        "alone_extra": "nullx",
        "alone_capital": "True",
        "quote_inside": '[tr"ue]',
    })


def white_space():
    valid("white_space", {
        "all_kinds": " \t\n\r[ \t\n\r1 \t\n\r, \t\n\r2 \t\n\r] \t\n\r",
        "tabs": "\t{\t\"a\"\t:\t1\t}\t",
        "carriage_returns": "[\r1\r,\r2\r]\r",
        "windows_lines": '{\r\n  "a": [\r\n    1\r\n  ]\r\n}\r\n',
        "pretty": '{\n    "connectorId": 1,\n    "status": "Available"\n}\n',
        "thousand_spaces": " " * 1000 + "[]" + " " * 1000,
        "around_literal": "\n null \n",
    })
    for code, name in ((0x0B, "vertical_tab"), (0x0C, "form_feed"), (0x08, "backspace"),
                       (0x00, "nul"), (0x1C, "file_separator"), (0x7F, "delete"), (0xA0, "byte_a0")):
        invalid("white_space", {
            f"{name}_between": b"[1," + bytes([code]) + b"2]",
            f"{name}_before": bytes([code]) + b"[1]",
            f"{name}_after": b"[1]" + bytes([code, 0x20]),
        })
    invalid("white_space", {
        "ideographic_space": "[\u3000]",
        "ogham_space": "[1\u1680]",
        "escaped": "[1,\\n2]",
        "in_number": "[1. 5]",
        "in_exponent": "[1e 5]",
    })


def depth():
    choice("depth", True, "within the limit of 32 levels", {
        "arrays_31": "[" * 31 + "1" + "]" * 31,
        "objects_32": '{"a":' * 32 + "1" + "}" * 32,
        "mixed_32": '[{"a":' * 16 + "1" + "}]" * 16,
        "wide_at_32": "[" * 31 + ",".join(["[]"] * 50) + "]" * 31,
    })
    choice("depth", False, "more than 32 levels (RFC 8259 section 9 allows a limit)", {
        "arrays_33": "[" * 33 + "]" * 33,
        "objects_33": '{"a":' * 33 + "1" + "}" * 33,
        "mixed_33": '[{"a":' * 16 + "[]" + "}]" * 16,
        "arrays_500": "[" * 500 + "]" * 500,
        "objects_500": '{"a":' * 500 + "null" + "}" * 500,
    })
    invalid("depth", {
        "open_arrays_10000": "[" * 10000,
        "open_objects_1000": '{"":' * 1000,
        "mixed_open_1000": '[{"":' * 1000,
        "one_close_missing": "[" * 30 + "]" * 29,
        "one_close_too_many": "[" * 30 + "]" * 31,
    })


def duplicates():
    why = "names should be unique (RFC 8259 section 4); the decoder, which knows them, refuses"
    choice("duplicate", True, why, {
        "same_value": '{"a":1,"a":1}',
        "other_value": '{"a":1,"a":2}',
        "empty_keys": '{"":1,"":2}',
        "escaped_same": '{"a":1,"\\u0061":2}',
        "nested": '{"a":{"b":1,"b":2}}',
    })


def truncated():
    text = '[2,"\\u0041\u20ac",{"a":[-1.5e3,true],"b":null}]'.encode("utf-8")
    valid("truncated", {"not": text})
    taken = set(CASES.values())
    for length in range(1, len(text)):
        if text[:length] not in taken:
            invalid("truncated", {f"after_{length:02d}": text[:length]})


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    folder = sys.argv[1] if len(sys.argv) > 1 else os.path.join(here, "../tests/corpus/json")
    for kind in (structure, arrays, objects, strings, escapes, utf8, encodings, numbers, literals,
                 white_space, depth, duplicates, truncated):
        kind()
    for (verdict, name), data in CASES.items():
        os.makedirs(os.path.join(folder, verdict), exist_ok=True)
        with open(os.path.join(folder, verdict, name), "wb") as file:
            file.write(data)
    with open(os.path.join(folder, "implementation.tsv"), "w", encoding="utf-8") as file:
        for name, (accepted, reason) in sorted(VERDICTS.items()):
            file.write(f"{name}\t{'accept' if accepted else 'refuse'}\t{reason}\n")


if __name__ == "__main__":
    main()
