"""What a view leaves to the process: it writes nothing, tells nobody, tests no state, and calls one
verb, which its own address chooses and no word in the form.
"""

import ast
from collections.abc import Iterable, Iterator

from tests.architecture.walking import Source, dotted, functions, imported

WRITES = {
    "save",
    "asave",
    "create",
    "acreate",
    "get_or_create",
    "update_or_create",
    "bulk_create",
    "bulk_update",
    "select_for_update",
}
# Functions that write outside the tables, by where they come from.
TELLS = (
    "django.core.mail",
    "django.db.transaction",
    "foundation.jobs.outbox.emit",
    "foundation.ledger.chain.append",
    "foundation.ledger.chain.publish",
    "foundation.notifications.post.tell",
    "foundation.notifications.post.text_to",
    "foundation.notifications.post.write_to",
    "foundation.notifications.post.send",
)
STATES = ("State", "Status")
STATE_FIELDS = ("state", "status")
WORDS = ("action", "do", "act", "command", "verb")
ATTEMPTS = ("self.attempt", "self.attempt_upon")  # of a button, with the verb as what comes first


def writes(files: Iterable[Source]) -> list[str]:
    """A view saves, creates and deletes nothing, sends no mail, writes no line in the ledger and
    opens no transaction: a verb does it, which refuses first and is tested without a browser.
    """
    return [
        f"{source.at(node)} writes: {ast.unparse(node)[:60]}"
        for source in files
        for node in _writing(source)
    ]


def _writing(source: Source) -> Iterator[ast.AST]:
    origins = imported(source)
    for node in ast.walk(source.code):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
            first, _dot, rest = dotted(node).partition(".")
            origin = f"{origins.get(first, first)}.{rest}"
            if (node.attr in WRITES and not _is_super(node)) or origin.startswith(TELLS):
                yield node
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            is_update = node.func.attr in ("update", "aupdate") and node.keywords and not node.args
            is_delete = node.func.attr in ("delete", "adelete") and not (node.args or node.keywords)
            if is_update or is_delete:
                yield node
        elif isinstance(node, ast.Name) and origins.get(node.id, "").startswith(TELLS):
            yield node


def _is_super(node: ast.Attribute) -> bool:
    return isinstance(node.value, ast.Call) and dotted(node.value) == "super"


def state_tests(files: Iterable[Source]) -> list[str]:
    """A view asks no row for its state: whether something may be done now is the verb's question,
    or a property of the model that says it in a word. A query may still filter by state.
    """
    return [
        f"{source.at(node)} tests a state: {ast.unparse(node)[:70]}"
        for source in files
        for node in ast.walk(source.code)
        if _tests_a_state(node)
    ]


def _tests_a_state(node: ast.AST) -> bool:
    if isinstance(node, ast.Match):
        return _is_state(node.subject)
    if not isinstance(node, ast.Compare):
        return False
    operands = [node.left, *node.comparators]
    flat = [leaf for operand in operands for leaf in _leaves(operand)]
    return any(_is_state(operand) for operand in flat)


def _leaves(node: ast.expr) -> list[ast.expr]:
    return node.elts if isinstance(node, ast.Tuple | ast.List | ast.Set) else [node]


def _is_state(node: ast.expr) -> bool:
    """`entry.status`, `Round.State.OPEN`; not `Entry.Status.values`, which are a form's choices."""
    parts = dotted(node).split(".")
    if len(parts) < 2:
        return False
    is_member = len(parts) > 2 and parts[-2] in STATES and parts[-1].isupper()
    return parts[-1] in STATE_FIELDS or is_member


def words_in_forms(files: Iterable[Source]) -> list[str]:
    """The address says what is to be done. A word in the form is data: no view looks whether one
    is there, branches on it, or finds a method by it.
    """
    return [
        f"{source.at(node)} is led by a word in the form: {ast.unparse(node)[:70]}"
        for source in files
        for node in ast.walk(source.code)
        if _led_by_a_word(node)
    ]


def _led_by_a_word(node: ast.AST) -> bool:
    if isinstance(node, ast.If | ast.While):
        return any(_reads_a_word(part) for part in ast.walk(node.test))
    if isinstance(node, ast.Match):
        return any(_reads_a_word(part) for part in ast.walk(node.subject))
    if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.In | ast.NotIn):
        return isinstance(node.left, ast.Constant) and _is_form(node.comparators[0])
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "getattr":
        return isinstance(node.args[1], ast.JoinedStr)
    return _reads_a_word(node) in WORDS


def _reads_a_word(node: ast.AST) -> str:
    """The key by which an expression reads one field of the form; empty when it reads none."""
    key: ast.expr | None = None
    if isinstance(node, ast.Subscript) and _is_form(node.value):
        key = node.slice
    elif isinstance(node, ast.Call) and _asks_the_form(node.func) and node.args:
        key = node.args[0]
    return str(key.value) if isinstance(key, ast.Constant) else ""


