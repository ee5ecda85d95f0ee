"""What did somebody state of a change whose other fields stay as they are?"""

from typing import Any


def stated(**values: object) -> dict[str, Any]:
    """The values that were stated, by name: None leaves a field as it is."""
    return {name: value for name, value in values.items() if value is not None}
