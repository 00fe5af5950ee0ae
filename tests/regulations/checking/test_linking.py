"""Citations become links when a text is shown."""

import pytest
from django.template import Context, Template

from elearning.regulations.checking.linking import linked
from tests.factories.regulations import ProvisionFactory, RegulationFactory

from .conftest import ON


def link(html, laws):
    return linked(html, lambda: laws, on=ON)


def test_a_recognised_citation_leads_to_its_provision(laws):
    assert link("<p>Lihat Pasal 9 ayat (2) UU 20/2023.</p>", laws) == (
        '<p>Lihat <a href="/peraturan/uu-20-2023/9-ayat-2/">Pasal 9 ayat (2) UU 20/2023</a>.</p>'
    )


@pytest.mark.parametrize(
    "html",
    [
        '<p><a href="/x/">Lihat <b>PP 94/2021</b></a> di sini.</p>',
        "<h3>PP 94/2021</h3>",
        "<summary>PP 94/2021</summary>",
        "<p>PP 42 tahun 2024</p>",  # unknown: nowhere to lead to
        '<p><img alt="PP 94/2021"></p>',
        "<p>Tanpa rujukan.</p>",
    ],
)
def test_what_is_a_link_a_heading_or_unknown_stays_as_it_is(html, laws):
    assert link(html, laws) == html


def test_the_same_place_is_linked_once_in_a_text(laws):
    assert link("<p>PP 94/2021 dan PP 94/2021.</p>", laws).count("<a ") == 1


def test_a_text_without_citations_never_asks_the_register():
    def never():
        raise AssertionError

    assert linked("<p>Tanpa rujukan.</p>", never, on=ON) == "<p>Tanpa rujukan.</p>"


def render(text):
    return Template("{% load rujukan %}{{ text|dengan_rujukan }}").render(Context({"text": text}))


@pytest.mark.django_db
def test_plain_text_is_escaped_and_linked():
    regulation = RegulationFactory(slug="pp-94-2021", kind="PP", number="94", year=2021, short_title="PP 94/2021")
    provision = ProvisionFactory(regulation=regulation, key="5 huruf n", label="Pasal 5 huruf n")

    assert render("<b> & PP 94/2021 Pasal 5 huruf n") == (
        f'&lt;b&gt; &amp; <a href="{provision.get_absolute_url()}">PP 94/2021 Pasal 5 huruf n</a>'
    )


@pytest.mark.django_db
def test_many_texts_cost_one_query_and_then_none(django_assert_num_queries):
    RegulationFactory(kind="PP", number="94", year=2021)
    with django_assert_num_queries(1):
        for _ in range(30):
            render("Lihat PP 94/2021.")