def _asks_the_form(called: ast.expr) -> bool:
    is_reading = isinstance(called, ast.Attribute) and called.attr in ("get", "getlist")
    return is_reading and _is_form(called.value)


def _is_form(node: ast.AST) -> bool:
    return dotted(node).endswith("POST")


def rows_not_found(files: Iterable[Source]) -> list[str]:
    """A row whose number a form sends, or that a button is about, is found by `row_of`: somebody
    else may have dealt with it, and a 404 would say nothing of that.
    """
    return [
        f"{source.at(call)} answers 404 of a row that is gone: {ast.unparse(call)[:70]}"
        for source in files
        for call in _looks_up(source.code)
        if any(_is_form(part) for part in ast.walk(call)) or call in _in_buttons(source)
    ]


def _looks_up(tree: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and dotted(node.func).endswith("get_object_or_404"):
            yield node


def _in_buttons(source: Source) -> list[ast.Call]:
    """Whatever a class with a `press` looks up, but for the page that it stands on."""
    found: list[ast.Call] = []
    for node in ast.walk(source.code):
        if not isinstance(node, ast.ClassDef):
            continue
        methods = {each.name: each for each in node.body if isinstance(each, ast.FunctionDef)}
        if "press" in methods:
            found += [
                call for name in methods.keys() - {"setup"} for call in _looks_up(methods[name])
            ]
    return found


def silent_presses(files: Iterable[Source]) -> list[str]:
    """A view that leads on once its verb went through leaves a word of it for the next page."""
    return [
        f"{source.at(function)} {function.name} leads on without a word"
        for source in files
        for function in functions(source)
        if _is_silent(function)
    ]


def _is_silent(function: ast.FunctionDef) -> bool:
    calls = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
    leads_on = any(dotted(call.func) == "redirect" for call in calls)
    acts = [call for call in calls if any(keyword.arg == "by" for keyword in call.keywords)]
    says = [call for call in calls if dotted(call.func) == "messages.success"]
    says += [call for call in acts if any(keyword.arg == "done" for keyword in call.keywords)]
    return leads_on and bool(acts) and not says


def verbs_a_view(files: Iterable[Source]) -> list[str]:
    """A view calls one verb, and names it: which one is not worked out while it runs."""
    faults = []
    for source in files:
        for function in functions(source):
            calls = [node for node in ast.walk(function) if _calls_a_verb(node)]
            if len(calls) > 1:
                faults.append(f"{source.at(function)} {function.name} calls {len(calls)} verbs")
            faults += [
                f"{source.at(call)} {function.name} works out which verb to call"
                for call in calls
                if not _is_named(call, function, source)
            ]
    return faults


def _calls_a_verb(node: ast.AST) -> bool:
    """A call that says who acts: `attempt(request, verb, by=…)`, `self.attempt(verb, …)`, or the
    verb itself.
    """
    if not isinstance(node, ast.Call):
        return False
    tries = dotted(node.func) in ATTEMPTS
    return tries or any(keyword.arg == "by" for keyword in node.keywords)


def _places(function: ast.FunctionDef) -> list[ast.arg]:
    return [*function.args.posonlyargs, *function.args.args]


def _timed(target: ast.expr) -> ast.expr:
    is_wrapped = isinstance(target, ast.Call) and dotted(target.func).endswith("without_time")
    return target.args[0] if is_wrapped else target


def _chosen_once(name: str, function: ast.FunctionDef) -> ast.expr | None:
    """What a name of the function stands for, where it is given one value and no other."""
    values = [
        node.value
        for node in ast.walk(function)
        if isinstance(node, ast.Assign) and name in {dotted(target) for target in node.targets}
    ]
    return _timed(values[0]) if len(values) == 1 else None


def _is_named(call: ast.Call, function: ast.FunctionDef, source: Source) -> bool:
    """The verb is a function of a module, or `without_time` of one, or was handed in as such."""
    target: ast.expr = call.func
    if dotted(target) in ("attempt", "web.attempt"):
        target = call.args[1]
    elif dotted(target) in ATTEMPTS:
        target = call.args[0]
    target = _timed(target)
    if isinstance(target, ast.Name) and (chosen := _chosen_once(target.id, function)):
        target = chosen
    own = {node.name for node in source.code.body if isinstance(node, ast.FunctionDef)}
    handed_in = {argument.arg for argument in _places(function)}
    known = {"self"} | own | handed_in | set(imported(source))
    is_name = isinstance(target, ast.Attribute | ast.Name)
    return is_name and dotted(target).partition(".")[0] in known
