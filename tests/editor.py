"""A file as an editor sees it that has `plan.schema.json`: YAML's core types, checked by a JSON Schema validator."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache
from typing import Any

import yaml
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from schedule.commands import main

CORE: tuple[tuple[re.Pattern[str], Callable[[str], object]], ...] = (
    (re.compile("|~|null|Null|NULL"), lambda text: None),
    (re.compile("true|True|TRUE"), lambda text: True),
    (re.compile("false|False|FALSE"), lambda text: False),
    (re.compile("[-+]?[0-9]+"), int),
    (re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"), float),
)
"""The core schema of YAML 1.2, as far as JSON has its types."""


@cache
def validator() -> Draft202012Validator:
    """What checks a file by the schema that `daopai schema` prints."""
    done = CliRunner().invoke(main, ["schema"], catch_exceptions=False)
    return Draft202012Validator(json.loads(done.stdout))


class NoDocumentError(Exception):
    """There is nothing in a file that a schema could be held against."""


def readings(text: str) -> tuple[Any, Any]:
    """What a file says for an editor, and for one that reads every value as text.

    Raises yaml.YAMLError or NoDocumentError where there is nothing that a schema could be held against.
    """
    root = yaml.compose(text, yaml.SafeLoader)
    if root is None:
        raise NoDocumentError
    return _value(root, typed=True), _value(root, typed=False)


def refusals(text: str) -> list[str]:
    """Where and why an editor refuses a file, in whichever way it reads the values."""
    return [
        f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}"
        for said in readings(text)
        for error in validator().iter_errors(said)
    ]


def _value(node: yaml.Node, typed: bool) -> Any:
    if isinstance(node, yaml.MappingNode):
        if not all(isinstance(key, yaml.ScalarNode) for key, _ in node.value):
            raise NoDocumentError
        return {key.value: _value(value, typed) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, typed) for item in node.value]
    assert isinstance(node, yaml.ScalarNode)
    if typed and node.style is None:
        for form, made in CORE:
            if form.fullmatch(node.value):
                return made(node.value)
    return node.value
