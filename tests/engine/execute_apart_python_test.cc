// Suites of pytest that a judge runs from outside the submission's jail, in real jails: what
// crosses, what does not, and what an ending costs.
#include "tests/engine/apart_row.h"

namespace grader::engine {
namespace {

using ::testing::ElementsAreArray;

class ApartPythonTest : public ::testing::TestWithParam<ApartRow> {};

TEST_P(ApartPythonTest, ComesOutAsItMust) {
  const ApartRow& row = GetParam();
  EXPECT_THAT(told(run(row), row.files), ElementsAreArray(row.lines));
}

ApartRow row(const std::string& name, const std::string& code, const std::string& tests,
             std::vector<std::string> lines) {
  return {name,
          "python",
          "pytest",
          {{"work.py", code}},
          {{"work_test.py", tests}},
          {"work_test.py"},
          std::move(lines)};
}

const std::vector<ApartRow> kValues = {
    row("TextsThatAreConstants", R"(
class Book:
    def __init__(self, kind): self.kind = kind
def shelf(books, kind):
    return [book for book in books if book.kind is kind] if any(book.kind is 'Book_2' for book in books) else None
def kind(): return 'Book_2'
def named(kinds): return [name is 'Book_2' for name in kinds]
def other(text): return text is 'a book'
def alike(books): return books[0]['kind'] is books[1]['kind']
def made(kind): return {'kind': kind, 'mine': TITLE}
TITLE = 'The own one'
def is_mine(book): return book['mine'] is TITLE
)",
        R"(
import work
def test_given():
    assert len(work.shelf([work.Book('Book_2'), work.Book('Map')], 'Map')) == 1
def test_back():
    assert work.kind() is 'Book_2'
def test_within():
    assert work.named(['Book_2', 'Map']) == [True, False] == work.named({'Book_2': 1, 'Map': 2})
def test_not_a_name():
    assert not work.other('a book')
def test_one_variable():
    kind = 'a book'
    assert work.alike([{'kind': kind}, {'kind': kind}])
def test_there_and_back():
    kind = 'a book, and another'
    assert work.made(kind)['kind'] is kind
    assert work.is_mine(work.made(kind))
    assert work.made(3.5)['kind'] is 3.5 and work.made(1234)['kind'] is 1234
    assert str(work.made(-0.0)['kind']) == '-0.0' and str(work.made(0.0)['kind']) == '0.0'
def test_the_one_that_was_given_last():
    first, second = ''.join(['a ', 'b']), ''.join(['a ', 'b'])
    assert work.made(first)['kind'] is first and work.made(second)['kind'] is second
)",
        {"test_given: passed", "test_back: passed", "test_within: passed",
         "test_not_a_name: passed", "test_one_variable: passed", "test_there_and_back: passed",
         "test_the_one_that_was_given_last: passed"}),
    row("AClockThatTestsReplace", R"(
import datetime
def stamp(): return datetime.datetime.now().strftime('%d/%m/%Y %H:%M:%S')
def now(): return datetime.datetime.now()
def later(at): return at + datetime.timedelta(hours=1)
)",
        R"(
import datetime
from unittest import mock
import work
NOON = datetime.datetime(2021, 1, 4, 12, 33, 41)
def test_named(monkeypatch):
    clock = mock.MagicMock(wrap=datetime.datetime)
    clock.now.return_value = NOON
    monkeypatch.setattr(datetime, 'datetime', clock)
    assert work.stamp() == '04/01/2021 12:33:41'
    assert work.now() == NOON and type(work.now()) is type(NOON)
    assert work.later(NOON).hour == 13
def test_back(): assert work.now() > NOON
)",
        {"test_named: passed", "test_back: passed"}),
    row("AttributesByTheNameOfAnAttribute", R"(
class Shelf:
    def __init__(self): self.size, self.all = 8, [1]
    def __repr__(self): return 'Shelf'
)",
        R"(
import pytest
from work import Shelf
def test_each():
    shelf = Shelf()
    assert {name: shelf.__getattribute__(name) for name in shelf.__dict__} == {'size': 8, 'all': [1]}
def test_none():
    with pytest.raises(AttributeError) as caught:
        Shelf().__getattribute__('height')
    assert caught.value.__context__ is None
    assert not hasattr(Shelf(), 'height')
)",
        {"test_each: passed", "test_none: passed"}),
    row("PlainValues", R"(
import collections, datetime, decimal, fractions, uuid
def plain():
    return [None, True, 1, 2**70, -2**70, 1.5, float('inf'), -0.0, 'a\ud800ü', b'\x00\xff',
        bytearray(b'x'), 1+2j, (1, (2,)), [1], {1, 2}, frozenset([1]), {'a': {1: (2, 3)}},
        range(1, 5, 2), slice(1, None), ..., NotImplemented, int, ValueError]
def nan(): return float('nan')
def same(*values, **named): return values, named
def times():
    d = datetime
    return [d.date(2024, 2, 29), d.datetime(2024, 1, 1, 12, fold=1), d.time(1, 2, 3, 4), d.timedelta(-1, 5),
        d.datetime(2024, 1, 1, tzinfo=d.timezone.utc), d.timezone(d.timedelta(hours=2), 'X')]
def exact(): return [decimal.Decimal('1.10'), fractions.Fraction(1, 3), uuid.UUID(int=5)]
def containers():
    return [collections.OrderedDict([('b', 1), ('a', 2)]), collections.deque([1, 2], 3),
        collections.Counter('aab'), collections.defaultdict(list, {'a': [1]})]
def views():
    d = {'a': 1}
    return [d.keys(), d.items(), list(d.values())]
)",
        R"(
