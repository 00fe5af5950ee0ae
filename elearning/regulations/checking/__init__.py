"""One mechanism for all text: what it says of the law, whom it names, whether people understand it (ADR 0016).

A kind of text joins by ``passages.register``; a kind of check is one module with one pure function.
"""
