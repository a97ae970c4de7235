"""The order of the steps, and nothing else.

    collect   fetch -> parse -> which are unseen -> their pages -> store
    clip      one page -> article -> store
    compose   select -> group -> write -> lay out
    revise    one edit; one that does not apply is refused, not stored
    publish   fold -> render -> preflight -> outbox -> ledger
    deliver   outbox -> patrons
    try       one source, read and not stored
    site      outbox -> render -> no leak -> public pages

Each function takes only the ports that it uses; times come from the clock that is passed in. Each lives in a file of
its own (collect, articles, compose, publish, deliver, tryout, site), which whoever needs it imports where it runs:
collecting needs no templates, and delivering no parser.
"""