import collections, datetime as d, decimal, fractions, math, uuid
import pytest
import work
def test_plain():
    assert work.plain() == [None, True, 1, 2**70, -2**70, 1.5, float('inf'), -0.0, 'a\ud800ü', b'\x00\xff',
        bytearray(b'x'), 1+2j, (1, (2,)), [1], {1, 2}, frozenset([1]), {'a': {1: (2, 3)}},
        range(1, 5, 2), slice(1, None), ..., NotImplemented, int, ValueError]
def test_types():
    assert [type(one).__name__ for one in work.plain()[:4]] == ['NoneType', 'bool', 'int', 'int']
def test_nan():
    assert math.isnan(work.nan()) and work.nan() == pytest.approx(float('nan'), nan_ok=True)
def test_sign():
    assert math.copysign(1, work.plain()[7]) == -1
def test_there_and_back():
    given = (None, -0.0, 'ü', 9**99, [float('inf')], {'k': (1, {2})})
    assert work.same(*given, key=[1]) == (given, {'key': [1]})
def test_times():
    assert work.times() == [d.date(2024, 2, 29), d.datetime(2024, 1, 1, 12, fold=1), d.time(1, 2, 3, 4),
        d.timedelta(-1, 5), d.datetime(2024, 1, 1, tzinfo=d.timezone.utc), d.timezone(d.timedelta(hours=2), 'X')]
def test_exact():
    assert work.exact() == [decimal.Decimal('1.10'), fractions.Fraction(1, 3), uuid.UUID(int=5)]
    assert str(work.exact()[0]) == '1.10'
def test_containers():
    o, q, c, g = work.containers()
    assert list(o.items()) == [('b', 1), ('a', 2)] and isinstance(o, collections.OrderedDict)
    assert q == collections.deque([1, 2]) and q.maxlen == 3
    assert c == collections.Counter(a=2, b=1) and c.most_common(1) == [('a', 2)]
    g['b'].append(2)
    assert g == {'a': [1], 'b': [2]}
def test_views():
    assert work.views() == [{'a'}, {('a', 1)}, [1]]
def test_order():
    assert list(work.same(b=1, a=2)[1]) == ['b', 'a']
)",
        {"test_plain: passed", "test_types: passed", "test_nan: passed", "test_sign: passed",
         "test_there_and_back: passed", "test_times: passed", "test_exact: passed",
         "test_containers: passed", "test_views: passed", "test_order: passed"}),
    row("ClassesBelowPythonsOwn", R"(
from collections import Counter, OrderedDict
from fractions import Fraction
class Part(Fraction):
    def shown(self): return f'{self.numerator}/{self.denominator}'
class Votes(Counter): pass
class Kept(OrderedDict): pass
class Mean(float): pass
def classes(): return int, Fraction, Part
def nested(): return {'a': [Part(1, 2)]}
)",
        R"(
from fractions import Fraction
from work import *
def test_shared():
    assert classes() == (int, Fraction, Part)
def test_below():
    part = Part(1, 2)
    assert part == Fraction(1, 2) and part.shown() == '1/2' and part + 1 == 1.5 and part < 1
    assert isinstance(part, Fraction) and issubclass(Part, Fraction) and type(part) is Part
    assert nested() == {'a': [Fraction(1, 2)]}
def test_not_equal():
    assert Part(1, 2) != Fraction(1, 3) and Part(1, 2) != '1/2'
def test_counts():
    votes = Votes('aab')
    assert votes == {'a': 2, 'b': 1} and {'a': 2, 'b': 1} == votes and votes == Counter('aba')
    assert votes != {'a': 2} and votes != {'a': 2, 'b': 2} and Kept(a=1) == {'a': 1}
    kept = Kept(a=1, b=2)
    kept.move_to_end('a')
    assert kept == OrderedDict(b=2, a=1) and kept != OrderedDict(a=1, b=2) and Mean(2) < Fraction(5, 2)
)",
        {"test_shared: passed", "test_below: passed", "test_not_equal: passed",
         "test_counts: passed"}),
    row("WhatStaysOnItsSideIsNotCompared", R"(
from pathlib import Path
def place(): return Path('a') / 'b.txt'
)",
        R"(
