"""The command line: python -m engine kinds | show | check | lint | new | interview | lab."""

from __future__ import annotations

import argparse
import difflib
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, NoReturn

from engine import catalog, givens
from engine.feedback import message, slip_words
from engine.problem import Judgement, Level, Problem
from engine.text import Text, both

MOST_AT_ONCE = 500


class BadArguments(Exception):
    """What is wrong with the command line, in one sentence."""


class Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise BadArguments(message)


def main(arguments: Sequence[str]) -> int:
    """Run one command; its exit status."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    try:
        rest, reply = _without_reply(arguments)
        options = _parser(reply).parse_args(rest)
        status: int = options.run(options)
        sys.stdout.flush()
        return status
    except (BadArguments, givens.BadGivens, NotImplementedError) as fault:  # the last of a kind that is not written yet
        print(" ".join(str(fault).split()), file=sys.stderr)
        return 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except _bad_content():
        print("the content has faults; python -m engine lint names them", file=sys.stderr)
        return 2


def _bad_content() -> type[Exception]:
    """Loaded only when something goes wrong: the reader of the cards is slow to import."""
    from engine.content import BadContent

    return BadContent


def show_kinds(options: argparse.Namespace) -> int:
    listed = [
        {
            "slug": slug,
            "topic": kind.topic,
            "version": kind.version,
            "reply": kind.reply.name,
            "givens": givens.types_of(kind),
            "tags": list(kind.tags),
        }
        for slug, kind in catalog.kinds().items()
    ]
    _print(listed) if options.json else print("\n".join(f"{kind['slug']:36}{kind['reply']}" for kind in listed))
    return 0


def show_problem(options: argparse.Namespace) -> int:
    if options.givens is not None:
        if options.count != 1:
            raise BadArguments("--count needs seeds; it does not go with --givens")
        _show(options, _from_givens(options), None, None)
        return 0
    seed = catalog.fresh_seed() if options.seed is None else options.seed
    if options.seed is None:
        seed = min(seed, catalog.LARGEST_SEED - options.count + 1)
    if seed + options.count - 1 > catalog.LARGEST_SEED:
        raise BadArguments(f"--seed {seed} with --count {options.count} goes past {catalog.LARGEST_SEED}")
    level: Level = options.level or 1
    for offset in range(options.count):
        _show(options, catalog.draw(options.kind, level, seed + offset), seed + offset, level)
    return 0


def check_reply(options: argparse.Namespace) -> int:
    if options.givens is not None:
        problem = _from_givens(options)
    elif options.seed is not None:
        problem = catalog.draw(options.kind, options.level or 1, options.seed)
    else:
        raise BadArguments("check needs --seed and --level, or --givens")
    text = sys.stdin.buffer.read().decode("utf-8", "replace") if options.reply == "-" else options.reply
    verdict = problem.judge(text)
    if options.json:
        _print(_verdict_as_json(problem, verdict))
    else:
        print(f"{verdict.verdict}: {message(problem, verdict)['en']}")
    return 0


def lint_content(options: argparse.Namespace) -> int:
    from engine.lint import lint

    report = lint()
    if options.json:
        _print(asdict(report))
        return 1 if report.faults else 0
    for fault in report.faults:
        print(f"{fault.file}:{fault.line}: {fault.where}: {fault.what}")
    for deficiency in report.deficiencies:
        print(f"no card explains the {deficiency.what} {deficiency.id}")
    by_topic = {name: count for name, count in report.counts.items() if isinstance(count, dict)}
    for name, count in report.counts.items():
        if name not in by_topic:
            print(f"{name}: {count}")
    _print_coverage(by_topic["topics"], by_topic["asked"])
    return 1 if report.faults else 0


def _print_coverage(questions: dict[str, int], asked: dict[str, int]) -> None:
    """The share of a topic among our questions, and among those of the surveyed lists."""
    print(f"{'topic':32} questions   share   asked")
    for topic, count in questions.items():
        share, wanted = (100 * one[topic] / max(1, sum(one.values())) for one in (questions, asked))
        print(f"{topic:32} {count:9} {share:6.1f}% {wanted:6.1f}%")


def new_kind(options: argparse.Namespace) -> int:
    from engine.skeleton import skeleton

    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", options.kind):
        raise BadArguments(f"{options.kind} is not a slug such as conv-output-size")
    file = Path(__file__).parent / "kinds" / f"{options.kind.replace('-', '_')}.py"
    if file.exists():
        raise BadArguments(f"{file.name} exists already")
    file.write_text(skeleton(options.kind), encoding="utf-8")
    print(f"Wrote {os.path.relpath(file)}; python -m pytest tests/test_every_kind.py says what is missing.")
    return 0


def show_interview(options: argparse.Namespace) -> int:
    from engine.interview.plan import as_json, as_lines, plan
    from engine.interview.templates import templates

    if options.template not in templates():
        raise BadArguments(_unknown("interview", options.template, templates()))
    planned = plan(templates()[options.template], options.seed)
    _print(as_json(planned)) if options.json else print("\n".join(as_lines(planned)))
    return 0


def show_lab(options: argparse.Namespace) -> int:
    from engine.lab.catalog import listed

    if options.json:
        _print(listed())
        return 0
    for experiment in listed():
        print(f"{experiment['slug']:24}{experiment['title']['en']}")
        for name, setting in experiment["settings"].items():
            limits = "" if setting["min"] is None else f"  {setting['min']:g} to {setting['max']:g}"
            print(f"    {name:18}{setting['type']}  {setting['default']}{limits}")
    return 0


def problem_as_json(problem: Problem, seed: int | None, level: int | None) -> dict[str, Any]:
    """Everything about one problem, as `show --json` prints it."""
    options = getattr(problem.reply, "options", None)
    return {
        "kind": problem.slug,
        "version": problem.version,
        "seed": seed,
        "level": level,
        "givens": problem.givens(),
        "prompt": both(problem.prompt()),
        "reply": problem.reply.name,
        "answer": problem.reply.json(problem.answer()),
        "spelled": problem.spelled(),
        "tolerance": _tolerance_as_json(problem.tolerance),
        "options": options and [{"key": option.key, **both(option.label)} for option in options],
        "rows": [heading.key for heading in problem.rows()] or None,
        "columns": [heading.key for heading in problem.columns()] or None,
        "mistakes": [
            {
                "tag": turn.tag,
                "value": problem.reply.json(turn.value),
                "spelled": problem.reply.spell(turn.value, problem.tolerance),
                "tex": turn.tex,
                "words": slip_words(turn.tag),
            }
            for turn in problem.mistakes()
        ],
        "steps": [{"words": both(step.words), "tex": step.tex} for step in problem.steps()],
        "seconds": problem.seconds[(level or 2) - 1],
    }


def _tolerance_as_json(tolerance: Any) -> Any:
    if isinstance(tolerance, tuple):
        return [_tolerance_as_json(cell) for cell in tolerance]
    return None if tolerance is None else float(tolerance)


def _verdict_as_json(problem: Problem, verdict: Judgement) -> dict[str, Any]:
    return {
        "verdict": verdict.verdict,
        "tag": verdict.tag,
        "marks": verdict.marks,
        "message": message(problem, verdict),
    }


def _show(options: argparse.Namespace, problem: Problem, seed: int | None, level: int | None) -> None:
    if options.json:
        _print(problem_as_json(problem, seed, level))
        return

    def say(text: Text) -> str:
        return text.render(options.lang)

    source = "" if seed is None else f" · level {level} · seed {seed}"
    print(f"{say(problem.title)}{source}\n{say(problem.prompt())}\n{json.dumps(problem.givens())}")
    for option in problem.options():
        print(f"  {option.key}: {say(option.label)}")
    for row in problem.rows():
        print(f"  {say(row.label)}")
    for number, step in enumerate(problem.steps(), start=1):
        print(f"  {number}. {say(step.words)}: {step.tex}")
    print(f"  = {problem.spelled()}")
    for turn in problem.mistakes():
        print(f"  not {problem.reply.spell(turn.value, problem.tolerance)}: {slip_words(turn.tag)[options.lang]}")


def _from_givens(options: argparse.Namespace) -> Problem:
    if options.seed is not None or options.level is not None:
        raise BadArguments("--givens does not go with --seed or --level")
    return catalog.from_givens(options.kind, givens.parse(options.givens))


def _print(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, allow_nan=False))


def _without_reply(arguments: Sequence[str]) -> tuple[list[str], str | None]:
    """The reply of a check apart from the other arguments: it is taken as it is, `-3/4` and `--` too."""
    rest = list(arguments)
    if rest[:1] != ["check"]:
        return rest, None
    for index, argument in enumerate(rest):
        if argument.startswith("--reply="):
            del rest[index]
            return rest, argument.removeprefix("--reply=")
        if argument == "--reply" and index + 1 < len(rest):
            reply = rest[index + 1]
            del rest[index : index + 2]
            return rest, reply
    return rest, None


def _known_kind(slug: str) -> str:
    if slug not in catalog.kinds():
        raise BadArguments(_unknown("kind of problem", slug, catalog.kinds()))
    return slug


def _unknown(what: str, word: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(word, list(known), 1)
    return f"{word} is no {what}" + (f"; did you mean {close[0]}?" if close else "")


def _whole(name: str, low: int, high: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,10}", text) or not low <= int(text) <= high:
            raise BadArguments(f"--{name} is a whole number from {low} to {high}, not {text}")
        return int(text)

    return read


def _parser(reply: str | None) -> Parser:
    parser = Parser(prog="python -m engine", allow_abbrev=False, description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: Callable[[argparse.Namespace], int], words: str) -> Parser:
        added: Parser = commands.add_parser(name, help=words, description=words, allow_abbrev=False)
        added.set_defaults(run=run)
        return added

    kinds = command("kinds", show_kinds, "list the kinds of problem")
    show = command("show", show_problem, "show a problem with its answer, mistakes and solution")
    check = command("check", check_reply, "check a reply")
    lint = command("lint", lint_content, "every fault in content and links, then the deficiencies, then counts")
    new = command("new", new_kind, "write the skeleton of a new kind")
    new.add_argument("kind", metavar="KIND")
    interview = command("interview", show_interview, "the plan of a mock interview")
    interview.add_argument("template", metavar="TEMPLATE")
    interview.add_argument("--seed", type=_whole("seed", 0, catalog.LARGEST_SEED), required=True)
    lab = command("lab", show_lab, "list the experiments of the lab with their settings")
    for parser_of_problem in (show, check):
        parser_of_problem.add_argument("kind", metavar="KIND", type=_known_kind)
        parser_of_problem.add_argument("--seed", type=_whole("seed", 0, catalog.LARGEST_SEED))
        parser_of_problem.add_argument("--level", type=_whole("level", 1, 3))
        parser_of_problem.add_argument("--givens", metavar="JSON")
    show.add_argument("--count", type=_whole("count", 1, MOST_AT_ONCE), default=1)
    show.add_argument("--lang", choices=("en", "ko"), default="en")
    check.add_argument("--reply", required=reply is None, default=reply, metavar="TEXT", help="- reads standard input")
    for printed in (kinds, show, check, lint, interview, lab):
        printed.add_argument("--json", action="store_true")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
