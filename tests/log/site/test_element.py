"""The builder of HTML: text is text whatever stands in it, and no page can ask the network for anything."""

from __future__ import annotations

import re
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign_bot.log.site.element import Ours, Written, document, element, html, text_of

from .reading import Node, read

HOSTILE = (
    "<script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "'\"><svg onload=alert(1)>",
    "&lt;b&gt; &amp; &#60; &",
    "<!-- --> <![CDATA[ ]]> <?php ?>",
    "javascript:alert(1)",
    "a\x00b\x1f\x7f\x85\ud800\ufffe",
)


def seen(words: str) -> str:
    """What a browser may show of the words: what no page may hold is gone, and each line break is one character."""
    return re.sub("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]", "", words)


@given(st.text(st.characters(), max_size=60))
def test_any_text_is_read_as_it_was_given(words: str) -> None:
    (paragraph,) = read(html(element("p", words))).children
    assert isinstance(paragraph, Node)
    assert paragraph.tag == "p"
    assert paragraph.text == seen(words)
    assert list(paragraph.all()) == []


@given(st.text(st.characters(), min_size=1, max_size=60))
def test_any_attribute_is_read_as_it_was_given(words: str) -> None:
    (found,) = read(html(element("p", aria_label=words))).children
    assert isinstance(found, Node)
    assert found.attributes == {"aria-label": seen(words)}
    assert found.children == []


@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.parametrize("tag", ["p", "title", "h1", "option", "td", "code", "bdi", "a"])
def test_hostile_text_stays_text_in_every_kind_of_element(tag: str, words: str) -> None:
    page = document(element("html", element("body", element(tag, words))))
    found = read(page).one(tag)
    assert found.text == seen(words)
    assert list(found.all()) == []


@pytest.mark.parametrize("tag", ["iframe", "object", "embed", "base", "img", "marquee", "p onclick=x", "", "P"])
def test_an_element_that_is_not_on_our_pages_cannot_be_made(tag: str) -> None:
    with pytest.raises(ValueError, match="there is no element"):
        element(tag)


@pytest.mark.parametrize("name", ["onclick", "onload", "style", "src", "srcset", "action", "formaction", "a b", "a>"])
def test_an_attribute_that_could_run_or_load_something_cannot_be_given(name: str) -> None:
    with pytest.raises(ValueError, match="has an attribute"):
        element("p", **{name: "x"})


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "https://example.org/",
        "//example.org/x.html",
        "/etc/passwd",
        "../../x.html",
        "data:text/html,x",
        "x.html?q=1",
        "rounds/4.html#a b",
        "",
        "x.html\n",
        "calendar.ics#1",
        "webcal://example.org/calendar.ics",
    ],
)
def test_a_link_never_leads_out_of_the_site(address: str) -> None:
    with pytest.raises(ValueError, match="the same site"):
        element("a", "there", href=address)


@pytest.mark.parametrize("address", ["index.html", "../rounds/4.html", "log/1.html#entry-3", "#idea-3", "calendar.ics"])
def test_a_link_leads_to_a_page_a_place_in_one_or_the_file_for_calendars(address: str) -> None:
    assert f'href="{address}"' in html(element("a", "there", href=address))


def test_a_style_or_a_script_is_written_as_it_stands_and_never_put_together() -> None:
    assert html(element("style", Ours("a > b {}"))) == "<style>a > b {}</style>"
    for tag, child in (("style", "p {}"), ("script", "x"), ("p", Ours("<b>"))):
        with pytest.raises(ValueError, match=r"put together|as it stands"):
            element(tag, child)
    for text in ("</script>", "<!-- x"):
        with pytest.raises(ValueError, match="end tag"):
            Ours(text)


def test_nothing_stands_in_an_element_without_an_end() -> None:
    with pytest.raises(ValueError, match="nothing stands"):
        element("br", "x")
    assert html(element("br")) == "<br>"
    assert html(element("svg", element("rect", x=1, width=2))) == '<svg><rect x="1" width="2"/></svg>'


def test_attributes_that_are_not_so_are_left_out() -> None:
    made = html(element("input", hidden=True, disabled=False, value=None, maxlength=0, aria_hidden="false"))
    assert made == '<input hidden maxlength="0" aria-hidden="false">'


def test_the_text_of_nodes_is_what_can_be_read_in_them() -> None:
    nodes = ("a ", element("em", "b ", element("bdi", "<c>")), element("style", Ours("x")))
    assert text_of(nodes) == "a b <c>"


@given(st.text(st.characters(), max_size=60))
def test_every_sign_that_could_be_markup_is_written_as_a_name(words: str) -> None:
    """Byte for byte: a reader would forgive some of them, and the same pages have to come out everywhere."""
    assert html(element("p", words)) == f"<p>{escape(seen(words), quote=False)}</p>"
    label = f' aria-label="{escape(seen(words))}"' if words else " aria-label"
    assert html(element("p", aria_label=words)) == f"<p{label}></p>"


@pytest.mark.parametrize("sign", list("&<>\"'"))
def test_a_sign_alone_is_found_wherever_it_stands(sign: str) -> None:
    for words in (sign, f"a{sign}", f"{sign}a", f"a{sign}a"):
        assert html(element("p", words)) == f"<p>{escape(words, quote=False)}</p>"
        assert html(element("p", aria_label=words)) == f'<p aria-label="{escape(words)}"></p>'


# --- what was written before -----------------------------------------------------------------------------


@given(st.text(st.characters(), max_size=60), st.text(st.characters(), max_size=60))
def test_what_was_written_before_stands_there_as_if_it_was_written_now(words: str, label: str) -> None:
    nodes = (" ", words, element("a", words, href="#x", aria_label=label), element("br"), element("p", label))
    assert html(element("li", Written(nodes), words)) == html(element("li", *nodes, words))
    assert document(element("html", Written(nodes))) == document(element("html", *nodes))


@pytest.mark.parametrize("words", HOSTILE)
def test_what_was_written_before_is_escaped_once_and_is_no_way_around_it(words: str) -> None:
    found = read(html(element("p", Written((Written((words,)),)))))
    (paragraph,) = found.children
    assert isinstance(paragraph, Node)
    assert paragraph.text == seen(words)
    assert list(paragraph.all()) == []


def test_what_was_written_is_made_of_nodes_and_never_of_html() -> None:
    with pytest.raises(TypeError):
        Written(("x",), "<script>")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue] # what is tried here
    with pytest.raises(AttributeError):
        Written(("x",)).html = "<script>"  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue] # the same


def test_what_was_written_is_no_text_again() -> None:
    with pytest.raises(ValueError, match="no text again"):
        text_of([element("p", Written(("x",)))])


def test_the_text_of_a_style_sheet_is_refused_in_any_other_element_wherever_it_stands() -> None:
    with pytest.raises(ValueError, match="only a style sheet"):
        element("p", "x", Ours("a"), "y")
    with pytest.raises(ValueError, match="nothing stands in"):
        element("br", "x")
    with pytest.raises(ValueError, match="never put together"):
        element("style", Ours("a"), "b")