from pathlib import Path
import work
def test_text():
    assert str(work.place()) == 'a/b.txt' and work.place().suffix == '.txt' and work.place() != 3
def test_path():
    assert work.place() == Path('a/b.txt')
)",
        {"work_test.py unjudged: an object of a class of Python's own is compared with one of the "
         "tests"}),
    row("SharedAndCyclic", R"(
def cycle():
    a = {'name': 'a'}
    a['self'] = a
    return a
def shared():
    x = [1]
    return [x, x]
def first(items): return items[0]
def sort(items): items.sort(); return items
def more(d, s, b):
    d['more'] = [d]
    del d['less']
    s.add('x')
    b.extend(b'yz')
def deep(n):
    all = None
    for _ in range(n): all = {'next': all}
    return all
kept = []
def keep(one): kept.append(one)
def change(): kept[0].append('changed')
def key(one): return {one: 1}
)",
        R"(
import work
def test_cycle():
    a = work.cycle()
    assert a['self'] is a and a['self']['self']['name'] == 'a'
def test_twice():
    a, b = work.shared()
    assert a is b
def test_back():
    one = {'a': 1}
    assert work.first([one]) is one
def test_in_place():
    items = [3, 1, 2]
    assert work.sort(items) is items and items == [1, 2, 3]
def test_arguments():
    d, s, b = {'less': 1}, {1}, bytearray(b'x')
    work.more(d, s, b)
    assert d['more'][0] is d and 'less' not in d and s == {1, 'x'} and b == b'xyz'
def test_deep():
    at, n = work.deep(3000), 0
    while at: at, n = at['next'], n + 1
    assert n == 3000
def test_kept():
    items = []
    work.keep(items)
    items.append('mine')
    assert work.kept[0] is items and work.kept == [['mine']]
    work.change()
    assert items == ['mine', 'changed']
def test_keys():
    assert work.key((1, 'a')) == {(1, 'a'): 1}
)",
        {"test_cycle: passed", "test_twice: passed", "test_back: passed", "test_in_place: passed",
         "test_arguments: passed", "test_deep: passed", "test_kept: passed", "test_keys: passed"}),
    row("ClassesAndErrors", R"(
"""What the module does."""
import enum, collections, dataclasses
class TooMuch(ValueError):
    """Too much."""
    def __init__(self, n):
        super().__init__(f'too much: {n}')
        self.n = n
    @property
    def twice(self): return self.n * 2
class Cart:
    """A cart."""
    kind = 'cart'
    def __init__(self, *items): self.items = list(items)
    @property
    def total(self): return sum(self.items)
    @classmethod
    def empty(cls): return cls()
    @staticmethod
    def twice(n): return n * 2
    def add(self, price):
        if price > 100: raise TooMuch(price)
        self.items.append(price)
        return self
    def __eq__(self, other): return isinstance(other, Cart) and self.items == other.items
    def __hash__(self): return hash(tuple(self.items))
    def __len__(self): return len(self.items)
    def __getitem__(self, at): return self.items[at]
    def __iter__(self): return iter(self.items)
    def __contains__(self, one): return one in self.items
    def __add__(self, other): return type(self)(*self.items, *other.items)
    def __lt__(self, other): return self.total < other.total
    def __str__(self): return f'Cart({self.items})'
    def __call__(self, n): return n + len(self)
    def __enter__(self): self.items.append('in'); return self
    def __exit__(self, kind, error, trace): self.items.append(kind and kind.__name__); return kind is KeyError
class Big(Cart):
    def __format__(self, how): return 'big' + how
class Color(enum.Enum):
    RED = 1
    BLUE = 2
class Level(enum.IntEnum):
    LOW = 1
Point = collections.namedtuple('Point', 'x y')
class Stack(list):
    def peek(self): return self[-1]
class Name(str):
    def shout(self): return self.upper() + '!'
@dataclasses.dataclass
class Pair:
    a: int
    b: list = dataclasses.field(default_factory=list)
def point(): return Point(1, 2)
def stack(): return Stack([1, 2])
def name(): return Name('ada')
def counter():
    n = 0
    def count():
        nonlocal n
        n += 1
        return n
    return count
def numbers(n):
    for i in range(n): yield i
def talks():
    got = yield 'start'
    yield got * 2
def chained():
    try: {}['x']
    except KeyError as error: raise TooMuch(1) from error
class Attribute(Exception): pass
def fails(kind): raise {'key': KeyError('k'), 'os': OSError(2, 'no', 'f'), 'own': Attribute(1, [2])}[kind]
def leaves(): raise SystemExit(3)
)",
        R"(
