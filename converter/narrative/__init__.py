"""The narrative of a press release: every amount in its sentences, tied to the statement fact that it restates.

`tie_out` is the stage; the rooms above read its value, `TieOut`.
"""
