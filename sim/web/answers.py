"""A question answered in a thread of its own, in lines that somebody waits for; where nobody does, it stops."""

import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from threading import Event
from typing import Any

from analysis.documents import document
from analysis.report.page import without_nothing
from analysis.report.pictures import PICTURES
from analysis.report.reading import study
from analysis.report.report import About, Section, about_of, said_in, section_of
from analysis.report.told import Piece
from analysis.words import Language, Text, language, refusal
from rules.errors import FgcError
from rules.names import nearest
from rules.text import plain
from sim.cli import line_of, output
from sim.cli.listening import heard_by
from sim.files import Folder, brought
from sim.pausing import pausing
from sim.table.game import playable, playable_keys, playbooks_by
from sim.table.toml import read_toml
from sim.web import facts, limits, questions
from sim.web.bodies import Question
from sim.web.turns import Turns

ENGLISH = "en"
"""What is spoken where nobody says which language."""
OFTEN = 0.1
"""Seconds between two lines of progress, at least."""
TOML = ".toml"
Line = Mapping[str, Any]


class ReaderLeftError(Exception):
    """Nobody waits for the answer any more."""


def refused(error: FgcError, speak: Language) -> Line:
    """Say in a line what is wrong with a question, in one sentence and in parts, the place first."""
    said = refusal(error)
    why = {"text": line_of(error), "parts": [str(each) for each in error.parts], "said": document(said)}
    return {"refused": why, "words": _words(said, speak)}


def fault(error: Exception, speak: Language) -> Line:
    """Say in a line that this program has a fault; who serves reads all of it."""
    traceback.print_exception(error)
    what = f"a fault of this program, not of what you asked: {type(error).__name__}"
    return {**refused(FgcError(what), speak), "fault": True}


@dataclass(frozen=True)
class Answer:
    """What a verb answered: a document, and what a report's page shows of it, where there are such reports."""

    document: Any
    told: Sequence[Piece] = ()
    section: Section | None = None
    about: About | None = None


class Answering:
    """One question while it is answered: what its verb tells becomes lines."""

    def __init__(
        self, question: Question, speak: Language, send: Callable[[Line], None], turns: Turns, workers: int = 1
    ) -> None:
        self.question = question
        self.speak = speak
        self.left = Event()
        """Set where nobody waits any more."""
        self._send = send
        self._turns = turns
        self._workers = workers
        self._what = ""
        self._done = 0
        self._told_at = 0.0
        self._notes: list[Text] = []
        self._last: Answer | None = None

    def run(self) -> None:
        """Answer the question; the last line holds the whole answer, or says what is wrong."""
        folder = dict(self.question.files)
        try:
            with self._turns.taken(), pausing(self._pause, self._need_reader), heard_by(self), brought(folder):
                self._pause()
                pieces = output.told(lambda: self._answer(folder))
                last = self._last or _answer(None, [each for each in pieces if not callable(each)])
                self._tell(last, self._written(folder), done=True)
        except ReaderLeftError:
            pass
        except FgcError as error:
            self._send(refused(error, self.speak))
        except Exception as error:  # whoever waits has to hear of it
            self._send(fault(error, self.speak))

    def progress(self, what: str, more: int, of: int | None) -> None:
        """Hear that so many more matches are done; a FgcError before the first where it would be too many."""
        if not more:
            _need_moderate(of or 0)
        self._done = more + (self._done if what == self._what else 0)
        self._what = what
        if time.monotonic() - self._told_at >= OFTEN:
            self._told_at = time.monotonic()
            others = self._turns.waiting()
            self._send({"progress": {"what": what, "done": self._done, "of": of, "others": others}})

    def answer(self, document: Any, told: Sequence[Piece], done: bool) -> None:
        """Get an answer, or what is known of it so far."""
        line = _answer(document, told)
        if done:
            self._last = line
        else:
            self._pause()
            self._tell(line, [], done=False)

    def note(self, sentence: Text) -> None:
        """Hear what is beside the answer."""
        if sentence not in self._notes:
            self._notes.append(sentence)

    def _tell(self, line: "Answer", files: list[dict[str, Any]], done: bool) -> None:
        """Send an answer, with the texts of the reader's language that it is told in."""
        shown = {name: document(getattr(line, name)) for name in ("told", "about")}
        section = None if line.section is None else without_nothing(document(line.section))
        told = {**shown, "document": line.document, "section": section, "noted": document(self._notes)}
        words = _words((line.section, line.told, line.about, self._notes), self.speak)
        self._send({**told, "files": files, "words": words, "done": done})

    def _pause(self) -> None:
        self._turns.pass_on()
        self._need_reader()

    def _need_reader(self) -> None:
        if self.left.is_set():
            raise ReaderLeftError

    def _answer(self, folder: Folder) -> None:
        ask, given = self.question.ask, self.question.given
        if ask in facts.FACTS:
            fields, found = facts.FACTS[ask]
            questions.need_texts(given, fields)
            self._last = _answer(found(given, folder), ())
        elif ask in questions.QUESTIONS:
            questions.answer(ask, given, self._workers)
        else:
            known = [*facts.FACTS, *questions.QUESTIONS]
            raise FgcError("ask", f"expected one of {', '.join(known)}, found {plain(ask)!r}{nearest(ask, known)}")

    def _written(self, folder: Folder) -> list[dict[str, Any]]:
        """Give the files that the verb wrote, with their values where they are TOML."""
        new = {name: data for name, data in folder.items() if self.question.files.get(name) is not data}
        return [
            {"name": name, "text": data.decode(), "table": read_toml(data, name) if name.endswith(TOML) else None}
            for name, data in new.items()
        ]


def warm(turns: Turns) -> None:
    """Ask a small question that nobody hears: the first one of a reader then finds all loaded and compiled."""
    key = playable_keys()[-1]
    plans = [each.name for each in playbooks_by(playable(key).model, "robot")][:2]
    given = {"season": key, "plan": plans, "matches": 2, "seed": 1, "quick": True, "all": False}
    nothing: Line = {name: [] if field.several else None for name, field in questions.fields_of("compare").items()}
    Answering(Question("compare", {}, {**nothing, **given}), language(ENGLISH), lambda _: None, turns).run()


def _need_moderate(matches: int) -> None:
    if matches > limits.PLAYED:
        what = f"expected at most {limits.PLAYED:,} in all, found {matches:,}; ask for fewer, or of fewer things"
        raise FgcError("matches", what)


def _answer(found: Any, told: Sequence[Piece]) -> Answer:
    if not isinstance(found, Mapping) or found.get("report", {}).get("verb") not in PICTURES:
        return Answer(found, told)
    known = study(found)
    return Answer(found, (), section_of(known), about_of(known.common.season))


def _words(of: Any, speak: Language) -> dict[str, str]:
    """Give the texts of a language that stand in something: a page knows those alone that it says itself."""
    return {key: speak.texts[key] for key in said_in(of)}
