"""Is what a template may build bounded, in size and in time, wherever it builds it?"""

import time
from pathlib import Path

import pytest

from notify import bounds
from notify.bounds import Sandbox
from notify.compose import Composer, ComposingError
from notify.samples import SAMPLES, SENDER

_PATIENCE = 10.0
"""Seconds on a busy machine, for a rendering that may take less than one of the
processor.
"""

GREEDY = {
    "a long text": "{% for a in range(99999) %}xxxxxxxxxx{% endfor %}",
    "a long table": "{% for a in range(999) %}{% for b in range(999) %}xxxxxxxxxx{% endfor %}{% endfor %}",
    "center": "{{ 'a'|center(9000000) }}",
    "ljust": "{{ 'a'.ljust(9000000) }}",
    "join": "{{ range(9999)|join('x' ~ range(999)|join) }}",
    "indent": "{{ range(9999)|join('\n')|indent(900) }}",
    "repeated text": "{{ 'a' * 900000000 }}",
    "repeated list": "{{ ([1] * 900000000)|length }}",
    "percent": "{{ '%900000000d' % 1 }}",
    "powers": "{{ 9 ** 99999999 }}",
    "range": "{{ range(900000000)|list|length }}",
    "loops without output": "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
    "loops of filters": "{% for a in range(99999) %}{% set x = range(99999)|list %}{% endfor %}",
    "loops in a macro": "{% macro m() %}{% for a in range(9999) %}{% for b in range(9999) %}"
    "{% endfor %}{% endfor %}{% endmacro %}{{ m()|length }}",
    "captured loops": "{% set x %}{% for a in range(99999) %}{% for b in range(9999) %}"
    "{% endfor %}{% endfor %}{% endset %}",
    "macros that call twice": "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}"
    "{% endmacro %}{{ m(60) }}",
    "macros without end": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "loops by recursion": "{% for a in [1] recursive %}{{ loop([1]) }}{% endfor %}",
    "brackets": "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}",
    "includes itself": "{% include 'hint/body.txt' %}",
}


@pytest.mark.parametrize("name", GREEDY)
def test_p40_a_greedy_template_is_stopped_before_it_costs_much(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(bounds, "SECONDS", 0.3)
    (tmp_path / "hint").mkdir()
    (tmp_path / "hint" / "body.txt").write_text(GREEDY[name], encoding="utf-8")
    composer = Composer(SENDER, [tmp_path])
    began = time.monotonic()
    with pytest.raises(ComposingError, match=r"hint/body\.txt"):
        composer.words("hint", SAMPLES["hint"])
    assert time.monotonic() - began < _PATIENCE
    monkeypatch.undo()
    assert composer.words("receipt", SAMPLES["receipt"]).text


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("{{ 'a' ~ 1 ~ none }}", "a1None"),
        ("{{ 2 * 3 + 4 % 3 }}", "7"),
        ("{{ 'a' + 'b' }}{{ ([1] + [2])|length }}", "ab2"),
        ("{{ ['b', 'a']|sort|join('、') }}", "a、b"),
        ("{{ 'a-b-c'|replace('-', '+') }}{{ 'a-b'|replace('-', '+', 1) }}", "a+b+ca+b"),
        ("{{ [1, 2, 3]|batch(2)|map('join', '/')|join(' ') }}", "1/2 3"),
        ("{{ [1, 2]|sum }}{{ 1.25|round(1) }}", "31.2"),
        (
            "{% for x in 'abc' %}{{ loop.index }}{{ x }}{{ ',' if not loop.last }}{% endfor %}",
            "1a,2b,3c",
        ),
        (
            "{% for x in range(5) if x % 2 %}{{ x }}/{{ loop.length }} {% else %}-{% endfor %}",
            "1/2 3/2 ",
        ),
        ("{% for x in [] %}{{ x }}{% else %}-{% endfor %}", "-"),
        ("{{ '  a b '.strip().split()|length }}{{ 'x\ny'|indent(2) }}", "2x\n  y"),
        ("{% macro m(x) %}<{{ x }}>{% endmacro %}{{ m('a') ~ m('b') }}", "<a><b>"),
    ],
)
def test_what_an_office_writes_in_a_template_works_as_jinja_says(
    source: str, said: str
) -> None:
    assert Sandbox().from_string(source).render() == said


def test_text_is_escaped_where_it_is_put_together_in_html(tmp_path: Path) -> None:
    (tmp_path / "x.html").write_text("{{ x ~ (y|safe) }}", encoding="utf-8")
    assert Sandbox([tmp_path]).rendered("x.html", {"x": "<", "y": "<b>"}) == "&lt;<b>"


def test_each_rendering_has_a_time_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "SECONDS", 0.5)
    (tmp_path / "x.txt").write_text(
        "{% for a in range(99999) %}{% endfor %}.", encoding="utf-8"
    )
    sandbox = Sandbox([tmp_path])
    began = time.thread_time()
    while time.thread_time() - began < 1:
        assert sandbox.rendered("x.txt", {}) == "."
