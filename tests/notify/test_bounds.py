"""Is what a template may build bounded, in size and in time, wherever it builds it?"""

import time
import tracemalloc
from pathlib import Path

import pytest

from notify.bounds import SOURCE_BYTES, Sandbox, budget
from notify.compose import Composer, ComposingError
from notify.samples import SAMPLES, SENDER

_MEMORY = 120_000_000
_SECONDS = 20.0

GREEDY = {
    "center": "{{ 'a'|center(900000000) }}",
    "center by map": "{{ ['a']|map('center', 900000000)|first }}",
    "ljust": "{{ 'a'.ljust(900000000) }}",
    "zfill": "{{ 'a'.zfill(900000000) }}",
    "expandtabs": "{{ '\t'.expandtabs(900000000) }}",
    "percent": "{{ '%900000000d' % 1 }}",
    "format filter": "{{ '%900000000d'|format(1) }}",
    "format method": "{{ '{:>900000000}'.format(1) }}",
    "format by name": "{% set f = '{:>900000000}'['format'] %}{{ f(1) }}",
    "format_map": "{{ '{a:>900000000}'.format_map({'a': 1}) }}",
    "doubling by ~": "{% set n = namespace(s='aa') %}{% for i in range(30) %}"
    "{% set n.s = n.s ~ n.s %}{% endfor %}{{ n.s|length }}",
    "doubling by +": "{% set n = namespace(s='aa') %}{% for i in range(30) %}"
    "{% set n.s = n.s + n.s %}{% endfor %}{{ n.s|length }}",
    "doubling lists": "{% set n = namespace(s=[1]) %}{% for i in range(30) %}"
    "{% set n.s = n.s + n.s %}{% endfor %}{{ n.s|length }}",
    "replace": "{% set a = 'a' ~ ' '|indent(200) %}{{ ('a,' ~ range(9999)|join(','))|replace(',', "
    "range(9999)|join) }}",
    "replace nothing": "{{ (range(9999)|join)|replace('', range(9999)|join) }}",
    "join": "{{ range(99999)|join(range(9999)|join) }}",
    "indent": "{{ range(9999)|join('\n')|indent(900000) }}",
    "batch": "{{ [1]|batch(900000000, 'x')|list|length }}",
    "slice": "{{ [1]|slice(900000000, 'x')|list|length }}",
    "sum of texts": "{{ ['a', 'b']|sum(start='') }}",
    "round": "{{ 1.5|round(900000000, 'ceil') }}",
    "to_bytes": "{{ (1).to_bytes(900000000, 'big') }}",
    "powers": "{{ 9 ** 99999999 }}",
    "lipsum": "{{ lipsum(n=9999999) }}",
    "range": "{{ range(900000000)|list|length }}",
    "loops without output": "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
    "loops of filters": "{% for a in range(99999) %}{% set x = range(99999)|list %}{% endfor %}",
    "loops in a macro": "{% macro m() %}{% for a in range(9999) %}{% for b in range(9999) %}xxxxxxxxxxx"
    "{% endfor %}{% endfor %}{% endmacro %}{{ m()|length }}",
    "captured loops": "{% set x %}{% for a in range(99999) %}{{ range(9999)|join }}{% endfor %}{% endset %}",
    "many long strings": "{% macro m() %}{% for a in range(99999) %}{{ range(9999)|join ~ a }}{% endfor %}"
    "{% endmacro %}{{ m()|length }}",
    "macros that call twice": "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}"
    "{% endmacro %}{{ m(60) }}",
    "macros without end": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "loops by recursion": "{% for a in [1] recursive %}{{ loop([1]) }}{% endfor %}",
    "brackets": "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}",
    "a large file": "{# " + "x" * SOURCE_BYTES + " #}",
    "includes itself": "{% include 'hint/body.txt' %}",
}


@pytest.mark.parametrize("name", GREEDY)
def test_p40_a_greedy_template_is_stopped_before_it_costs_much(tmp_path: Path, name: str) -> None:
    (tmp_path / "hint").mkdir()
    (tmp_path / "hint" / "body.txt").write_text(GREEDY[name], encoding="utf-8")
    composer = Composer(SENDER, [tmp_path])
    tracemalloc.start()
    began = time.monotonic()
    try:
        with pytest.raises(ComposingError, match=r"hint/body\.txt"):
            composer.words("hint", SAMPLES["hint"])
        assert tracemalloc.get_traced_memory()[1] < _MEMORY
    finally:
        tracemalloc.stop()
    assert time.monotonic() - began < _SECONDS
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
        ("{% for x in 'abc' %}{{ loop.index }}{{ x }}{{ ',' if not loop.last }}{% endfor %}", "1a,2b,3c"),
        ("{% for x in range(5) if x % 2 %}{{ x }}/{{ loop.length }} {% else %}-{% endfor %}", "1/2 3/2 "),
        ("{% for x in [] %}{{ x }}{% else %}-{% endfor %}", "-"),
        ("{{ '  a b '.strip().split()|length }}{{ 'x\ny'|indent(2) }}", "2x\n  y"),
        ("{% macro m(x) %}<{{ x }}>{% endmacro %}{{ m('a') ~ m('b') }}", "<a><b>"),
    ],
)
def test_what_an_office_writes_in_a_template_works_as_jinja_says(source: str, said: str) -> None:
    with budget():
        assert Sandbox().from_string(source).render() == said


def test_text_is_escaped_where_it_is_put_together_in_html() -> None:
    jinja = Sandbox(autoescape=True)
    with budget():
        rendered = jinja.from_string("{{ x ~ (y|safe) }}").render(x="<", y="<b>")
    assert rendered == "&lt;<b>"


def test_each_rendering_has_a_budget_of_its_own() -> None:
    template = Sandbox().from_string("{% for a in range(99999) %}{% endfor %}.")
    for _ in range(30):
        with budget():
            assert template.render() == "."
