"""Broken texts stop the start, with file and line. Each trap of Fluent, closed."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

import codesign_bot
from codesign_bot.errors import PromptError
from codesign_bot.messages import FluentVoice, folders, load

Write = Callable[..., Path]


def faults(*directories: Path) -> list[str]:
    """The lines of the refusal; the test fails where the texts are accepted."""
    with pytest.raises(PromptError) as refused:
        load(directories)
    return str(refused.value).splitlines()


def only_fault(*directories: Path) -> str:
    found = faults(*directories)
    assert len(found) == 1, found
    return found[0]


# ------------------------------------------------------------------------------ what Fluent drops in silence


@pytest.mark.parametrize(
    "line",
    ["* a star list", "**bold** words", "[a link](https://example.org)", "[other] words"],
)
def test_a_continuation_line_that_is_syntax_stops_the_start_and_is_named(write: Write, line: str) -> None:
    folder = write(f"# a comment\nkey = first line\n    {line}\nother = fine\n")
    fault = only_fault(folder)
    assert fault.startswith(f"{folder / 'en' / 'texts.ftl'}:3: ")
    assert line in fault
    assert f"may not begin with {line[0]}" in fault


def test_a_continuation_line_that_begins_with_a_dot_stops_the_start(write: Write) -> None:
    assert ":2: " in only_fault(write("key = first line\n    .and so on\n"))


def test_a_dot_line_that_fluent_takes_for_a_label_stops_the_start(write: Write) -> None:
    assert ":1: key: " in only_fault(write("key = first line\n    .button = Press\n"))


def test_a_text_of_only_labels_stops_the_start(write: Write) -> None:
    assert ":1: key: " in only_fault(write("key =\n    .button = Press\n"))


@pytest.mark.parametrize(
    "text",
    ["key =\n", "key = { $n\n", "key = words\nand more words\n", "key = { $n -> [one] x }\n", "key = {\n"],
)
def test_what_cannot_be_read_stops_the_start(write: Write, text: str) -> None:
    fault = only_fault(write(text))
    assert re.search(r"texts\.ftl:[12]: cannot be read: '(key|and) ", fault), fault


def test_a_list_with_dashes_a_hash_and_a_fence_inside_a_text_are_words(write: Write) -> None:
    voice = load([write("key = one\n    - two\n    # three\n    ``` four\n")])["en"]
    assert voice.words("key", {}) == "one - two # three ``` four"


def test_a_line_break_in_the_file_is_a_space_for_the_reader(write: Write) -> None:
    voice = load([write("key =\n    one\n    two { $n }\n    three\n")])["en"]
    assert voice.words("key", {"n": 2}) == "one two 2 three"


def test_an_empty_line_inside_a_text_stops_the_start(write: Write) -> None:
    assert "one paragraph" in only_fault(write("key = one\n\n    two\n"))


def test_a_second_text_with_the_same_name_stops_the_start_and_both_are_named(write: Write) -> None:
    fault = only_fault(write("key = one\nkey = two\n"))
    assert ":2: key already stands at " in fault
    assert fault.endswith(":1")


def test_a_second_text_in_another_file_stops_the_start(write: Write) -> None:
    write("key = one\n", file="a.ftl")
    assert "b.ftl:1: key already stands at " in only_fault(write("key = two\n", file="b.ftl"))


def test_a_function_that_is_not_there_stops_the_start(write: Write) -> None:
    assert ":1: key: there is no function DATETIME" in only_fault(write("key = { DATETIME($at) }\n"))


def test_a_name_that_leads_nowhere_stops_the_start(write: Write) -> None:
    folder = write(
        "key = { other } and { -term } and { key2.label } { -known.case ->\n   *[other] x\n }\nkey2 = y\n-known = x\n"
    )
    names = [fault.split("there is no text ")[1] for fault in faults(folder)]
    assert names == ["-known.case", "-term", "key2.label", "other"]


def test_texts_that_name_each_other_in_a_circle_stop_the_start(write: Write) -> None:
    fault = only_fault(write("one = { two }\ntwo = { three }\nthree = { one }\n"))
    assert "in a circle" in fault
    assert all(name in fault for name in ("one", "two", "three"))


def test_two_variants_for_the_same_case_stop_the_start(write: Write) -> None:
    folder = write("key = { $n ->\n    [one] x\n    [one] y\n   *[other] z\n }\n")
    assert "two variants" in only_fault(folder)


def test_variants_by_words_stop_the_start(write: Write) -> None:
    folder = write("key = { $phase ->\n    [voting] x\n   *[other] z\n }\n")
    assert "not for voting" in only_fault(folder)


def test_variants_by_number_are_fine(write: Write) -> None:
    voice = load([write("key = { $n ->\n    [0] none\n    [one] a dot\n   *[other] { $n } dots\n }\n")])["en"]
    assert [voice.words("key", {"n": n}) for n in (0, 1, 2, 1200)] == [
        "none",
        "a dot",
        "2 dots",
        "1,200 dots",
    ]


@pytest.mark.parametrize("sign", ["\u202e", "\ue000", "\u200b", "\x07"])
def test_a_sign_that_cannot_be_seen_stops_the_start(write: Write, sign: str) -> None:
    assert "cannot be seen" in only_fault(write(f"key = one{sign}two\n"))


def test_a_hidden_sign_behind_an_escape_stops_the_start(write: Write) -> None:
    assert "cannot be seen" in only_fault(write('key = one{ "\\uE000" }two\n'))


def test_a_file_that_is_not_utf8_stops_the_start_with_its_line(write: Write) -> None:
    folder = write("key = one\n")
    (folder / "en" / "more.ftl").write_bytes(b"a = b\nb = caf\xe9\n")
    assert "more.ftl:2: this is not UTF-8 text" in only_fault(folder)


def test_a_byte_order_mark_is_no_part_of_the_first_name(write: Write) -> None:
    assert load([write("\ufeffkey = one\n")])["en"].words("key", {}) == "one"


def test_every_fault_is_told_at_once(write: Write) -> None:
    write("a = one\n    * two\na = again\nb = { nowhere }\nc = { FOO($x) }\n", file="a.ftl")
    folder = write("d = { $x ->\n    [red] x\n   *[other] y\n }\n", file="b.ftl")
    found = "\n".join(faults(folder))
    for part in ("a.ftl:2:", "a.ftl:3:", "a.ftl:4:", "a.ftl:5:", "b.ftl:1:"):
        assert part in found


# ------------------------------------------------------------------------------------------- languages


def test_a_text_that_is_missing_in_one_language_stops_the_start(write: Write) -> None:
    write("a = one\nb = two\n")
    fault = only_fault(write("a = eins\n", language="de"))
    assert fault.startswith("de: b is missing; it stands at ")
    assert fault.endswith("texts.ftl:2")


def test_a_text_that_only_another_language_has_stops_the_start(write: Write) -> None:
    write("a = one\n")
    assert "de/texts.ftl:2: b: no text of the bot" in only_fault(write("a = eins\nb = zwei\n", language="de"))


def test_other_arguments_in_another_language_stop_the_start(write: Write) -> None:
    write("a = one { $dots } { $idea }\n")
    fault = only_fault(write("a = eins { $punkte } { $idea }\n", language="de"))
    assert "has idea, punkte, but dots, idea at " in fault


def test_an_argument_that_a_named_text_needs_is_needed(write: Write) -> None:
    voice = load([write("a = one { b }\nb = { $n }\n")])["en"]
    assert voice.known_arguments("a") == {"n"}
    assert voice.words("a", {"n": 3}) == "one 3"


def test_a_language_may_have_terms_of_its_own_with_cases(write: Write) -> None:
    write("a = one\n")
    term = "-punkt = { $case ->\n    [dat] Punkten\n   *[nom] Punkte\n }\n"
    voices = load([write(term + 'a = mit { -punkt(case: "dat") }\n', language="de")])
    assert voices["de"].words("a", {}) == "mit Punkten"
    assert voices["de"].known_arguments("a") == frozenset()
    assert voices["de"].keys == {"a"}


def test_a_text_may_choose_by_the_label_of_a_term(write: Write) -> None:
    term = "-bot = Bot\n    .kind = he\n"
    choice = "a = { -bot.kind ->\n    [she] her\n   *[he] him\n }\n"
    assert load([write(term + choice)])["en"].words("a", {}) == "him"


def test_each_language_has_its_own_plurals(write: Write) -> None:
    write("a = { $n ->\n    [one] x\n   *[other] y\n }\n")
    polish = "a = { $n ->\n    [one] x\n    [few] few\n    [many] many\n   *[other] y\n }\n"
    voices = load([write(polish, language="pl")])
    assert voices["pl"].words("a", {"n": 3}) == "few"
    assert voices["en"].words("a", {"n": 3}) == "y"


def test_a_folder_that_is_no_language_stops_the_start(write: Write) -> None:
    write("a = one\n")
    assert "'klingon' is not the code" in only_fault(write("a = one\n", language="klingon"))


def test_a_folder_that_is_not_there_stops_the_start(write: Write, tmp_path: Path) -> None:
    folder = write("a = one\n")
    assert only_fault(tmp_path / "gone", folder) == f"{tmp_path / 'gone'}: there is no such folder"


def test_no_texts_in_the_language_to_fall_back_on_stop_the_start(write: Write) -> None:
    folder = write("a = eins\n", language="de")
    assert "no texts in the language en" in faults(folder)[0]
    assert load([folder], fallback="de")["de"].language == "de"


# ------------------------------------------------------------------------------------------ own wording


def test_a_community_s_own_wording_replaces_one_text_and_leaves_the_rest(write: Write) -> None:
    shipped = write("a = one { $n }\nb = two\n")
    own = write("a = ONE { $n }\n", folder="own")
    voice = load([own, shipped])["en"]
    assert (voice.words("a", {"n": 1}), voice.words("b", {})) == ("ONE 1", "two")


def test_own_wording_for_a_text_that_does_not_exist_stops_the_start(write: Write) -> None:
    shipped = write("a = one\n")
    own = write("aa = ONE\n", folder="own")
    assert "own/en/texts.ftl:1: aa: no text of the bot goes by this name" in only_fault(own, shipped)


def test_own_wording_that_leaves_an_argument_out_stops_the_start(write: Write) -> None:
    shipped = write("a = one { $n }\n")
    own = write("a = ONE\n", folder="own")
    fault = only_fault(own, shipped)
    assert "own/en/texts.ftl:1: a: has nothing, but n at " in fault


def test_own_wording_may_bring_a_language_if_it_is_complete(write: Write) -> None:
    shipped = write("a = one\nb = two\n")
    own = write("a = uno\n", folder="own", language="es")
    assert "es: b is missing" in only_fault(own, shipped)
    write("b = due\n", folder="own", language="es", file="more.ftl")
    assert load([own, shipped])["es"].words("b", {}) == "due"


def test_own_wording_comes_before_what_is_shipped(tmp_path: Path) -> None:
    assert folders(tmp_path) == (tmp_path, *folders())


def test_the_shipped_texts_lie_in_the_package_or_beside_it() -> None:
    (shipped,) = folders()
    package = Path(codesign_bot.__file__).parent
    assert shipped in {package / "prompts", package.parent / "prompts"}
    assert list((shipped / "en").glob("*.ftl"))


# ------------------------------------------------------------------------------------------------ words


CHOICE = "choice = { $n ->\n    [one] a dot\n   *[other] dots\n }\n"


@pytest.fixture
def voice(write: Write) -> FluentVoice:
    return load([write("a = { $dots } dots, { $name }\nplain = Hello\nmany = { NUMBER($n) } left\n" + CHOICE)])["en"]


def test_arguments_carry_no_isolation_marks(voice: FluentVoice) -> None:
    assert voice.words("a", {"dots": 2, "name": "Ada"}) == "2 dots, Ada"


@pytest.mark.parametrize(
    "arguments", [{}, {"dots": 2}, {"dots": 2, "name": "Ada", "more": 1}, {"dots": 2, "nome": "Ada"}]
)
def test_a_missing_or_extra_argument_is_never_said(voice: FluentVoice, arguments: dict[str, str | int]) -> None:
    with pytest.raises(PromptError, match=r"texts\.ftl:1: a needs dots, name, is given"):
        voice.words("a", arguments)


def test_an_unknown_text_is_never_said(voice: FluentVoice) -> None:
    with pytest.raises(PromptError, match="en: nowhere: there is no such text"):
        voice.words("nowhere", {})
    with pytest.raises(PromptError, match="nowhere"):
        voice.known_arguments("nowhere")


def test_words_where_a_number_is_needed_are_refused(voice: FluentVoice) -> None:
    for key in ("many", "choice"):
        assert voice.numbers(key) == {"n"}
        with pytest.raises(PromptError, match="needs a number for n"):
            voice.words(key, {"n": "three"})


def test_an_argument_beyond_the_library_s_limit_is_refused_without_quoting_it(voice: FluentVoice) -> None:
    with pytest.raises(PromptError) as refused:
        voice.words("a", {"dots": 2, "name": "secret" * 1000})
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("hostile", ["{ $x }", "{0.__class__}", "{ -term }", "%s", "{plain}"])
def test_an_argument_is_never_read_as_a_text(voice: FluentVoice, hostile: str) -> None:
    assert voice.words("a", {"dots": 1, "name": hostile}) == f"1 dots, {hostile}"


def test_require_names_every_text_that_the_code_needs_and_does_not_get(voice: FluentVoice) -> None:
    voice.require({"plain": frozenset(), "a": frozenset({"dots", "name"})})
    with pytest.raises(PromptError) as refused:
        voice.require({"plain": frozenset({"x"}), "b": frozenset(), "a": frozenset({"dots", "name"})})
    assert str(refused.value).splitlines() == [
        "b: there is no such text",
        "plain: needs nothing, is given x",
    ]
