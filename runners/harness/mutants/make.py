"""Small changes of a program, each of which a good test notices: see make.js, which does the same.

Usage: make.py FILE OUT SEED MOST; writes {"mutants": [text]}, of which none is the program itself.
"""
import ast
import copy
import json
import random
import sys

COMPARE = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
           ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is}
ARITHMETIC = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.Div: ast.Mult,
              ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult}
BOOLEAN = {ast.And: ast.Or, ast.Or: ast.And}
MAX_NUMBER = 1_000_000


def changed_constant(value):
    """None where it stays."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int) and value < MAX_NUMBER:
        return value + 1
    if isinstance(value, str) and value:
        return ""
    return None


def is_text(node):
    """A docstring, or text that stands alone."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def changes_of(node):
    """What can be done to a node, in place."""
    if isinstance(node, ast.Compare) and type(node.ops[0]) in COMPARE:
        yield lambda one: one.ops.__setitem__(0, COMPARE[type(one.ops[0])]())
    if isinstance(node, (ast.BinOp, ast.AugAssign)) and type(node.op) in ARITHMETIC:
        yield lambda one: setattr(one, "op", ARITHMETIC[type(one.op)]())
    if isinstance(node, ast.BoolOp):
        yield lambda one: setattr(one, "op", BOOLEAN[type(one.op)]())
    if isinstance(node, (ast.If, ast.IfExp)):
        yield lambda one: setattr(one, "test", ast.UnaryOp(ast.Not(), one.test))
    if isinstance(node, ast.Constant) and changed_constant(node.value) is not None:
        yield lambda one: setattr(one, "value", changed_constant(one.value))
    if isinstance(node, ast.Return) and node.value is not None:
        yield lambda one: setattr(one, "value", None)
    for name in ("body", "orelse"):
        block = getattr(node, name, None)
        if not isinstance(block, list):
            continue
        for at, line in enumerate(block):
            if isinstance(line, (ast.Expr, ast.Assign, ast.AugAssign)) and not is_text(line):
                yield lambda one, name=name, at=at: getattr(one, name).__setitem__(at, ast.Pass())


def kept(tree):
    """Ids of nodes that say nothing a test could see: docstrings and annotations."""
    found = set()
    for node in ast.walk(tree):
        if is_text(node):
            found.add(id(node.value))
        for part in ("annotation", "returns"):
            inside = getattr(node, part, None)
            if inside is not None:
                found.update(id(one) for one in ast.walk(inside))
    return found


def main(file, out, seed, most):
    with open(file, encoding="utf-8") as opened:
        tree = ast.parse(opened.read())
    same = ast.unparse(tree)
    aside = kept(tree)
    places = []
    for index, node in enumerate(ast.walk(tree)):
        if id(node) not in aside:
            places += [(index, number) for number, _ in enumerate(changes_of(node))]
    random.Random(int(seed)).shuffle(places)
    mutants = []
    for index, number in places:
        if len(mutants) >= int(most):
            break
        other = copy.deepcopy(tree)
        node = list(ast.walk(other))[index]
        list(changes_of(node))[number](node)
        text = ast.unparse(ast.fix_missing_locations(other)) + "\n"
        if text.strip() != same.strip() and text not in mutants:
            mutants.append(text)
    with open(out, "w", encoding="utf-8") as opened:
        json.dump({"mutants": mutants}, opened)


if __name__ == "__main__":
    main(*sys.argv[1:])