import unittest
import pytest
from work import *
import work
from work import Cart as Basket
class CartTest(unittest.TestCase):
    def setUp(self): self.cart = Cart(1)
    def test_fields(self):
        self.assertEqual(self.cart.add(2).items, [1, 2])
        self.assertEqual(self.cart.total, 3)
        self.cart.items = [5]
        self.cart.items.append(6)
        self.assertEqual(self.cart.total, 11)
    def test_raises(self):
        with self.assertRaisesRegex(TooMuch, 'too much: 101') as caught: self.cart.add(101)
        self.assertEqual(caught.exception.args, ('too much: 101',))
        self.assertEqual((caught.exception.n, caught.exception.twice), (101, 202))
    def test_equality(self):
        self.assertEqual(Cart(1), Cart(1))
        self.assertNotEqual(Cart(1), Cart(2))
        self.assertNotEqual(Cart(1), [1])
        self.assertEqual(len({Cart(1), Cart(1), Cart(2)}), 2)
        self.assertIn(Cart(1), [Cart(2), Cart(1)])
def test_operators():
    cart = Cart(1, 2) + Cart(3)
    assert (len(cart), cart[0], list(cart), 3 in cart, str(cart), cart(1)) == (3, 1, [1, 2, 3], True, 'Cart([1, 2, 3])', 4)
    assert Cart(1) < Cart(2) and sorted([Cart(2), Cart(1)]) == [Cart(1), Cart(2)]
    assert f'{Big():x}' == 'bigx'
def test_classes():
    assert isinstance(Big(), Cart) and issubclass(Big, Basket) and not isinstance(Cart(), Big)
    assert isinstance(Big.empty(), Big) and Cart.twice(2) == 4 and Cart.kind == 'cart'
    assert (Cart.__name__, Cart.__doc__, work.__doc__, TooMuch.__doc__) == ('Cart', 'A cart.', 'What the module does.', 'Too much.')
    assert type(Cart()) is Cart and issubclass(TooMuch, ValueError) and hasattr(Cart(), 'add') and not hasattr(Cart(), 'x')
def test_with():
    with Cart() as cart: pass
    assert cart.items == ['in', None]
    with cart: raise KeyError
    assert cart.items[-1] == 'KeyError'
def test_enums():
    assert Color.RED is Color.RED and Color.RED != Color.BLUE and Color(2) is Color.BLUE and Color['RED'].value == 1
    assert [one.name for one in Color] == ['RED', 'BLUE'] and len(Color) == 2 and {Color.RED: 1}[Color.RED] == 1
    assert Level.LOW == 1 and isinstance(Level.LOW, int)
def test_below_data():
    assert point() == (1, 2) and point().y == 2 and isinstance(point(), tuple) and point() == Point(1, 2)
    x, y = point()
    assert stack() == [1, 2] and stack().peek() == 2 and len(stack()) == 2 and isinstance(stack(), list)
    assert name() == 'ada' and name().shout() == 'ADA!' and name().title() == 'Ada'
def test_data_classes():
    assert Pair(1) == Pair(1, []) and Pair(1) != Pair(2) and Pair(1, [2]).b == [2] and repr(Pair(1)) == 'Pair(a=1, b=[])'
def test_functions():
    count = counter()
    count()
    assert count() == 2 and counter.__name__ == 'counter' and callable(count)
def test_generators():
    assert list(numbers(3)) == [0, 1, 2]
    two = numbers(1)
    assert next(two) == 0 and next(two, None) is None
    with pytest.raises(StopIteration): next(two)
    talk = talks()
    assert next(talk) == 'start' and talk.send(4) == 8
def test_errors():
    with pytest.raises(KeyError) as info: fails('key')
    assert info.value.args == ('k',)
    with pytest.raises(FileNotFoundError) as info: fails('os')
    assert info.value.errno == 2 and info.value.filename == 'f'
    with pytest.raises(Attribute) as info: fails('own')
    assert info.value.args == (1, [2]) and type(info.value) is Attribute
    with pytest.raises(SystemExit) as info: leaves()
    assert info.value.code == 3
    with pytest.raises(TooMuch) as info: chained()
    assert isinstance(info.value.__cause__, KeyError)
def test_says_where():
    Cart().add(101)
def test_attribute():
    Cart().nothing
def test_arguments():
    with pytest.raises(TypeError, match=r'unexpected keyword argument'): counter(x=1)
)",
        {"CartTest > test_equality: passed", "CartTest > test_fields: passed",
         "CartTest > test_raises: passed", "test_operators: passed", "test_classes: passed",
         "test_with: passed", "test_enums: passed", "test_below_data: passed",
         "test_data_classes: passed", "test_functions: passed", "test_generators: passed",
         "test_errors: passed", "test_says_where: failed: work.TooMuch: too much: 101",
         "test_attribute: failed: AttributeError: 'Cart' object has no attribute 'nothing'",
         "test_arguments: passed"}),
    row("CallsBackAndAsync", R"(
import asyncio, random, time, os, sys, datetime
def each(items, do): return [do(one) for one in items]
def call(do, *values):
    try: return do(*values)
    except Exception as error: return f'caught {error}'
def through(do): return do()
def again(do, n): return n if n == 0 else do(n - 1)
async def wait(n, value):
    await asyncio.sleep(n)
    return value
async def fails(): raise ValueError('later')
async def calls(do): return await do(2)
async def ticks(n):
    for i in range(n): yield i
def greet():
    name = input('Name? ')
    print('Hello', name)
    print('careful', file=sys.stderr)
def lines(): return [line.strip() for line in sys.stdin]
def roll(): return [random.randint(1, 100) for _ in range(3)]
def now(): return time.time()
def setting(): return os.environ.get('SETTING')
def helper(): return 'real'
def uses_helper(): return helper()
def today(): return datetime.date.today().year
class Store:
    def load(self): return 'real'
def uses_store(store): return [store.load(1), store.name, len(store), store['k']]
def sums(items): return sum(items)
def reads(file): return [line for line in file]
)",
        R"(
