"""The table of tasks. A new task is a module of its own and one line here; everything else follows from it."""

from tasks.classification import Classification
from tasks.keywords import Keywords
from tasks.language import Language
from tasks.sensitive import Sensitive
from tasks.task import Task

TASKS: dict[str, type[Task]] = {
    task.name: task
    for task in (
        Classification,
        Keywords,
        Language,
        Sensitive,
    )
}
