"""Texts in templates: through the catalogue, and with their values escaped."""

from flask import Flask, render_template_string


def _rendered(app: Flask, template: str, **values: object) -> str:
    with app.test_request_context():
        return render_template_string(template, **values)


def test_german_is_what_stands_in_the_template(app: Flask) -> None:
    assert _rendered(app, "{{ _('Kaffee') }}, {% trans %}Tee{% endtrans %}") == "Kaffee, Tee"


def test_a_value_in_a_text_is_escaped(app: Flask) -> None:
    template = "{{ _('Guten Tag %(name)s', name=name) }} {% trans %}und {{ name }}{% endtrans %}"
    assert _rendered(app, template, name="<b>") == "Guten Tag &lt;b&gt; und &lt;b&gt;"


def test_markup_in_a_text_of_ours_stays_markup(app: Flask) -> None:
    assert _rendered(app, "{% trans %}a <b>c</b>{% endtrans %}") == "a <b>c</b>"


def test_a_percent_sign_needs_doubling_only_beside_values(app: Flask) -> None:
    assert (
        _rendered(app, "{{ _('7 %% von %(x)s', x=1) }} {{ _('7 %') }} {% trans %}8 %{% endtrans %}")
        == "7 % von 1 7 % 8 %"
    )


def test_one_and_many(app: Flask) -> None:
    template = "{% trans count=n %}{{ count }} Sorte{% pluralize %}{{ count }} Sorten{% endtrans %}"
    assert [_rendered(app, template, n=n) for n in (1, 2)] == ["1 Sorte", "2 Sorten"]


def test_nothing_is_escaped_in_a_plain_text_mail(app: Flask) -> None:
    with app.app_context():
        source = (
            "{% autoescape false %}{{ _('Guten Tag %(name)s', name='<b>') }}{% endautoescape %}"
        )
        assert app.jinja_env.from_string(source).render() == "Guten Tag <b>"