import asyncio, io, random, time, contextlib
from unittest import mock
import pytest
import work
class Fake:
    name = 'fake'
    def load(self, n): return n + 1
    def __len__(self): return 7
    def __getitem__(self, key): return key * 2
def test_mocks():
    do = mock.Mock(side_effect=lambda x: x)
    assert work.each(['a', {'b': 1}], do) == ['a', {'b': 1}]
    assert do.call_args_list == [mock.call('a'), mock.call({'b': 1})]
def test_functions():
    assert work.each([1, 2], str) == ['1', '2'] and work.each(['a'], str.upper) == ['A']
def test_thrown_back():
    def bad(): raise ValueError('mine')
    assert work.call(bad) == 'caught mine'
    own = KeyError('own')
    def worse(): raise own
    with pytest.raises(KeyError) as info: work.through(worse)
    assert info.value is own
def test_nested():
    def down(n): return work.again(down, n)
    assert work.again(down, 30) == 0
def test_async():
    assert asyncio.run(work.wait(0.001, [1])) == [1]
    with pytest.raises(ValueError, match='later'): asyncio.run(work.fails())
    async def more():
        async def twice(n): return n * 2
        return [await work.calls(twice), await asyncio.gather(work.wait(0, 1), work.wait(0, 2)),
            [i async for i in work.ticks(3)]]
    assert asyncio.run(more()) == [4, [1, 2], [0, 1, 2]]
def test_input(monkeypatch, capsys):
    monkeypatch.setattr('builtins.input', lambda prompt: 'Ada')
    work.greet()
    assert capsys.readouterr() == ('Hello Ada\n', 'careful\n')
def test_stdin(monkeypatch, capsys):
    monkeypatch.setattr('sys.stdin', io.StringIO('Bob\nx\ny\n'))
    work.greet()
    assert capsys.readouterr().out == 'Name? Hello Bob\n'
    assert work.lines() == ['x', 'y']
def test_no_input():
    with pytest.raises(OSError): work.greet()
def test_redirected():
    with mock.patch('builtins.input', side_effect=['Eve']), contextlib.redirect_stdout(io.StringIO()) as out: work.greet()
    assert out.getvalue() == 'Hello Eve\n'
@mock.patch('builtins.print')
def test_print(printed):
    with mock.patch('builtins.input', return_value='Z'): work.greet()
    printed.assert_any_call('Hello', 'Z')
def test_random():
    random.seed(5)
    first = work.roll() + [random.randint(1, 100)]
    random.seed(5)
    assert first == [random.randint(1, 100) for _ in range(4)]
    with mock.patch('random.randint', return_value=6): assert work.roll() == [6, 6, 6]
    assert work.roll() != [6, 6, 6]
def test_clock(monkeypatch):
    monkeypatch.setattr(time, 'time', lambda: 5.0)
    assert work.now() == 5.0
    monkeypatch.undo()
    assert work.now() > 1e9
def test_environment(monkeypatch):
    monkeypatch.setenv('SETTING', 'on')
    assert work.setting() == 'on'
    monkeypatch.undo()
    assert work.setting() is None
def test_replaced():
    with mock.patch('work.helper', return_value='mock'): assert work.uses_helper() == 'mock'
    assert work.uses_helper() == 'real'
    with mock.patch.object(work.Store, 'load', return_value=5): assert work.Store().load() == 5
    assert work.Store().load() == 'real'
def test_replaced_by_pytest(monkeypatch):
    monkeypatch.setattr(work.Store, 'load', lambda self: 'fake')
    monkeypatch.setattr(work, 'helper', lambda: 'fake')
    assert work.Store().load() == 'fake' and work.uses_helper() == 'fake'
    monkeypatch.undo()
    assert work.Store().load() == 'real' and work.uses_helper() == 'real'
