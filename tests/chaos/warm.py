"""Imported once by the fork server of tests.processes: what every start of the program would load
anew, the libraries and the dictionary, is in memory before it forks."""

from bot.keeping import keeping_all

with keeping_all():  # no child looks through it for garbage, nor copies it by doing so
    import bot.__main__
    import bot.app  # noqa: F401
    from bot.nlp.segment import warm

    warm()
