"""One file a kind of picture: figures and words in, a matplotlib Figure out; no file is read or written here.

matplotlib is imported where a picture is drawn, since it takes longer to load than a thousand matches to play.
"""