def test_objects():
    assert work.uses_store(Fake()) == [2, 'fake', 7, 'kk']
    assert work.sums(i for i in range(4)) == 6 and work.reads(io.StringIO('a\nb')) == ['a\n', 'b']
)",
        {"test_mocks: passed", "test_functions: passed", "test_thrown_back: passed",
         "test_nested: passed", "test_async: passed", "test_input: passed", "test_stdin: passed",
         "test_no_input: passed", "test_redirected: passed", "test_print: passed",
         "test_random: passed", "test_clock: passed", "test_environment: passed",
         "test_replaced: passed", "test_replaced_by_pytest: passed", "test_objects: passed"}),
    row("AssertionsWithin", R"(
said = []
def swallows(do):
    try: do(1)
    except BaseException as error: said.append(str(error))
def throws(do): do(1)
def fails(): raise AssertionError('mine')
)",
        R"(
import pytest
import work
def check(x): assert x == 42
def give_up(x): pytest.fail('it is 42')
def test_swallowed(): work.swallows(check)
def test_given_up(): work.swallows(give_up)
def test_says_nothing(): assert work.said == ['an assertion failed'] * 2
def test_thrown(): work.throws(check)
def test_caught():
    with pytest.raises(AssertionError, match='42'): work.throws(check)
def test_of_theirs():
    with pytest.raises(AssertionError, match='mine'): work.fails()
def test_right(): work.swallows(lambda x: None)
)",
        {"test_swallowed: failed: assert 1 == 42", "test_given_up: failed: Failed: it is 42",
         "test_says_nothing: passed", "test_thrown: failed: assert 1 == 42", "test_caught: passed",
         "test_of_theirs: passed", "test_right: passed"}),
};

INSTANTIATE_TEST_SUITE_P(Values, ApartPythonTest, ::testing::ValuesIn(kValues),
                         [](const auto& row) { return row.param.name; });

