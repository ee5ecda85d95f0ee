"""Which faults say everything a person needs?

Those of one family: their message names what, where, why and the way out, in one line
or one for each bad row, and holds no mail text and no secret. A command prints it and
ends; any other exception is a fault of the program.
"""


class ToldError(Exception):
    """A fault whose message is for a person; raised by every room, printed at the
    door.
    """

    def at_shell(self) -> str:
        """The message as a command says it: where a page has a field to tick, it names
        its own option.
        """
        return str(self)
