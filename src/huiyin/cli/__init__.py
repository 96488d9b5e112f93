"""The command line: `huiyin COMMAND`; each command calls one service or query and says what came of it."""