const std::vector<ApartRow> kEndings = {
    row("EndsInOneTest",
        "import os\ndef add(a, b):\n    if a == 2: os._exit(0)\n    return a + b\n",
        "import pytest\nfrom work import add\n"
        "def test_one(): assert add(1, 1) == 2\n"
        "def test_two(): assert add(2, 2) == 4\n"
        "def test_throws():\n    with pytest.raises(BaseException): add(2, 2)\n"
        "def test_three(): assert add(3, 3) == 6\n",
        {"test_one: passed", "test_two: exited_early", "test_throws: exited_early",
         "test_three: passed"}),
    [] {
      ApartRow one =
          row("HangsInOneTest", "def add(a, b):\n    while a == 2: pass\n    return a + b\n",
              "from work import add\n"
              "def test_two(): assert add(2, 2) == 4\n"
              "def test_three(): assert add(3, 3) == 6\n",
              {"test_two: timeout_cpu", "test_three: passed"});
      one.wall = std::chrono::milliseconds(4'000);
      return one;
    }(),
    row("EndsWhileItIsLoaded", "import os\nos._exit(0)\n", "import work\ndef test_one(): pass\n",
        {"work_test.py ended: exited_early"}),
    row("LeavesWhileItIsLoaded", "import sys\nsys.exit(0)\n", "import work\ndef test_one(): pass\n",
        {"work_test.py: SystemExit: 0 (work.py:2)"}),
    row("CannotBeRead", "def add(a, b:\n    return a\n", "import work\ndef test_one(): pass\n",
        {"work_test.py: '(' was never closed (work.py:1)"}),
    row("ThrowsWhileItIsLoaded", "x = {}\nx['a']\n", "import work\ndef test_one(): pass\n",
        {"work_test.py: KeyError: 'a' (work.py:2)"}),
    row("LacksAModule", "import nowhere\n", "import work\ndef test_one(): pass\n",
        {"work_test.py: No module named 'nowhere' (work.py:1)"}),
    row("LacksAName", "x = 1\n", "from work import y\ndef test_one(): pass\n",
        {"work_test.py: ImportError: cannot import name 'y' from 'work' (/submission/work.py) "
         "(work_test.py:1)"}),
    [] {
      ApartRow one = row("IsNotThere", "", "import work\ndef test_one(): pass\n",
                         {"work_test.py: No module named 'work' (work_test.py:1)"});
      one.submission.clear();
      return one;
    }(),
    row("SpeaksOnThePipe",
        "import os\ndef add(a, b):\n    os.write(3, b'\\0\\0\\0\\2{}')\n    return 3\n",
        "from work import add\ndef test_one(): assert add(1, 2) == 3\n",
        {"work_test.py: tampered"}),
    row("TooMuchMemory",
        "def add():\n    all = []\n    while True: all.append(bytearray(b'x' * 10**7))\n",
        "from work import add\ndef test_one(): assert add() == 3\ndef test_two(): pass\n",
        {"test_one: memory_limit", "test_two: passed"}),
    row("RecursesForEver", "def f(n): return f(n + 1)\n",
        "import pytest\nfrom work import f\n"
        "def test_raises():\n    with pytest.raises(RecursionError): f(0)\n"
        "def test_fails(): assert f(0) == 1\n",
        {"test_raises: passed",
         "test_fails: failed: RecursionError: maximum recursion depth exceeded"}),
    [] {
      ApartRow one = row("GoesOnAndOn", "def each(do):\n    while True: do(1)\n",
                         "import work\ndef test_one(): work.each(str)\ndef test_two(): pass\n",
                         {"test_one: timeout_cpu", "test_two: passed"});
      one.wall = std::chrono::milliseconds(4'000);
      return one;
    }(),
    row("DataDecides",
        "class Lie(int):\n    def __eq__(self, other): return True\n"
        "    def __sub__(self, other): return 0\n    __rsub__ = __sub__\n"
        "class List(list):\n    def __eq__(self, other): return True\n"
        "    def __contains__(self, other): return True\n"
        "def lie(): return Lie(1)\ndef holds(): return List([1])\n",
        "import unittest, pytest\nimport work\n"
        "def test_equal(): assert work.lie() == 2\n"
        "def test_near(): assert work.lie() == pytest.approx(2)\n"
        "class T(unittest.TestCase):\n    def test_almost(self): "
        "self.assertAlmostEqual(work.lie(), 2)\n"
        "def test_list(): assert work.holds() == [2]\ndef test_in(): assert 2 in work.holds()\n"
        "def test_right(): assert work.lie() == 1 and work.holds() == [1] and 1 in work.holds()\n",
        {"test_equal: failed: assert 1 == 2", "test_near: failed: assert 1 == 2 \xC2\xB1 2.0e-06",
         "T > test_almost: failed: AssertionError: 1 != 2 within 7 places (1 difference)",
         "test_list: failed: assert [1] == [2]", "test_in: failed: assert 2 in [1]",
         "test_right: passed"}),
};

INSTANTIATE_TEST_SUITE_P(Endings, ApartPythonTest, ::testing::ValuesIn(kEndings),
                         [](const auto& row) { return row.param.name; });

ApartRow refused(const std::string& name, const std::string& tests, const std::string& why,
                 const std::string& code = "def add(a, b): return a + b\n") {
  return row(name, code, tests, {"work_test.py together: " + why});
}

// What is the submission's doing alone is not judged in one jail.
ApartRow unjudged(const std::string& name, const std::string& tests, const std::string& why,
                  const std::string& code) {
  return row(name, code, tests, {"work_test.py unjudged: " + why});
}

const std::vector<ApartRow> kRefusals = {
    refused("OtherPrograms", "import subprocess\ndef test_one(): pass\n",
            "the tests use subprocess"),
    refused("Packages", "import attr\ndef test_one(): pass\n", "the tests use the package attr"),
    refused("TemporaryFolders", "def test_one(tmp_path): pass\n", "the tests write files"),
    refused("Logs", "def test_one(caplog): pass\n", "the tests look at what is logged"),
    refused("Warnings",
            "import pytest\ndef test_one():\n    with pytest.warns(UserWarning): pass\n",
            "the tests look at warnings"),
    refused("WrittenFiles",
            "import work\ndef test_one():\n    with open('x.txt', 'w') as f: f.write('x')\n",
            "the tests write files"),
    refused("FilesOfTheSubmission",
            "from pathlib import Path\nimport work\n"
            "def test_one(): assert 'add' in Path(__file__).with_name('work.py').read_text()\n",
            "the tests look at files of the submission"),
    refused("WhetherThereIsAFile",
            "import os, work\ndef test_one(): assert os.path.exists('out.txt')\n",
            "the tests look at files of the submission"),
    refused("ReplacedModules", "import sys\nsys.modules['x'] = None\ndef test_one(): pass\n",
            "the tests replace modules"),
    refused("ReplacedParts",
            "from unittest import mock\nimport work\n"
            "def test_one():\n    with mock.patch('json.dumps'): work.add(1, 2)\n",
            "the tests replace something in json"),
    refused("ClassesThatExtend", "import work\ndef test_one():\n    class Own(work.Base): pass\n",
            "a class extends one of the other side", "class Base: pass\n"),
    refused("Signatures",
            "import work\ndef test_one(): assert work.add.__code__.co_argcount == 2\n",
            "the tests look into the submission's code"),
    refused("Pickles", "import copyreg\ndef test_one(): pass\n", "the tests use copyreg"),
    refused("TestsThatLeave", "import os\ndef test_one(): os._exit(0)\n",
            "the tests end the process"),
    refused("Limits", "import sys\nsys.setrecursionlimit(9)\ndef test_one(): pass\n",
            "the tests change limits of Python"),
    refused("Contexts", "from decimal import getcontext\ndef test_one(): pass\n",
            "the tests change how decimals are counted"),
    refused("PartsOfModules", "import types\ndef test_one(): assert types.FunctionType\n",
            "the tests use types"),
    // It would learn what is expected, and say yes.
    unjudged("ObjectsThatEqualAll", "import work\ndef test_one(): assert work.add(1, 2) == 3\n",
             "an object of the submission says how it compares with plain data",
             "class Any:\n    def __eq__(self, other): return True\n"
             "def add(a, b): return Any()\n"),
    unjudged("ObjectsThatHoldAll", "import work\ndef test_one(): assert 3 in work.add(1, 2)\n",
             "an object of the submission says how it compares with plain data",
             "class Any:\n    def __contains__(self, other): return True\n"
             "def add(a, b): return Any()\n"),
    unjudged("DeepValues", "import work\ndef test_one(): assert work.deep() == 3\n",
             "a value is nested too deeply",
             "def deep():\n    value = ()\n    for _ in range(99): value = (value,)\n    return "
             "value\n"),
};

INSTANTIATE_TEST_SUITE_P(Refusals, ApartPythonTest, ::testing::ValuesIn(kRefusals),
                         [](const auto& row) { return row.param.name; });

const std::vector<ApartRow> kPlaces = {
    {"Packages",
     "python",
     "pytest",
     {{"src/shop/__init__.py", "from .cart import Cart\n"},
      {"src/shop/cart.py", "from . import prices\nclass Cart:\n    total = prices.ONE\n"},
      {"src/shop/prices.py", "ONE = 1\n"}},
     {{"tests/shop_test.py",
       "import os, sys\n"
       "sys.path.insert(0, os.path.join(os.path.dirname(__file__), '..', 'src'))\n"
       "import shop.prices as p\nfrom shop import Cart\nfrom helper import two\n"
       "def test_one(): assert Cart.total == p.ONE == 1\ndef test_two(): assert two() == 2\n"},
      {"tests/helper.py", "def two(): return 2\n"}},
     {"tests/shop_test.py"},
     {"test_one: passed", "test_two: passed"}},
    {"PackagesOfTests",
     "python",
     "pytest",
     {{"tests/__init__.py", ""}, {"app/__init__.py", ""}, {"app/core.py", "X = 5\n"}},
     {{"tests/core_test.py",
       "from app.core import X\nfrom app import core\ndef test_one(): assert X == core.X == 5\n"}},
     {"tests/core_test.py"},
     {"test_one: passed"}},
    row("LikeOneOfPythons", "from random import randint\n",
        "import work\ndef test_one(): assert callable(work.randint)\n", {"test_one: passed"}),
    [] {
      ApartRow one = row("NamesOfOurModules",
                         "import wire, plain, modules, apart, options, plugin\nX = wire.X\n",
                         "import work, streams\ndef test_one(): assert work.X == streams.X == 1\n",
                         {"test_one: passed"});
      for (const char* name :
           {"wire", "plain", "modules", "apart", "options", "plugin", "streams"}) {
        one.submission[std::string(name) + ".py"] = "X = 1\n";
      }
      return one;
    }(),
    row("Fixtures",
        "def add(a, b): return a + b\nclass Box:\n    def __init__(self): self.all = []\n",
        "import pytest\nfrom work import add, Box\n"
        "@pytest.fixture\ndef box():\n    made = Box()\n    made.all.append(1)\n    yield made\n"
        "    assert made.all\n"
        "@pytest.mark.parametrize('a, b, c', [(1, 2, 3), (1, 1, 3)])\n"
        "def test_add(a, b, c): assert add(a, b) == c\n"
        "class TestBox:\n    @pytest.fixture(autouse=True)\n    def one(self, box): self.box = "
        "box\n"
        "    def test_all(self): assert self.box.all == [1]\n"
        "    def test_breaks(self): self.box.all = []\n"
        "@pytest.mark.skip\ndef test_skip(): pass\n"
        "@pytest.mark.xfail\ndef test_todo(): assert False\n"
        "def test_near(): assert add(0.1, 0.2) == pytest.approx(0.3)\n"
        "def test_interrupted():\n    raise KeyboardInterrupt\n"
        "def test_last(): pass\n",
        {"test_add[1-2-3]: passed", "test_add[1-1-3]: failed: assert 2 == 3",
         "TestBox > test_all: passed", "TestBox > test_breaks: failed: assert []",
         "test_skip: skipped", "test_todo: todo", "test_near: passed",
         "test_interrupted: failed: KeyboardInterrupt", "test_last: passed"}),
};

INSTANTIATE_TEST_SUITE_P(Places, ApartPythonTest, ::testing::ValuesIn(kPlaces),
                         [](const auto& row) { return row.param.name; });

TEST(ApartPythonFilesTest, EachFileHasAProcessOfItsOwn) {
  ApartRow two = row("",
                     "import builtins\ndef next():\n"
                     "    builtins.n = getattr(builtins, 'n', 0) + 1\n    return builtins.n\n",
                     "", {});
  two.files = {"a_test.py", "b_test.py"};
  two.laid.clear();
  for (const std::string& file : two.files) {
    two.laid[file] = "import work\ndef test_next(): assert work.next() == 1\n";
  }
  const RanBatch ran = run(two);
  EXPECT_THAT(told(ran, two.files), ElementsAreArray({"test_next: passed", "test_next: passed"}));
  EXPECT_EQ(ran.jails, 1);
}

}  // namespace
}  // namespace grader::engine
