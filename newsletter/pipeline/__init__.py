"""The order of the steps, and nothing else.

    collect   fetch -> parse -> which are unseen -> their pages -> store
    clip      one page -> article -> store
    compose   select -> group -> write -> lay out
    revise    one edit; one that does not apply is refused, not stored
    publish   fold -> render -> preflight -> outbox -> ledger
    deliver   outbox -> patrons
    try       one source, read and not stored
    site      outbox -> render -> no leak -> public pages
    correct   a published edition and an editor's words -> its next revision
    rebuild   a stored edition and its templates -> the same bytes
    replay    a published day -> group -> compared with what editors did

Each function takes only the ports that it uses; times come from the clock that is passed in. Each lives in a file of
its own (`clip` in articles, `revise` in compose, `try` in tryout), which whoever needs it imports where it runs:
collecting needs no templates, and delivering no parser. The other files are what a step decides between two parts that
may not know each other: offers, telling and freeze for compose; beside, fitted and pictures for publish; day, past,
printed, differing, explain and otherwise for who asks why; corrections, topics, links and notify for what follows.
"""
