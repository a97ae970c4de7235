"""The order of the steps, and nothing else.

    collect   fetch -> parse -> which are unseen -> store
    compose   select -> group -> write -> lay out
    revise    one edit; one that does not apply is refused, not stored
    publish   fold -> render -> preflight -> outbox -> ledger
    deliver   outbox -> patrons

Each function takes only the ports that it uses; times come from the clock that is passed in.
"""

from newsletter.pipeline.collect import collect
from newsletter.pipeline.compose import compose, revise
from newsletter.pipeline.deliver import deliver
from newsletter.pipeline.publish import Proof, proof, publish, recover

__all__ = ["Proof", "collect", "compose", "deliver", "proof", "publish", "recover", "revise"]
